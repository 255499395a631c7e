import { z } from 'zod';
import type { Words } from '../words.ts';
import type { Person } from './person.ts';

const person = z.object({
  team: z.string(),
  id: z.string(),
  name: z.string(),
  enterprise: z.string().optional(),
});

/** What stands in the channel of one cluster (or of the list of them) while it is bad; kept where the watch keeps what it told. Times in
 *  ms by the store's clock. */
const alert = z.object({
  at: z.number(),
  channel: z.string(),
  ts: z.string(),
  title: z.string(),
  /** The message as it was posted, to be drawn again with what became of it. */
  card: z.object({ text: z.string(), blocks: z.array(z.looseObject({ type: z.string() })) }),
  /** How many reminders were made. */
  reminders: z.number(),
  acknowledged: z.object({ by: person, at: z.number() }).optional(),
  snoozed: z.object({ by: person, at: z.number(), until: z.number(), reason: z.string() }).optional(),
});
export type Alert = z.infer<typeof alert>;

/** null where none stands, or one that this version does not know. */
export const alertIn = (kept: unknown): Alert | null => alert.safeParse(kept).data ?? null;

const minuteMs = 60_000;
const [firstMinutes, longestMinutes] = [10, 60];

/** After 10, 30, 70 minutes and then every hour, of what nobody acknowledged; a snooze holds them back until it is over. What was missed
 *  meanwhile is one reminder. Its number, counted from 1; null: none is due. */
export const dueReminder = ({ at, reminders, acknowledged, snoozed }: Alert, now: number): number | null => {
  if (acknowledged || (snoozed && now < snoozed.until)) return null;
  let [n, gap] = [0, firstMinutes];
  for (let due = at + gap * minuteMs; due <= now; due += gap * minuteMs) {
    n++;
    gap = Math.min(longestMinutes, gap * 2);
  }
  return n > reminders ? n : null;
};

/** Which alert a person answers: of what, and when it was raised. */
export type AlertMeant = { readonly alert: string; readonly at: number };

type Said = { readonly ok: boolean; readonly words: Words };
/** What people may do about the alert that stands. */
export type AlertDesk = {
  acknowledge(meant: AlertMeant, by: Person): Promise<Said>;
  snooze(meant: AlertMeant, by: Person, hours: number, reason: string): Promise<Said>;
};
