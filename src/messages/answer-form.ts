import type { types } from '@slack/bolt';
import { z } from 'zod';
import type { Click } from '../model/click.ts';
import { openAsk, type Run } from '../runs/run.ts';
import { type Locale, text } from '../words.ts';
import { commandLine, line, piece, plain, rich } from './blocks.ts';
import { parseAsk } from './button-value.ts';

/** An answer that wants a reason first; `sure`: the glass, once more, with the command. */
export type Formed = 'skip' | 'glass' | 'sure';

export const answerFormId = /^pks_answer:(skip|glass|sure)$/;

const words = {
  skip: {
    title: text('Skip this step?', '단계 건너뛰기'),
    says: text(
      'The command does not run, and the run goes on with the next step.',
      '이 명령은 실행하지 않고 다음 단계로 넘어갑니다.',
    ),
    submit: text('Skip this step', '건너뛰기'),
  },
  glass: {
    title: text('Break the glass?', '비상 승인'),
    says: text(
      'For when nobody else can be reached. Your approval alone is enough for this run, also where you own it. Approvers and on-call are told now, with your reason. Conditions, refusals and the check of the state hold as ever.',
      '다른 승인자와 연락이 되지 않을 때만 쓰세요. 이 복구가 끝날 때까지 본인이 담당자여도 승인 1명으로 진행합니다. 승인자와 온콜 담당자에게 사유가 바로 공지됩니다. 조건, 거부, 상태 확인은 그대로입니다.',
    ),
    submit: text('Next', '다음'),
  },
  sure: {
    title: text('This runs, by you alone', '단독 승인 확인'),
    says: text(
      'On your word alone this runs, once the state was read again: ',
      '본인의 승인만으로, 상태를 다시 확인한 뒤 실행합니다. ',
    ),
    submit: text('Break glass, approve', '비상 승인 실행'),
  },
  reason: text('Reason', '사유'),
  back: text('Back', '돌아가기'),
} as const;

/** What a form carries from the card to its end; it routes and never authorises. */
type Carried = {
  /** Of the button that it was opened by. */
  readonly value: string;
  readonly channel: string;
  readonly reason?: string;
};
const carried = z.strictObject({ value: z.string(), channel: z.string(), reason: z.string().optional() });

const input = (of: Formed, locale: Locale): types.InputBlock => ({
  type: 'input',
  block_id: 'reason',
  label: plain(words.reason[locale], 100),
  element: {
    type: 'plain_text_input',
    action_id: 'reason',
    max_length: 300,
    ...(of === 'glass' ? { min_length: 10 } : {}),
  },
});

/** The commands of the open ask, each on its line. */
const linesOf = (run: Run): string => {
  const asked = openAsk(run)?.asked;
  return asked?.window?.steps.map(each => each.line).join('\n') ?? asked?.line ?? '';
};

export const answerForm = (of: Formed, run: Run, carries: Carried, locale: Locale): types.ModalView => ({
  type: 'modal',
  callback_id: `pks_answer:${of}`,
  private_metadata: JSON.stringify(carries),
  title: plain(words[of].title[locale], 24),
  submit: plain(words[of].submit[locale], 24),
  close: plain(words.back[locale], 24),
  blocks:
    of === 'sure'
      ? [
          rich(line(piece(words.sure.says[locale])), commandLine(linesOf(run), 2800)),
          rich(line(piece(`${words.reason[locale]}: ${carries.reason ?? ''}`, 400))),
        ]
      : [rich(line(piece(words[of].says[locale])), commandLine(linesOf(run), 1000)), input(of, locale)],
});

/** What came back; null for what this bot never wrote. */
export const formCarried = (
  metadata: string,
): (Carried & { readonly target: Pick<Click, 'run' | 'step' | 'attempt' | 'nonce'> }) | null => {
  try {
    const { reason, ...found } = carried.parse(JSON.parse(metadata));
    const target = parseAsk(found.value);
    return target && { ...found, ...(reason ? { reason } : {}), target };
  } catch {
    return null;
  }
};
