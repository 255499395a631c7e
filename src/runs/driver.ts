import { drive } from './drive.ts';
import type { Engine } from './engine.ts';

/** A dead driver's run is found this soon on the same host; another host's, this soon after its lease. */
const pollMs = 250;

/** Drives every run that is awake, each once at a time; looks after each write and several times a second. */
export const startDriver = (engine: Engine) => {
  const driving = new Map<string, Promise<void>>();
  const [soon, now] = [new AbortController(), new AbortController()];
  const stopping = { soon: soon.signal, now: now.signal };
  const take = (run: string) => {
    if (driving.has(run) || soon.signal.aborted) return;
    const done = drive(engine, run, stopping)
      .catch(error =>
        engine.log(
          `run ${run}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}; it is looked at again`,
        ),
      )
      .finally(() => driving.delete(run));
    driving.set(run, done);
  };
  const look = async () => {
    for (const row of await engine.journal.claimable()) take(row.run);
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
