import cron from 'node-cron';
import type { VerdictName } from '../cluster/verdict-types.ts';
import type { Desk, Looked } from '../runs/desk-types.ts';

export type WatchOptions = {
  readonly desk: Pick<Desk, 'clusters' | 'look'>;
  /** A cron line, e.g. once a minute. */
  readonly schedule: string;
  /** The last verdict that was told of a cluster; kept in the journal, so that a restart says nothing twice. */
  readonly lastTold: (cluster: string) => Promise<VerdictName | null>;
  readonly remember: (cluster: string, verdict: VerdictName) => Promise<void>;
  /** A change of verdict for the channel. `was` is null when nothing was known before. */
  readonly tell: (looked: Looked, was: VerdictName | null) => Promise<void>;
  readonly log: (line: string) => void;
};

/** Nothing is told of the first healthy look, of a cluster under recovery, or of one look that saw too little. */
const worthTelling = (looked: Looked, was: VerdictName | null): boolean =>
  looked.run === null &&
  looked.verdict.name !== was &&
  looked.verdict.name !== 'not-enough-seen' &&
  !(was === null && looked.verdict.name === 'healthy');

const sweep = async ({ desk, lastTold, remember, tell, log }: WatchOptions): Promise<void> => {
  const clusters = await desk.clusters();
  if (!clusters.ok) return log(`watch: ${clusters.words.en}`);
  for (const cluster of clusters.names) {
    const looked = await desk.look(cluster);
    if (!looked.ok) {
      log(`watch: ${cluster}: ${looked.words.en}`);
      continue;
    }
    const was = await lastTold(cluster);
    if (worthTelling(looked, was)) await tell(looked, was);
    if (looked.run === null && looked.verdict.name !== was && looked.verdict.name !== 'not-enough-seen')
      await remember(cluster, looked.verdict.name);
  }
};

/** Looks at every cluster on the schedule, one sweep at a time, and tells changes of verdict. */
export const startWatch = (options: WatchOptions) => {
  let sweeping: Promise<void> | null = null;
  const once = () => {
    sweeping ??= sweep(options)
      .catch(error => options.log(`watch: ${error instanceof Error ? error.message : String(error)}`))
      .finally(() => {
        sweeping = null;
      });
    return sweeping;
  };
  const task = cron.schedule(options.schedule, () => void once());
  return {
    once,
    stop: async () => {
      await task.destroy();
      await sweeping;
    },
  };
};
