import type { Entry } from '../../src/ports/run-log.ts';
import type { RunEvent } from '../../src/runs/events.ts';
import type { Played, Told } from './play.ts';

export const kinds = [
  'doubleExecutions',
  'lostAnswers',
  'silentClicks',
  'ruleBroken',
  'stuckWithoutAWord',
] as const;
export type Faults = Record<(typeof kinds)[number], string[]>;

type Entries = readonly Entry<RunEvent>[];
const repeated = (all: readonly string[]): readonly string[] =>
  all.filter((one, at) => all.indexOf(one) !== at);

/** Started twice by one claim, or done more often than there were attempts: one that was begun again after its claim was burnt
 *  is still one. */
const doubled = ({ runs, effects, claims }: Played): readonly string[] => {
  const begun = new Set(
    [...runs].flatMap(([run, entries]) =>
      entries.flatMap(({ event }) =>
        event.kind === 'began' ? [`${event.step} ${event.attempt} ${run}`] : [],
      ),
    ),
  );
  const attempts = (act: string) => [...begun].filter(each => each.startsWith(`${act} `)).length;
  const many = ['move-leader', 'recreate'].filter(
    act => effects.filter(each => each === act).length > attempts(act),
  );
  return [...repeated(claims), ...many];
};

const isWritten = ({ did, by }: Told, entries: Entries): boolean =>
  entries.some(({ event }) => {
    if (did === 'recover') return event.kind === 'started';
    if (did === 'take over') return event.kind === 'taken-over' && event.by.id === by;
    if (did === 'abort' || did.answer === 'abort')
      return 'by' in event && event.by.id === by && /^(abort-requested|answered)$/.test(event.kind);
    return (
      event.kind === 'answered' &&
      event.by.id === by &&
      event.answer === did.answer &&
      event.step === did.step &&
      event.attempt === did.attempt
    );
  });
/** Somebody was told that it counts, and nothing of it is written. */
const lost = ({ told, runs }: Played): readonly string[] =>
  told
    .filter(each => each.ok && each.did !== 'recover' && !isWritten(each, runs.get(each.run) ?? []))
    .map(each => JSON.stringify(each));

const approversOf = (before: Entries, step: string): ReadonlySet<string> => {
  const owners = new Set(
    before.flatMap(({ event }) =>
      event.kind === 'started' ? [event.requestedBy.id] : event.kind === 'taken-over' ? [event.by.id] : [],
    ),
  );
  const since = before.findLastIndex(
    ({ event }) =>
      (event.kind === 'asked' || event.kind === 'voided' || event.kind === 'expired') && event.step === step,
  );
  return new Set(
    before
      .slice(since + 1)
      .flatMap(({ event }) =>
        event.kind === 'answered' &&
        event.step === step &&
        event.answer === 'approve' &&
        !owners.has(event.by.id)
          ? [event.by.id]
          : [],
      ),
  );
};

const isAbort = ({ event }: Entry<RunEvent>): boolean =>
  event.kind === 'abort-requested' || (event.kind === 'answered' && event.answer === 'abort');

/** Why this act should not have begun. */
const whyNot = (step: string, before: Entries): string | null => {
  if (before.some(isAbort)) return 'began after an abort';
  const asked = before.findLast(({ event }) => event.kind === 'asked' && event.step === step)?.event;
  const have = approversOf(before, step);
  const enough = have.size >= (asked?.kind === 'asked' ? asked.people : 0);
  return enough && !have.has('U0BYSTANDER') ? null : 'began without the approvals that it needs';
};

/** An act that too few had approved, or that began after an abort; an entry after the end. */
const broken = ({ runs }: Played): readonly string[] =>
  [...runs].flatMap(([run, entries]) =>
    entries.flatMap(({ event }, at) => {
      const before = entries.slice(0, at);
      if (before.some(each => each.event.kind === 'finished')) return [`${run}: ${event.kind} after the end`];
      const why = event.kind === 'began' ? whyNot(event.step, before) : null;
      return why ? [`${run}: ${event.kind === 'began' ? event.step : ''} ${why}`] : [];
    }),
  );

export const judge = (played: Played): Faults => ({
  doubleExecutions: [...doubled(played)],
  lostAnswers: [...lost(played)],
  silentClicks: played.told.filter(({ words }) => words === '').map(each => JSON.stringify(each)),
  ruleBroken: [...broken(played)],
  stuckWithoutAWord: [...played.stuck],
});

/** Which schedule it came to: what people did and were told, and what was written, in its order, by whom. */
export const signatureOf = ({ runs, told }: Played): string =>
  [
    ...told.map(({ by, did, ok }) => `${by} ${JSON.stringify(did)} ${ok}`),
    ...[...runs.values()].flatMap(entries =>
      entries.map(({ event }) =>
        [event.kind, 'step' in event ? event.step : '', 'by' in event && event.by ? event.by.id : ''].join(
          ' ',
        ),
      ),
    ),
  ].join('\n');
