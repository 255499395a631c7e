import {
  atOnce,
  covers,
  type Kind,
  minuteMs,
  nextLooks,
  type Spent,
  type WatchedCluster,
} from '../src/watch/timetable.ts';
import { patienceMs } from '../src/watch/watch.ts';

type Look = { readonly cluster: string; readonly kind: Kind; readonly at: number; readonly tasks: number };
type World = {
  readonly clusters: readonly WatchedCluster[];
  readonly budget: number;
  readonly untilMs: number;
  /** How long a look that begins then takes, in ms. */
  readonly takes: (look: Look) => number;
  /** What is known after it. */
  readonly after: (one: WatchedCluster, look: Look) => WatchedCluster;
  readonly isOver?: () => boolean;
};

/** The timetable itself, played with a second as its step: every look that it began, and when it ended. */
export const playWatch = ({ clusters, budget, untilMs, takes, after, isOver = () => false }: World) => {
  const all = new Map(clusters.map(one => [one.cluster, one]));
  const looks: (Look & { readonly ends: number })[] = [];
  let under: typeof looks = [];
  let spent: readonly Spent[] = [];
  const known = (cluster: string): WatchedCluster => all.get(cluster) as WatchedCluster; // looks are of these alone
  let now = 0;
  const end = (look: Look): void =>
    void all.set(look.cluster, { ...after(known(look.cluster), look), busy: false });
  const begin = ({ cluster, kind, spends }: ReturnType<typeof nextLooks>[number]): void => {
    const look = { cluster, kind, at: now, tasks: spends.tasks };
    const began = Object.fromEntries(covers[kind].map(each => [each, now]));
    all.set(cluster, { ...known(cluster), busy: true, began: { ...known(cluster).began, ...began } });
    const whole = { ...look, ends: now + takes(look) };
    under.push(whole);
    looks.push(whole);
    spent = [...spent, spends].filter(({ at }) => at > now - minuteMs);
  };
  for (; now < untilMs && !isOver(); now += 1_000) {
    for (const look of under) if (look.ends <= now) end(look);
    under = under.filter(({ ends }) => ends > now);
    nextLooks([...all.values()], { spent, budget, free: atOnce - under.length, now }).forEach(begin);
  }
  return looks;
};

/** The most that any minute of these cost, in tasks. */
export const dearestMinute = (looks: readonly Look[]): number =>
  Math.max(
    0,
    ...looks.map(({ at }) =>
      looks.reduce((sum, each) => sum + (each.at <= at && each.at > at - minuteMs ? each.tasks : 0), 0),
    ),
  );

export const faults = ['killed etcd', 'powered-off master', 'rogue'] as const;
type Fault = (typeof faults)[number];
/** As on a real foundation, in ms: a login is 6 s and `instances` 4 s, 15 with a silent agent; anything else is 1 s. */
const takesMs = (kind: Kind, silent: boolean): number =>
  ({ list: 1_000, processes: silent ? 15_000 : 4_000, wave: silent ? 25_000 : 8_000 })[kind];
/** A master that nobody can ask is told at the third wave that sees too little. */
const wavesToTell = { 'killed etcd': 1, 'powered-off master': 3, rogue: 1 } satisfies Record<Fault, number>;

/** As known by a watch that has been going on for long: each cluster was seen at a moment of its own. */
const seenBefore = (cluster: string, nth: number, clusters: number): WatchedCluster => ({
  cluster,
  began: {
    list: -((nth * 7_919) % minuteMs),
    processes: -((nth * 104_729) % (clusters * 3_400 + 1)),
    wave: -((nth * 15_485_863) % (10 * minuteMs)),
  },
  well: true,
  doubt: false,
  silent: false,
  busy: false,
});

/** Seconds from a fault in one of so many clusters to the end of the look that tells it; `hangs`: another one never answers. */
export const timeToNotice = (
  fault: Fault,
  clusters: number,
  faultMs: number,
  struck: number,
  hangs = false,
): number => {
  const hanging = hangs ? `cluster-${(struck + 1) % clusters}` : null;
  const off = fault === 'powered-off master';
  let waves = 0;
  let noticed = 0;
  const isSeen = ({ cluster, at }: Look) => cluster === `cluster-${struck}` && at >= faultMs;
  const after = (one: WatchedCluster, look: Look): WatchedCluster => {
    if (!isSeen(look) || look.kind === 'list') return one;
    if (look.kind === 'processes')
      return { ...one, silent: off, doubt: one.doubt || (fault !== 'rogue' && one.well !== false) };
    waves += 1;
    if (waves === wavesToTell[fault]) noticed = look.at + takesMs('wave', off);
    return { ...one, silent: off, well: false, doubt: noticed === 0 };
  };
  playWatch({
    clusters: Array.from({ length: clusters }, (_, nth) => seenBefore(`cluster-${nth}`, nth, clusters)),
    budget: 20,
    untilMs: Number.POSITIVE_INFINITY,
    takes: look =>
      look.cluster === hanging ? patienceMs[look.kind] : takesMs(look.kind, off && isSeen(look)),
    after,
    isOver: () => noticed > 0,
  });
  return (noticed - faultMs) / 1_000;
};

/** Of so many healthy clusters, by the second hour of a watch. */
export const costADay = (clusters: number): { readonly tasksADay: number; readonly loginsADay: number } => {
  const hourMs = 60 * minuteMs;
  const looks = playWatch({
    clusters: Array.from({ length: clusters }, (_, nth) => seenBefore(`cluster-${nth}`, nth, clusters)),
    budget: 20,
    untilMs: 2 * hourMs,
    takes: ({ kind }) => takesMs(kind, false),
    after: one => one,
  }).filter(each => each.at >= hourMs);
  return {
    tasksADay: 24 * looks.reduce((sum, { tasks }) => sum + tasks, 0),
    loginsADay: 24 * 3 * looks.filter(({ kind }) => kind === 'wave').length,
  };
};
