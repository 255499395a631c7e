import { drive } from './drive.ts';
import type { Engine } from './engine.ts';

const pollMs = 1000;

/** Drives every run that is awake, each once at a time; looks after each write and every second. Stops when asked. */
export const startDriver = (engine: Engine) => {
  const driving = new Map<string, Promise<void>>();
  let stopping = false;
  const take = (run: string) => {
    if (driving.has(run) || stopping) return;
    const done = drive(engine, run)
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
  const safeLook = () =>
    void look().catch(error =>
      engine.log(`the journal can’t be read: ${error instanceof Error ? error.message : String(error)}`),
    );
  const unsubscribe = engine.journal.onWritten(safeLook);
  const timer = setInterval(safeLook, pollMs);
  safeLook();
  return {
    /** Takes no new run; a detached command goes on by itself and is adopted at the next start. */
    async stop(graceMs = 5000) {
      stopping = true;
      unsubscribe();
      clearInterval(timer);
      await Promise.race([Promise.all(driving.values()), engine.clock.sleep(graceMs)]);
    },
  };
};
