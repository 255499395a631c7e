import cron from 'node-cron';
import type { VerdictName } from '../cluster/verdict-types.ts';
import type { Desk, Observed } from '../desk/desk-types.ts';
import type { Clock } from '../ports/clock.ts';
import type { Words } from '../words.ts';

/** What was told last: a verdict, or that the cluster could not be read at all. */
export type Told = VerdictName | 'unread';

/** So many looks in a row failed. `cluster` is null where not even the list of clusters could be read. */
type Unread = { readonly cluster: string | null; readonly words: Words; readonly looks: number };

export type WatchOptions = {
  readonly desk: Pick<Desk, 'clusters' | 'look'>;
  readonly clock: Pick<Clock, 'sleep'>;
  /** A cron line, e.g. once a minute. */
  readonly schedule: string;
  /** Those that a run looks at by itself: nothing is told of them here. */
  readonly inRecovery: () => Promise<readonly string[]>;
  /** What was last told of a cluster (null: of the list of them); kept in the journal, so that a restart says nothing twice. */
  readonly lastTold: (cluster: string | null) => Promise<Told | null>;
  /** False where another bot on this store was first: it tells. */
  readonly takeTelling: (cluster: string | null, was: Told | null, told: Told | null) => Promise<boolean>;
  /** A change of verdict for the channel. `was` is null when nothing was known before. */
  readonly tell: (looked: Observed, was: Told | null) => Promise<void>;
  readonly tellUnread: (unread: Unread) => Promise<void>;
  /** The list of clusters, of which it was told that it could not be read. */
  readonly tellListed: () => Promise<void>;
  readonly log: (line: string) => void;
};

/** One look that saw too little may be a reading that came too late; so many in a row are an outage. */
const poorLooks = 3;

/** How many looks in a row saw too little of a cluster, or nothing. */
const poverty = () => {
  const counts = new Map<string | null, number>();
  return {
    poor: (cluster: string | null): number => {
      const count = (counts.get(cluster) ?? 0) + 1;
      counts.set(cluster, count);
      return count;
    },
    good: (cluster: string | null): number => {
      counts.delete(cluster);
      return 0;
    },
  };
};
type Poverty = ReturnType<typeof poverty>;
type Sweep = WatchOptions & { readonly poverty: Poverty; readonly stopping: AbortSignal };

/** Of several bots one tells. Written down first; where it could not be told, the next look tells it. */
const tellOnce = async (
  { takeTelling }: Sweep,
  cluster: string | null,
  was: Told | null,
  told: Told,
  tell: () => Promise<void>,
): Promise<void> => {
  if (!(await takeTelling(cluster, was, told))) return;
  try {
    await tell();
  } catch (error) {
    await takeTelling(cluster, told, was);
    throw error;
  }
};

const unread = async (options: Sweep, cluster: string | null, words: Words): Promise<void> => {
  const { poverty, lastTold, tellUnread, log } = options;
  log(`watch: ${cluster ?? 'clusters'}: ${words.en}`);
  const looks = poverty.poor(cluster);
  const was = await lastTold(cluster);
  if (looks < poorLooks || was === 'unread') return;
  await tellOnce(options, cluster, was, 'unread', () => tellUnread({ cluster, words, looks }));
};

/** Nothing is told of the first healthy look, of a run that began meanwhile, or of one look that saw too little. */
const judge = async (options: Sweep, cluster: string, looked: Observed): Promise<void> => {
  const { poverty, lastTold, tell } = options;
  const { name } = looked.verdict;
  const looks = name === 'not-enough-seen' ? poverty.poor(cluster) : poverty.good(cluster);
  if (looked.run !== null || (looks > 0 && looks < poorLooks)) return;
  const was = await lastTold(cluster);
  if (name === was) return;
  const isFirst = was === null && name === 'healthy';
  await tellOnce(options, cluster, was, name, async () => (isFirst ? undefined : tell(looked, was)));
};

const listed = async (options: Sweep): Promise<readonly string[]> => {
  const clusters = await options.desk.clusters();
  if (!clusters.ok) {
    await unread(options, null, clusters.words);
    return [];
  }
  options.poverty.good(null);
  if ((await options.lastTold(null)) === 'unread')
    await tellOnce(options, null, 'unread', 'healthy', options.tellListed);
  return clusters.names;
};

const sweep = async (options: Sweep): Promise<void> => {
  const { desk, stopping } = options;
  const clusters = await listed(options);
  const recovered = await options.inRecovery();
  for (const cluster of clusters.filter(each => !recovered.includes(each))) {
    const looked = await desk.look(cluster);
    // A bot that stops may have closed what the look was made with.
    if (stopping.aborted) return;
    if (looked.ok) await judge(options, cluster, looked);
    else await unread(options, cluster, looked.words);
  }
};

/** A look that is under way at a stop is waited for so long, and then left alone: it only reads. */
const stopMs = 2_000;

/** Looks at every cluster on the schedule, one sweep at a time, and tells changes of verdict. */
export const startWatch = (options: WatchOptions) => {
  const stopping = new AbortController();
  const sweeping = { poverty: poverty(), stopping: stopping.signal };
  let now: Promise<void> | null = null;
  const once = () => {
    now ??= sweep({ ...options, ...sweeping })
      .catch(error => options.log(`watch: ${error instanceof Error ? error.message : String(error)}`))
      .finally(() => {
        now = null;
      });
    return now;
  };
  const task = cron.schedule(options.schedule, () => void once());
  return {
    once,
    stop: async () => {
      stopping.abort();
      await task.destroy();
      await Promise.race([now, options.clock.sleep(stopMs)]);
    },
  };
};
