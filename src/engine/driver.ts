import type { RunRow } from '../ports/run-row.ts';
import { backoff } from './backoff.ts';
import { drive } from './drive.ts';
import type { Engine } from './engine.ts';
import { isOfTheRun, standsStill } from './run-trouble.ts';

/** A dead driver's run is found this soon on the same host; another host's, this soon after its lease. */
const pollMs = 250;
/** After a failure of the run's own, and of the store, which is soon back. */
const longestRestMs = { own: 60_000, store: 2_000 };

/** Drives every run that is awake, each once at a time; looks after each write and several times a second. */
export const startDriver = (engine: Engine) => {
  const driving = new Map<string, Promise<void>>();
  const [soon, now] = [new AbortController(), new AbortController()];
  const stopping = { soon: soon.signal, now: now.signal };
  const resting = backoff(engine.clock);
  const told = new Set<string>();
  const failed = (row: RunRow, error: unknown) => {
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
    engine.log(`run ${row.run}: ${what}; it is looked at again`);
    resting.failed(row.run, isOfTheRun(error) ? longestRestMs.own : longestRestMs.store);
    if (!isOfTheRun(error) || told.has(row.run)) return;
    told.add(row.run);
    engine.tell(row.run, standsStill(row, error));
  };
  const went = (run: string) => {
    resting.over(run);
    told.delete(run);
  };
  const take = (row: RunRow) => {
    const { run } = row;
    if (driving.has(run) || soon.signal.aborted || engine.held?.() || resting.isResting(run)) return;
    const done = drive(engine, run, stopping)
      .then(
        () => went(run),
        error => failed(row, error),
      )
      .finally(() => driving.delete(run));
    driving.set(run, done);
  };
  const look = async () => {
    for (const row of await engine.journal.claimable()) take(row);
  };
  let looking = false;
  const safeLook = () => {
    if (looking) return;
    looking = true;
    void look()
      .catch(error =>
        engine.log(`the journal can’t be read: ${error instanceof Error ? error.message : String(error)}`),
      )
      .finally(() => {
        looking = false;
      });
  };
  const unsubscribe = engine.journal.onWritten(safeLook);
  const timer = setInterval(safeLook, pollMs);
  safeLook();
  return {
    /** Takes no new run, finishes the move that is under way, and after the grace lets go of it: the run is then anybody's,
     *  and its command goes on by itself on the jump host. */
    async stop(graceMs = 2_000) {
      soon.abort();
      unsubscribe();
      clearInterval(timer);
      const ended = Promise.all(driving.values());
      const grace = new AbortController();
      await Promise.race([ended, engine.clock.sleep(graceMs, grace.signal).catch(() => {})]);
      grace.abort();
      now.abort();
    },
  };
};
