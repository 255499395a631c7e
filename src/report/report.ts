import type { Entry } from '../ports/run-log.ts';
import type { RunEvent } from '../runs/events.ts';
import { fold, type Run } from '../runs/run.ts';
import { type Looks, looksOf } from './members.ts';
import { type Moment, momentsOf } from './moments.ts';
import { type NoWrites, noWritesOf } from './no-writes.ts';
import { type Span, spansOf, togetherMs } from './spans.ts';

/** All that a report tells, from the entries alone. Times in milliseconds since the epoch. */
export type Report = {
  readonly run: Run;
  readonly from: number;
  /** Its end, or its last entry where it still lives. */
  readonly to: number;
  readonly spans: readonly Span[];
  readonly ms: {
    readonly all: number;
    readonly people: number;
    readonly command: number;
    readonly world: number;
  };
  readonly noWrites: readonly NoWrites[] | null;
  readonly looks: Looks;
  readonly moments: readonly Moment[];
};

/** The report of a run, finished or not. */
export const reportOf = (entries: readonly Entry<RunEvent>[]): Report => {
  const run = fold(entries);
  const [from, to] = [run.startedAt, run.finished?.at ?? run.lastAt];
  const spans = spansOf(entries, to);
  const busy = (what: Span['busy']) => togetherMs(spans.filter(span => span.busy === what));
  return {
    run,
    from,
    to,
    spans,
    ms: { all: to - from, people: busy('people'), command: busy('command'), world: busy('world') },
    noWrites: noWritesOf(run, entries, to),
    looks: looksOf(run, entries),
    moments: momentsOf(run, entries),
  };
};
