/** The bots that share one store, by name, with when each was last heard of (by the journal's clock). */
import type { Journal } from '../ports/journal.ts';

type Presence = {
  /** How many connections to Slack those that live now hold, this one included. */
  connections(): Promise<number>;
  /** So many are held by this bot from now on: two while it connects anew before it closes the old one. */
  holds(connections: number): Promise<void>;
  /** Says goodbye: a bot that stops on purpose is not counted any more. */
  leave(): Promise<void>;
};
type Store = Pick<Journal<never>, 'recallAll' | 'remember' | 'forget' | 'now'>;
type Beat = { readonly at: number; readonly connections: number };

/** A key for each bot: bots that beat at the same moment do not overwrite each other. */
const prefix = 'bot/';
const beatMs = 10_000;
/** Three beats: one that is lost (the store was busy) is made good by the next. */
const aliveMs = 3 * beatMs;
/** A bot's name holds its process, so names come and go. */
const forgottenMs = 24 * 3_600_000;

const beatOf = (value: unknown): Beat | null => {
  if (typeof value !== 'object' || value === null) return null;
  const [at, connections]: unknown[] = [Reflect.get(value, 'at'), Reflect.get(value, 'connections')];
  return typeof at === 'number' && typeof connections === 'number' ? { at, connections } : null;
};

const beats = async (journal: Store): Promise<ReadonlyMap<string, Beat>> => {
  const found = [...(await journal.recallAll(prefix))].flatMap(([name, value]) => {
    const beat = beatOf(value);
    return beat ? [[name, beat] as const] : [];
  });
  return new Map(found);
};

/** When any bot was last there; null when none is known of. Ask before this bot writes itself down. */
export const lastThere = async (journal: Store): Promise<number | null> => {
  const all = [...(await beats(journal)).values()].map(beat => beat.at);
  return all.length === 0 ? null : Math.max(...all);
};

const tidy = async (journal: Store): Promise<void> => {
  const now = await journal.now();
  for (const [name, { at }] of await beats(journal))
    if (Math.abs(now - at) > forgottenMs) await journal.forget(`${prefix}${name}`);
};

/** Writes this bot's name down and keeps it fresh. */
export const startPresence = async (
  journal: Store,
  name: string,
  log: (line: string) => void,
): Promise<Presence> => {
  let own = 1;
  const beat = async () =>
    journal.remember(`${prefix}${name}`, { at: await journal.now(), connections: own });
  // A bot whose store is away still watches its command; it is only not counted.
  const safely = () => beat().catch(error => log(`not counted among the bots: ${String(error)}`));
  await safely();
  await tidy(journal).catch(() => {});
  const timer = setInterval(() => void safely(), beatMs);
  timer.unref();
  return {
    connections: async () => {
      // As it is at this moment: it may be one less by the time that the others are known.
      const mine = own;
      const now = await journal.now();
      // A clock that was set back leaves times of the future: those are nobody's either.
      const others = [...(await beats(journal))].filter(
        ([other, { at }]) => other !== name && Math.abs(now - at) < aliveMs,
      );
      return others.reduce((sum, [, each]) => sum + each.connections, mine);
    },
    holds: async connections => {
      own = connections;
      await beat();
    },
    leave: async () => {
      clearInterval(timer);
      own = 0;
      await beat();
    },
  };
};
