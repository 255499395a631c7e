import type { Entry } from '../ports/run-log.ts';
import type { RunEvent } from '../runs/events.ts';
import { type Run, stepOf } from '../runs/run.ts';
import type { Engine } from './engine.ts';

const cleared = new WeakMap<Engine, Set<string>>();

/** The claims whose output nobody reads any more: their step is settled or dropped, or has begun anew since. */
const readClaims = (run: Run, entries: readonly Entry<RunEvent>[]): readonly string[] =>
  entries.flatMap(({ event }) => {
    if (event.kind !== 'began' || event.claim === '') return [];
    const step = stepOf(run, event.step);
    const needed = step?.began?.claim === event.claim && step.state !== 'settled' && step.state !== 'dropped';
    return needed ? [] : [event.claim];
  });

/** Raw output goes from the jump host once its step is settled. Asked once by each process that drives the run, so that
 *  what a bot left that died in between goes too; where it cannot be asked for, pruning takes it later. */
export const clearRead = async (
  engine: Engine,
  run: Run,
  entries: readonly Entry<RunEvent>[],
): Promise<void> => {
  const done = cleared.get(engine) ?? new Set<string>();
  cleared.set(engine, done);
  for (const claim of readClaims(run, entries).filter(each => !done.has(each))) {
    done.add(claim);
    await engine.jumpHost.clear(claim).catch(error => {
      engine.log(
        `run ${run.id}: what ${claim} printed could not be removed from the jump host: ${String(error)}`,
      );
    });
  }
  if (run.finished) for (const claim of readClaims(run, entries)) done.delete(claim);
};
