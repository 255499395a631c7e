import cron from 'node-cron';
import type { Desk, Refusal } from '../desk/desk-types.ts';
import type { Clock } from '../ports/clock.ts';
import type { Words } from '../words.ts';
import { judging, type WatchTelling } from './judging.ts';
import {
  atOnce,
  covers,
  type Due,
  type Kind,
  minuteMs,
  nextLooks,
  type Spent,
  type WatchedCluster,
} from './timetable.ts';

export type WatchOptions = WatchTelling & {
  readonly desk: Pick<Desk, 'clusters' | 'look' | 'glance'>;
  readonly clock: Pick<Clock, 'elapsed' | 'sleep'>;
  /** A cron line: in which minutes it looks. */
  readonly schedule: string;
  /** Director tasks a minute, for all clusters together. */
  readonly budget: number;
  /** Asked once a minute for all of them: while it gives no answer none of them is looked at. */
  readonly director: () => Promise<Refusal | null>;
  /** Clusters that a run looks at by itself now, since it waits for nobody. */
  readonly driven: () => Promise<readonly string[]>;
};

/** What a look may take before it is told that it hangs and another one has its place. */
export const patienceMs = { list: 30_000, processes: 75_000, wave: 150_000 } satisfies Record<Kind, number>;
/** A look that is under way at a stop is waited for so long, and then left alone: it only reads. */
const stopMs = 2_000;
const tickMs = 1_000;

const hangs = (kind: Kind): Words => ({
  en: `a look gave no answer within ${patienceMs[kind] / 1000} s and hangs; the other clusters are looked at meanwhile`,
  ko: `${patienceMs[kind] / 1000}초 안에 응답이 없습니다. 다른 클러스터는 계속 확인합니다`,
});

type Known = WatchedCluster & { readonly prints: Readonly<Partial<Record<Kind, string>>> };
const unknown = (cluster: string): Known => ({
  cluster,
  began: { list: null, processes: null, wave: null },
  well: null,
  doubt: false,
  silent: true,
  busy: false,
  prints: {},
});
/** What is known of each cluster, and the looks of the last minute. */
const memory = (options: WatchOptions) => {
  const { clock, desk } = options;
  const all = new Map<string, Known>();
  const put = (cluster: string, change: Partial<Known>) =>
    void all.set(cluster, { ...(all.get(cluster) ?? unknown(cluster)), ...change });
  let listedAt: number | null = null;
  let reachable = false;
  return {
    put,
    get: (cluster: string) => all.get(cluster) ?? unknown(cluster),
    all: () => (reachable ? [...all.values()] : []),
    /** Once a minute for the whole Director; null: it was not its turn. */
    list: async (): Promise<Refusal | 'listed' | null> => {
      if (listedAt !== null && clock.elapsed() - listedAt < minuteMs) return null;
      listedAt = clock.elapsed();
      reachable = false;
      const clusters = await desk.clusters();
      const refused = clusters.ok ? await options.director() : clusters;
      if (refused !== null || !clusters.ok) return refused;
      reachable = true;
      for (const name of all.keys()) if (!clusters.names.includes(name)) all.delete(name);
      for (const name of clusters.names) put(name, {});
      return 'listed';
    },
  };
};

const looking = (options: WatchOptions, stopping: AbortSignal) => {
  const { desk, clock } = options;
  const { judge, unread, read, listed } = judging(options);
  const known = memory(options);
  const under = new Set<Promise<void>>();
  let spent: readonly Spent[] = [];
  let taken = 0;

  /** Nothing was seen: the next try is as far away as after a look that saw everything. */
  const blind = async (cluster: string, words: Words): Promise<void> => {
    const now = clock.elapsed();
    known.put(cluster, { began: { list: now, processes: now, wave: now } });
    await unread(cluster, words);
  };
  const wave = async (cluster: string): Promise<void> => {
    const looked = await desk.look(cluster);
    // A bot that stops may have closed what the look was made with.
    if (stopping.aborted) return;
    if (!looked.ok) return blind(cluster, looked.words);
    const silent = looked.seen.masters.some(each => each.cid === null || each.etcd === null);
    known.put(cluster, { well: looked.verdict.name === 'healthy', silent, prints: {}, doubt: false });
    if (await judge(cluster, looked)) known.put(cluster, { doubt: true });
  };
  const glance = async (cluster: string, kind: 'list' | 'processes'): Promise<void> => {
    const seen = await desk.glance(cluster, kind === 'processes');
    if (stopping.aborted) return;
    if (!seen.ok) return blind(cluster, seen.words);
    const { prints, well, silent } = known.get(cluster);
    const before = prints[kind];
    const differs = before !== undefined && before !== seen.print;
    const doubt = differs || (!seen.well && well !== false) || (await read(cluster));
    known.put(cluster, {
      silent: seen.silent ?? silent,
      prints: { ...prints, [kind]: seen.print },
      ...(doubt && { doubt }),
    });
  };
  const failed = (cluster: string, error: unknown) =>
    options.log(`watch: ${cluster}: ${error instanceof Error ? error.message : String(error)}`);
  /** Its place is free again when it ends, or hangs; the cluster itself is looked at again only once it has ended. */
  const begin = ({ cluster, kind }: Due): void => {
    const now = clock.elapsed();
    const { began } = known.get(cluster);
    const times = Object.fromEntries(covers[kind].map(each => [each, now]));
    known.put(cluster, { busy: true, began: { ...began, ...times } });
    taken += 1;
    const over = new AbortController();
    const leave = () => {
      if (!over.signal.aborted) taken -= 1;
      over.abort();
    };
    const tooLong = async () => {
      await clock.sleep(patienceMs[kind], AbortSignal.any([over.signal, stopping])).catch(() => {});
      if (over.signal.aborted || stopping.aborted) return;
      leave();
      await unread(cluster, hangs(kind), true);
    };
    tooLong().catch(error => failed(cluster, error));
    const look: Promise<void> = (kind === 'wave' ? wave(cluster) : glance(cluster, kind))
      .catch(error => failed(cluster, error))
      .finally(() => {
        leave();
        under.delete(look);
        known.put(cluster, { busy: false });
      });
    under.add(look);
  };
  return {
    under,
    /** Begins what is due now. */
    tick: async (): Promise<void> => {
      const list = await known.list();
      if (stopping.aborted) return;
      if (list === 'listed') await listed();
      else if (list !== null) await unread(null, list.words);
      const now = clock.elapsed();
      spent = spent.filter(({ at }) => at > now - minuteMs);
      const at = { spent, budget: options.budget, free: atOnce - taken, now };
      const driven = await options.driven();
      const free = known.all().filter(({ cluster }) => !driven.includes(cluster));
      for (const due of stopping.aborted ? [] : nextLooks(free, at)) {
        spent = [...spent, due.spends];
        begin(due);
      }
    },
  };
};

/** Looks at every cluster by the timetable, and tells changes of verdict. */
export const startWatch = (options: WatchOptions) => {
  const { clock, schedule, log } = options;
  const stopping = new AbortController();
  const { under, tick } = looking(options, stopping.signal);
  let until = Number.NEGATIVE_INFINITY;
  const safely = () =>
    tick().catch(error => log(`watch: ${error instanceof Error ? error.message : String(error)}`));
  const task = cron.schedule(schedule, () => {
    until = clock.elapsed() + minuteMs + tickMs;
  });
  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      if (clock.elapsed() < until) await safely();
      await clock.sleep(tickMs, stopping.signal).catch(() => {});
    }
  };
  const over = loop();
  return {
    /** All that is due at this moment, to its end. */
    once: async (): Promise<void> => {
      for (;;) {
        await safely();
        if (under.size === 0) return;
        await Promise.all(under);
      }
    },
    stop: async () => {
      stopping.abort();
      await task.destroy();
      await Promise.race([Promise.all([over, ...under]), clock.sleep(stopMs)]);
    },
  };
};
