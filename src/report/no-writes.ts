import type { Entry } from '../ports/run-log.ts';
import type { RunEvent } from '../runs/events.ts';
import { healedBy } from '../runs/proven.ts';
import type { Run } from '../runs/run.ts';

/** Fewer members than quorum served, so nobody could write: at most from here to there, as far as the acts' looks tell. */
export type NoWrites = { readonly from: number; readonly to: number };

/** null: the bot that ran it did not yet write down how many members served. */
export const noWritesOf = (
  run: Run,
  entries: readonly Entry<RunEvent>[],
  until: number,
): readonly NoWrites[] | null => {
  const found: NoWrites[] = [];
  let since: number | null = null;
  const over = (at: number) => {
    const before = found.at(-1);
    if (since !== null)
      found.splice(before?.to === since ? -1 : found.length, 1, {
        from: before?.to === since ? before.from : since,
        to: at,
      });
    since = null;
  };
  const healed = healedBy(run)?.settled?.at;
  const acts = begunOf(entries);
  for (const { at, serving } of acts) {
    if (serving && serving.now >= serving.quorum) over(at);
    if (serving && Math.min(serving.now, serving.during) < serving.quorum) since ??= at;
  }
  over(healed ?? until);
  return acts.every(({ serving, effect }) => serving || effect === 'reads') ? found : null;
};

const begunOf = (entries: readonly Entry<RunEvent>[]) =>
  entries.flatMap(({ at, event }) => (event.kind === 'began' ? [{ ...event, at }] : []));
