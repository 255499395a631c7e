import type { Entry } from '../ports/run-log.ts';
import type { RunEvent } from '../runs/events.ts';

/** What a step was busy with. 'people': an answer was waited for. 'command': it ran. 'world': what it did was read back. */
type Busy = 'people' | 'command' | 'world';

/** Milliseconds since the epoch. `open`: it still lasts at `to`. */
export type Span = {
  readonly step: string;
  readonly busy: Busy;
  readonly from: number;
  readonly to: number;
  readonly open: boolean;
};

const busyFrom: Partial<Record<RunEvent['kind'], Busy>> = {
  asked: 'people',
  began: 'command',
  ended: 'world',
};
const overWith: ReadonlySet<RunEvent['kind']> = new Set(['settled', 'voided', 'replanned', 'finished']);
const isOf = (event: RunEvent, step: string): boolean => !('step' in event) || event.step === step;

/** From a start until what ends it: for an ask the answer that decided it, else the step's next entry. */
const spanFrom = (
  start: Entry<RunEvent> & { event: { step: string } },
  busy: Busy,
  later: readonly Entry<RunEvent>[],
  until: number,
): Span => {
  const { step } = start.event;
  const end = later.findIndex(
    ({ event }) => isOf(event, step) && (busyFrom[event.kind] !== undefined || overWith.has(event.kind)),
  );
  const within = end < 0 ? later : later.slice(0, end);
  const answer = within.findLast(({ event }) => event.kind === 'answered' && event.step === step);
  const over = (busy === 'people' ? answer?.at : undefined) ?? later[end]?.at;
  return { step, busy, from: start.at, to: over ?? until, open: over === undefined };
};

/** Of every step, from its entries alone: each ask until the answer that decided it, each command, each read-back. */
export const spansOf = (entries: readonly Entry<RunEvent>[], until: number): readonly Span[] =>
  entries.flatMap((entry, index) => {
    const { event } = entry;
    const busy = busyFrom[event.kind];
    return busy && 'step' in event && event.step !== null
      ? [spanFrom({ ...entry, event: { ...event, step: event.step } }, busy, entries.slice(index + 1), until)]
      : [];
  });

/** Milliseconds in which at least one of them lasted: what overlaps counts once. */
export const togetherMs = (spans: readonly Pick<Span, 'from' | 'to'>[]): number => {
  let [sum, end] = [0, Number.NEGATIVE_INFINITY];
  for (const { from, to } of spans.toSorted((a, b) => a.from - b.from)) {
    sum += Math.max(0, to - Math.max(from, end));
    end = Math.max(end, to);
  }
  return sum;
};
