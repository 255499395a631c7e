import type { Entry } from '../src/ports/run-log.ts';
import type { RunEvent } from '../src/runs/events.ts';
import type { Message } from './slack/state.ts';

/** A message of a run by what it says of itself. */
type Told = { readonly key: string; readonly seq: number; readonly hash: string; readonly message: Message };

const toldBy = (run: string, message: Message): readonly Told[] => {
  const payload: unknown = message.metadata?.event_payload;
  if (typeof payload !== 'object' || payload === null || Reflect.get(payload, 'run') !== run) return [];
  const [key, seq, hash]: unknown[] = ['key', 'seq', 'hash'].map(name => Reflect.get(payload, name));
  return [{ key: String(key), seq: Number(seq), hash: String(hash), message }];
};
const shown = ({ message }: Told): string => JSON.stringify(message.blocks);

/** Later than that a message says when it happened (src/adapters/slack/message.ts). */
const lateMs = 20_000;
const postedAt = ({ message }: Told): number => Number(message.ts) * 1000;

/** In the order of the record, by its own words: each step's first entry, and the end. */
const milestones = (entries: readonly Entry<RunEvent>[]) => {
  const steps = new Map<string, number>();
  for (const { event, at } of entries)
    if (
      (event.kind === 'asked' || event.kind === 'began' || event.kind === 'settled') &&
      !steps.has(event.step)
    )
      steps.set(event.step, at);
  const end = entries.find(({ event }) => event.kind === 'finished');
  return [
    ...[...steps].map(([step, at]) => ({ key: `step/${step}`, at })),
    ...(end ? [{ key: 'summary', at: end.at }] : []),
  ];
};

/** Each answer stands in its step's message with who gave it, and where, if not in Slack. */
const answersMissing = (entries: readonly Entry<RunEvent>[], told: readonly Told[]): readonly string[] =>
  entries.flatMap(({ event }) => {
    if (event.kind !== 'answered') return [];
    const texts = told.filter(({ key }) => key.startsWith(`step/${event.step}`)).map(shown);
    const marked = (text: string) => event.via !== 'cli' || text.includes('on the command line of the bot');
    return texts.some(text => text.includes(event.by.id) && marked(text))
      ? []
      : [`${event.by.name}'s answer to ${event.step}`];
  });

/** What of a run's record its channel does not show, or shows in another order or as if it were of now; none: it is complete. */
export const missingInChannel = (
  entries: readonly Entry<RunEvent>[],
  messages: readonly Message[],
): readonly string[] => {
  const last = entries.at(-1);
  if (!last) return ['the record'];
  const told = messages.flatMap(message => toldBy(last.run, message));
  const found = milestones(entries).map(each => ({
    ...each,
    told: told.find(({ key }) => key === each.key),
  }));
  const order = found.flatMap(each => (each.told ? [postedAt(each.told)] : []));
  const newest = told.toSorted((a, b) => b.seq - a.seq)[0];
  const unmarked = found.filter(
    ({ told: one, at }) => one && postedAt(one) - at > lateMs && !shown(one).includes('was posted late'),
  );
  return [
    ...(told.some(({ key }) => key === 'headline') ? [] : ['headline']),
    ...found.filter(each => !each.told).map(({ key }) => key),
    ...(order.every((at, nth) => nth === 0 || at > (order[nth - 1] ?? 0)) ? [] : ['the order']),
    ...(newest?.seq === last.seq && last.hash?.startsWith(newest.hash) ? [] : [`entry ${last.seq}`]),
    ...answersMissing(entries, told),
    ...unmarked.map(({ key }) => `that ${key} was posted late`),
  ];
};
