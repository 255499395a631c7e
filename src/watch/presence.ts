import type { Journal } from '../world.ts';

/** The bots that share one store, by name, with when each was last heard of (by the journal's clock). */
export type Presence = {
  /** How many live now, this one included. */
  count(): Promise<number>;
  /** Says goodbye: a bot that stops on purpose is not counted any more. */
  leave(): Promise<void>;
};
type Store = Pick<Journal<never>, 'recall' | 'remember' | 'now'>;

const key = 'replicas';
const beatMs = 10_000;
/** Three beats: one that is lost (two bots wrote at once, the store was busy) is made good by the next. */
const aliveMs = 3 * beatMs;

/** A clock that was set back leaves times of the future: those are nobody's either. */
const present = async (journal: Store): Promise<Record<string, number>> => {
  const [now, read] = [await journal.now(), await journal.recall(key)];
  const roll: [string, unknown][] = typeof read === 'object' && read !== null ? Object.entries(read) : [];
  const fresh = roll.flatMap(([name, at]) =>
    typeof at === 'number' && Math.abs(now - at) < aliveMs ? [[name, at] as const] : [],
  );
  return Object.fromEntries(fresh);
};

/** Writes this bot's name down and keeps it fresh. */
export const startPresence = async (
  journal: Store,
  name: string,
  log: (line: string) => void,
): Promise<Presence> => {
  const beat = async () =>
    journal.remember(key, { ...(await present(journal)), [name]: await journal.now() });
  // A bot whose store is away still watches its command; it is only not counted.
  const safely = () => beat().catch(error => log(`not counted among the bots: ${String(error)}`));
  await safely();
  const timer = setInterval(() => void safely(), beatMs);
  timer.unref();
  return {
    count: async () => Object.keys({ ...(await present(journal)), [name]: 0 }).length,
    leave: async () => {
      clearInterval(timer);
      const { [name]: _, ...others } = await present(journal);
      await journal.remember(key, others);
    },
  };
};
