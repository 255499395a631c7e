import type { StoreEngine } from './engine.ts';

/** Tells listeners of writes: of our own at once, of other processes' when the engine hears of them or by looking. */
type Watch = {
  onWritten(listener: (run: string) => void): () => void;
  /** Of a write of our own, after its commit. */
  wrote(run: string): void;
  close(): void;
};

export const watch = (engine: StoreEngine): Watch => {
  const listeners = new Set<(run: string) => void>();
  const looking = lookingForWrites(engine, run => tell(listeners, run));
  let stop: (() => void) | null = null;
  return {
    onWritten(listener) {
      // A wrapper, so that the same function may listen twice and stop once.
      const entry = (run: string) => listener(run);
      listeners.add(entry);
      stop ??= looking.start();
      return () => void listeners.delete(entry);
    },
    wrote: run => tell(listeners, run),
    close: () => {
      listeners.clear();
      stop?.();
      stop = null;
    },
  };
};

/** A listener that throws must not make a committed write look failed, nor keep the others from hearing. */
const tell = (listeners: ReadonlySet<(run: string) => void>, run: string) => {
  for (const listener of listeners) queueMicrotask(() => listeners.has(listener) && listener(run));
};

/** Compares the live runs' seq with what was last seen. Best effort: while the store is away it sees nothing. */
const lookingForWrites = (engine: StoreEngine, heard: (run: string) => void) => {
  let seen: Map<string, number> | null = null;
  const look = async () => {
    if (!(await engine.mayHaveChanged())) return;
    const live = await engine.db
      .selectFrom('runs')
      .select(['id', 'seq'])
      .where('finished_at', 'is', null)
      .execute();
    const now = new Map(live.map(row => [row.id, row.seq]));
    if (seen) for (const run of changed(seen, now)) heard(run);
    seen = now;
  };
  return {
    start() {
      const stopListening = engine.listen(heard);
      const stopLooking = every(engine.pollMs, look);
      return () => {
        stopListening();
        stopLooking();
      };
    },
  };
};

/** Runs that moved, that are new and that are live no more. */
const changed = (before: ReadonlyMap<string, number>, now: ReadonlyMap<string, number>): string[] => [
  ...[...now].filter(([run, seq]) => before.get(run) !== seq).map(([run]) => run),
  ...[...before.keys()].filter(run => !now.has(run)),
];

/** One after the other, never overlapping, and never keeping the process alive. */
const every = (ms: number, act: () => Promise<void>): (() => void) => {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const again = () => {
    if (stopped) return;
    timer = setTimeout(
      () =>
        act()
          .catch(() => {})
          .finally(again),
      ms,
    );
    timer.unref();
  };
  act()
    .catch(() => {})
    .finally(again);
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
};
