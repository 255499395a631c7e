import type { types } from '@slack/bolt';
import { z } from 'zod';
import type { Locale, Words } from '../words.ts';
import { line, piece, plain, rich } from './blocks.ts';

/** What a reason is asked for, after it is written down. */
export type Reasoned = 'abort' | 'takeover';

/** The form's id tells what it is about: `pks_reason:abort:7f3a`. */
export const reasonFormId = /^pks_reason:(abort|takeover):([\w-]+)$/;

const titles: Readonly<Record<Reasoned, Words>> = {
  abort: { en: 'Why this abort?', ko: '중단 사유' },
  takeover: { en: 'Why this take-over?', ko: '인수 사유' },
};
const words = {
  done: {
    en: 'It is done and written down already. The reason is for those who come after you; Close leaves it out.',
    ko: '이미 반영되고 기록되었습니다. 사유는 다음 사람을 위한 것이며, 닫으면 생략합니다.',
  },
  label: { en: 'Reason', ko: '사유' },
  save: { en: 'Save', ko: '저장' },
  close: { en: 'Close', ko: '닫기' },
} satisfies Record<string, Words>;

export const reasonForm = (of: Reasoned, run: string, channel: string, locale: Locale): types.ModalView => ({
  type: 'modal',
  callback_id: `pks_reason:${of}:${run}`,
  private_metadata: channel,
  title: plain(titles[of][locale], 24),
  submit: plain(words.save[locale], 24),
  close: plain(words.close[locale], 24),
  blocks: [
    rich(line(piece(words.done[locale]))),
    {
      type: 'input',
      block_id: 'reason',
      label: plain(words.label[locale], 100),
      element: { type: 'plain_text_input', action_id: 'reason', max_length: 300 },
    },
  ],
});

const typed = z.object({ reason: z.object({ reason: z.object({ value: z.string() }) }) });

/** On one line; empty where nothing was typed. */
export const reasonTyped = (values: unknown): string =>
  (typed.safeParse(values).data?.reason.reason.value ?? '').replace(/\s+/g, ' ').trim();
