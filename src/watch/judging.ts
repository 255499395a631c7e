import type { VerdictName } from '../cluster/verdict-types.ts';
import type { Observed } from '../desk/desk-types.ts';
import type { Words } from '../words.ts';

/** What was told last: a verdict, or that the cluster could not be read at all. */
export type Told = VerdictName | 'unread';

/** So many looks in a row failed. `cluster` is null where not even the list of clusters could be read. */
type Unread = { readonly cluster: string | null; readonly words: Words; readonly looks: number };

export type WatchTelling = {
  /** What was last told of a cluster (null: of the list of them); kept in the journal, so that a restart says nothing twice. */
  readonly lastTold: (cluster: string | null) => Promise<Told | null>;
  /** False where another bot on this store was first: it tells. */
  readonly takeTelling: (cluster: string | null, was: Told | null, told: Told | null) => Promise<boolean>;
  /** A change of verdict for the channel. `was` is null when nothing was known before. */
  readonly tell: (looked: Observed, was: Told | null) => Promise<void>;
  readonly tellUnread: (unread: Unread) => Promise<void>;
  /** The list of clusters, of which it was told that it could not be read. */
  readonly tellListed: () => Promise<void>;
  /** A look has just shown that what was told is still so. */
  readonly still: (cluster: string | null) => Promise<void>;
  /** Is it worse than what its waiting run saw last? */
  readonly isWorse: (looked: Observed) => boolean;
  /** Says so in the run's thread, and voids what it asks. */
  readonly warn: (looked: Observed) => Promise<void>;
  readonly log: (line: string) => void;
};

/** One look that saw too little may be a reading that came too late; so many in a row are an outage. */
const poorLooks = 3;

/** How many looks in a row saw too little of a cluster, or nothing. */
const poverty = () => {
  const counts = new Map<string | null, number>();
  return {
    poor: (cluster: string | null, looks = 1): number => {
      const count = (counts.get(cluster) ?? 0) + looks;
      counts.set(cluster, count);
      return count;
    },
    good: (cluster: string | null): number => {
      counts.delete(cluster);
      return 0;
    },
  };
};

/** What is told of what the watch sees. */
export const judging = (telling: WatchTelling) => {
  const { lastTold, takeTelling, tell, tellUnread, tellListed, still, isWorse, warn, log } = telling;
  const failed = poverty();
  const unsure = poverty();
  /** Of several bots one tells. Written down first; where it could not be told, the next look tells it. */
  const tellOnce = async (
    cluster: string | null,
    was: Told | null,
    told: Told,
    say: () => Promise<void>,
  ): Promise<void> => {
    if (!(await takeTelling(cluster, was, told))) return;
    try {
      await say();
    } catch (error) {
      await takeTelling(cluster, told, was);
      throw error;
    }
  };
  return {
    /** A look that gave nothing; one that hangs is told at once, any other at the third in a row. */
    unread: async (cluster: string | null, words: Words, hangs = false): Promise<void> => {
      log(`watch: ${cluster ?? 'clusters'}: ${words.en}`);
      const looks = failed.poor(cluster);
      const was = await lastTold(cluster);
      if (was === 'unread') return still(cluster);
      if (looks < poorLooks && !hangs) return;
      await tellOnce(cluster, was, 'unread', () => tellUnread({ cluster, words, looks }));
    },
    /** A cheap look gave something. True: it was told as unread, so a wave has to say how it is. */
    read: async (cluster: string): Promise<boolean> => {
      failed.good(cluster);
      return (await lastTold(cluster)) === 'unread';
    },
    listed: async (): Promise<void> => {
      failed.good(null);
      if ((await lastTold(null)) === 'unread') await tellOnce(null, 'unread', 'healthy', tellListed);
    },
    /** Nothing is told of the first healthy look, or of one look that saw too little; while a run waits only what is worse than
     *  it knows. True: another look has to say. */
    judge: async (cluster: string, looked: Observed): Promise<boolean> => {
      const { name } = looked.verdict;
      failed.good(cluster);
      const looks = name === 'not-enough-seen' ? unsure.poor(cluster) : unsure.good(cluster);
      if (looks > 0 && looks < poorLooks) return true;
      const was = await lastTold(cluster);
      if (looked.run !== null && !isWorse(looked)) return false;
      if (name === was) {
        // A run calls its own people.
        if (looked.run === null && name !== 'healthy') await still(cluster);
        return false;
      }
      const isFirst = was === null && name === 'healthy';
      await tellOnce(cluster, was, name, async () => {
        if (looked.run !== null) await warn(looked);
        if (!isFirst) await tell(looked, was);
      });
      return false;
    },
  };
};
