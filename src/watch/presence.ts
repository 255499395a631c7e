import type { Journal } from '../ports/journal.ts';

/** The bots that share one store, by name, with when each was last heard of (by the journal's clock). */
type Presence = {
  /** How many connections to Slack those that live now hold, this one included. */
  connections(): Promise<number>;
  /** Those that live now whose fence is another one than this bot's, or who do not say (an older version). A bot that
   *  cannot ask its jump host yet knows of none, begins nothing, and is no other fence to anybody. */
  otherFences(): Promise<readonly string[]>;
  /** What the others that live now sign answers with. */
  keys(): Promise<readonly string[]>;
  /** So many are held by this bot from now on: two while it connects anew before it closes the old one. */
  holds(connections: number): Promise<void>;
  /** Says goodbye: a bot that stops on purpose is not counted any more. */
  leave(): Promise<void>;
};
type Store = Pick<Journal<never>, 'recallAll' | 'remember' | 'forget' | 'now'>;
type Beat = {
  readonly at: number;
  readonly connections: number;
  /** The identity of its fence's folder; null: not known yet. An older version writes none. */
  readonly fence?: unknown;
  /** By a name that no later process can have. */
  readonly process?: unknown;
  /** The id of the key that it signs answers with. */
  readonly key?: unknown;
};
export type PresenceOptions = {
  /** Reads the identity of this bot's fence. */
  readonly fence?: () => Promise<string>;
  readonly key?: string | undefined;
  readonly processes?: { readonly own: string | null; isGone(name: string): boolean };
};

/** A key for each bot: bots that beat at the same moment do not overwrite each other. */
const prefix = 'bot/';
const beatMs = 10_000;
/** Three beats: one that is lost (the store was busy) is made good by the next. */
const aliveMs = 3 * beatMs;
/** A bot's name holds its process, so names come and go. */
const forgottenMs = 24 * 3_600_000;
/** A folder that is emptied or changed under a bot is noticed within a minute. */
const fenceEveryBeats = 6;
/** A jump host that is away keeps no bot from starting. */
const fenceWithinMs = 2_000;

const beatOf = (value: unknown): Beat | null => {
  if (typeof value !== 'object' || value === null) return null;
  const [at, connections]: unknown[] = [Reflect.get(value, 'at'), Reflect.get(value, 'connections')];
  if (typeof at !== 'number' || typeof connections !== 'number') return null;
  const [fence, process, key] = ['fence', 'process', 'key'].map(name => Reflect.get(value, name));
  return { at, connections, fence, process, key };
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
  { fence: readFence, key, processes }: PresenceOptions = {},
): Promise<Presence> => {
  let own = 1;
  let fence: string | null = null;
  let count = 0;
  const read = async () => {
    if (readFence && (fence === null || count % fenceEveryBeats === 0))
      fence = await readFence().catch(() => fence);
    count++;
  };
  const beat = async () =>
    journal.remember(`${prefix}${name}`, {
      at: await journal.now(),
      connections: own,
      ...(readFence ? { fence } : {}),
      ...(key ? { key } : {}),
      ...(processes?.own ? { process: processes.own } : {}),
    });
  // A bot whose store is away still watches its command; it is only not counted.
  const safely = () => beat().catch(error => log(`not counted among the bots: ${String(error)}`));
  await Promise.race([read(), new Promise(resolve => setTimeout(resolve, fenceWithinMs).unref())]);
  await safely();
  await tidy(journal).catch(() => {});
  // A jump host that answers late must not make this bot look dead.
  const timer = setInterval(() => void safely().then(read), beatMs);
  timer.unref();
  const others = async () => {
    const now = await journal.now();
    // A clock that was set back leaves times of the future: those are nobody's either.
    return [...(await beats(journal))].filter(
      ([other, { at }]) => other !== name && Math.abs(now - at) < aliveMs,
    );
  };
  const isGone = (process: unknown) => typeof process === 'string' && processes?.isGone(process) === true;
  const living = async () =>
    (await others()).filter(([, each]) => each.connections > 0 && !isGone(each.process));
  return {
    connections: async () => {
      // As it is at this moment: it may be one less by the time that the others are known.
      const mine = own;
      return (await others()).reduce((sum, [, each]) => sum + each.connections, mine);
    },
    otherFences: async () => {
      if (fence === null) return [];
      const strange = (await living()).filter(([, each]) => each.fence !== null && each.fence !== fence);
      return strange.map(([other]) => other);
    },
    keys: async () =>
      (await living()).flatMap(([, each]) => (typeof each.key === 'string' ? [each.key] : [])),
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
