import type { types } from '@slack/bolt';
import { z } from 'zod';
import type { Alert, AlertMeant } from '../model/alert.ts';
import type { Callee } from '../model/person.ts';
import { type Locale, text } from '../words.ts';
import {
  actions,
  button,
  type KnownBlock,
  line,
  type Piece,
  piece,
  plain,
  rich,
  when,
  who,
} from './blocks.ts';
import { type Card, card } from './drawn.ts';
import { lasted } from './times.ts';

export const acknowledgeId = 'pks_alert_ack';
export const snoozeId = 'pks_alert_snooze';
export const snoozeFormId = 'pks_alert_snooze';

const words = {
  acknowledge: text('I am on it', '확인함'),
  snooze: text('Snooze …', '알림 미루기 …'),
  on: text(' is on it, since ', ' 님이 확인함, 시각 '),
  until: text(' snoozed it until ', ' 님이 알림을 미룸, 재알림 시각 '),
  over: text('✅ Over since ', '✅ 해소, 시각 '),
  newer: text('➡️ It has changed: goes on further down.', '➡️ 상태가 바뀌어 아래 새 알림에서 계속됩니다.'),
  still: text(' still so, for ', ' 아직 해소되지 않음, 경과 '),
  title: text('Snooze this alert', '알림 미루기'),
  hours: text('Remind again in', '재알림 시점'),
  reason: text('Reason', '사유'),
  submit: text('Snooze', '미루기'),
  back: text('Back', '돌아가기'),
} as const;

const value = z.strictObject({ alert: z.string(), at: z.number() });
/** Of which alert a button or a form is; null for what this bot never wrote. */
export const alertMeant = (from: string): AlertMeant | null => {
  try {
    return value.safeParse(JSON.parse(from)).data ?? null;
  } catch {
    return null;
  }
};

const state = ({ acknowledged, snoozed }: Alert, locale: Locale): Piece[] => [
  ...(acknowledged
    ? [piece('👀 '), who(acknowledged.by), piece(words.on[locale]), when(acknowledged.at)]
    : snoozed
      ? [
          piece('💤 '),
          who(snoozed.by),
          piece(words.until[locale]),
          when(snoozed.until),
          piece(`: ${snoozed.reason}`, 300),
        ]
      : []),
];

const buttons = ({ acknowledged, at }: Alert, key: string, locale: Locale): KnownBlock[] => {
  const its = JSON.stringify({ alert: key, at });
  return acknowledged
    ? []
    : actions(
        button(acknowledgeId, words.acknowledge[locale], its),
        button(snoozeId, words.snooze[locale], its),
      );
};

type End = { readonly is: 'over'; readonly at: number } | { readonly is: 'newer' };
const endLine = (end: End, locale: Locale): Piece[] =>
  end.is === 'over' ? [piece(words.over[locale]), when(end.at)] : [piece(words.newer[locale])];

/** What the watch said, with what became of it and what may be done about it. */
export const alertCard = (alert: Alert, key: string, locale: Locale, end: End | null = null): Card => {
  const said = end ? endLine(end, locale) : state(alert, locale);
  const below = said.length === 0 ? [] : [rich(line(...said))];
  // As this bot drew it and kept it; what is over has nothing to press.
  const drawn = alert.card.blocks as unknown as KnownBlock[];
  const blocks = end ? drawn.filter(({ type }) => type !== 'actions') : drawn;
  return {
    text: alert.card.text,
    blocks: [...blocks, ...below, ...(end ? [] : buttons(alert, key, locale))],
  };
};

/** In its thread, to whoever is on call. */
export const reminderCard = (
  { title, at }: Alert,
  now: number,
  locale: Locale,
  onCall: Callee | null,
): Card => {
  const sentence = `${title}:${words.still[locale]}${lasted((now - at) / 1000, locale)}`;
  return card(`🔔 ${sentence}`, () => [
    rich(line(...(onCall ? [who(onCall), piece(' ')] : []), piece(`🔔 ${sentence}`, 300))),
  ]);
};

const choices = [1, 4, 12] as const;
const hoursOf = (hours: number, locale: Locale) => ({
  text: plain(locale === 'ko' ? `${hours}시간 뒤` : `${hours} h`, 75),
  value: String(hours),
});

export const snoozeForm = (carries: string, locale: Locale): types.ModalView => ({
  type: 'modal',
  callback_id: snoozeFormId,
  private_metadata: carries,
  title: plain(words.title[locale], 24),
  submit: plain(words.submit[locale], 24),
  close: plain(words.back[locale], 24),
  blocks: [
    {
      type: 'input',
      block_id: 'hours',
      label: plain(words.hours[locale], 100),
      element: {
        type: 'static_select',
        action_id: 'hours',
        options: choices.map(hours => hoursOf(hours, locale)),
        initial_option: hoursOf(1, locale),
      },
    },
    {
      type: 'input',
      block_id: 'reason',
      label: plain(words.reason[locale], 100),
      element: { type: 'plain_text_input', action_id: 'reason', max_length: 300 },
    },
  ],
});

const picked = z.object({
  hours: z.object({
    hours: z.object({ selected_option: z.object({ value: z.coerce.number().min(1).max(12) }) }),
  }),
});
/** One hour where nothing was picked. */
export const hoursPicked = (values: unknown): number =>
  picked.safeParse(values).data?.hours.hours.selected_option.value ?? 1;
