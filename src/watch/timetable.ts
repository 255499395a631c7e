/** From the cheapest: the Director's list (no task, nothing of processes), `instances --ps` (one task), and a login to all. */
export type Kind = 'list' | 'processes' | 'wave';

/** What the watch knows of one cluster. Times are in ms by one monotonic clock, when that kind of look last began. */
export type WatchedCluster = {
  readonly cluster: string;
  /** A wave has listed and asked for processes too. null: never. */
  readonly began: Readonly<Record<Kind, number | null>>;
  /** By its last wave; null: none yet. */
  readonly well: boolean | null;
  /** A cheaper look showed something else since, or a wave saw too little: the next wave says. */
  readonly doubt: boolean;
  /** Some agent did not answer, or nobody knows: then its masters are logged in to by name. */
  readonly silent: boolean;
  /** A look is under way, or a run looks at it by itself. */
  readonly busy: boolean;
};
export type Due = { readonly cluster: string; readonly kind: Kind };
/** Director tasks that a look was taken to cost when it began. */
export type Spent = { readonly at: number; readonly tasks: number; readonly due: Urgency };
/** A dearer look tells what the cheaper ones would. */
export const covers: Readonly<Record<Kind, readonly Kind[]>> = {
  list: ['list'],
  processes: ['processes', 'list'],
  wave: ['wave', 'processes', 'list'],
};
type Urgency = 'bad' | 'rotation' | 'routine' | 'free';

export const minuteMs = 60_000;
export const atOnce = 5;
const everyMs = { list: minuteMs, processes: 43_000, wave: 10 * minuteMs };
const badEveryMs = { doubt: 15_000, known: minuteMs };

/** The tasks of a look at most: a login is two, of all masters or of each by name. */
const costOf = (kind: Kind, silent: boolean): number =>
  ({ list: 0, processes: 1, wave: silent ? 7 : 3 })[kind];

/** So much of the budget at most goes there in a minute while others wait: rotation is never starved. */
const shareOf = { bad: 0.6, rotation: 1, routine: 0.15, free: 1 } satisfies Record<Urgency, number>;

/** 0.97 to 1.03, the same for a cluster always: many that were first seen together drift apart. */
const jitter = (cluster: string): number => {
  let sum = 7;
  for (const letter of cluster) sum = (sum * 31 + letter.charCodeAt(0)) % 1009;
  return 0.97 + sum / 16_800;
};

type Wanted = Due & { readonly urgency: Urgency; readonly lateMs: number; readonly tasks: number };

const wantedOf = (one: WatchedCluster, now: number): readonly Wanted[] => {
  const { cluster, began, silent, well, doubt } = one;
  const late = (kind: Kind, every: number) => now - (began[kind] ?? 0) - every * jitter(cluster);
  const want = (kind: Kind, urgency: Urgency, every: number): readonly Wanted[] => {
    const lateMs = began[kind] === null ? Number.POSITIVE_INFINITY : late(kind, every);
    return lateMs < 0 ? [] : [{ cluster, kind, urgency, lateMs, tasks: costOf(kind, silent) }];
  };
  const isBad = doubt || well === false;
  return [
    ...(isBad ? want('wave', 'bad', doubt ? badEveryMs.doubt : badEveryMs.known) : []),
    ...want('processes', 'rotation', everyMs.processes),
    ...(isBad ? [] : want('wave', 'routine', everyMs.wave)),
    ...want('list', 'free', everyMs.list),
  ];
};

/** A wave a minute is never crowded out by rotation: nothing else tells a rogue. */
const byUrgency = (hadRoutine: boolean) => {
  const rank: readonly Urgency[] = hadRoutine
    ? ['bad', 'rotation', 'routine', 'free']
    : ['bad', 'routine', 'rotation', 'free'];
  return (a: Wanted, b: Wanted): number =>
    rank.indexOf(a.urgency) - rank.indexOf(b.urgency) || (a.lateMs === b.lateMs ? 0 : b.lateMs - a.lateMs);
};

const isLate = ({ lateMs }: Wanted): boolean => lateMs > everyMs.processes;

/** How much may still be begun in this minute. */
const purse = (spent: readonly Spent[], wanted: readonly Wanted[], budget: number) => {
  const sum = (of: readonly Spent[]) => of.reduce((tasks, each) => tasks + each.tasks, 0);
  let left = budget - sum(spent);
  const own = new Map<Urgency, number>();
  for (const { due, tasks } of spent) own.set(due, (own.get(due) ?? 0) + tasks);
  const waiting = new Set(wanted.filter(({ tasks }) => tasks > 0).map(({ urgency }) => urgency));
  const reserve = (one: Wanted): number =>
    one.urgency === 'bad' || one.tasks === 0 || isLate(one) ? 0 : costOf('wave', false);
  const isFair = ({ urgency, tasks }: Wanted): boolean => {
    const before = own.get(urgency) ?? 0;
    const othersWait = waiting.size > (waiting.has(urgency) ? 1 : 0);
    const isFirst = urgency === 'bad' && before === 0;
    return !othersWait || isFirst || before + tasks <= budget * shareOf[urgency];
  };
  return {
    isFair,
    fits: (one: Wanted): boolean => one.tasks + reserve(one) <= left,
    take: ({ urgency, tasks }: Wanted): void => {
      left -= tasks;
      own.set(urgency, (own.get(urgency) ?? 0) + tasks);
    },
  };
};

/**
 * Which looks begin now: a bad cluster first, then processes in rotation, then a wave of those not seen so for ten minutes,
 * then lists. Never more tasks than `budget` in any minute, nor more looks than `free` slots; while nothing is late, enough is
 * left for a wave of a cluster that turns bad, and one that does not fit yet is saved for.
 */
export const nextLooks = (
  clusters: readonly WatchedCluster[],
  { spent, budget, free, now }: { spent: readonly Spent[]; budget: number; free: number; now: number },
): readonly (Due & { readonly spends: Spent })[] => {
  if (free <= 0) return [];
  const wanted = clusters.filter(({ busy }) => !busy).flatMap(one => wantedOf(one, now));
  const recent = spent.filter(({ at }) => at > now - minuteMs);
  const { isFair, fits, take } = purse(recent, wanted, budget);
  const hadRoutine = recent.some(({ due }) => due === 'routine');
  const begun = new Map<string, Due & { readonly spends: Spent }>();
  let saving = false;
  for (const one of wanted.toSorted(byUrgency(hadRoutine))) {
    const { cluster, kind, tasks, urgency } = one;
    if (begun.size >= free) break;
    if (begun.has(cluster) || (saving && tasks > 0) || !isFair(one)) continue;
    if (!fits(one)) {
      saving ||= urgency === 'bad' || (urgency === 'routine' && !hadRoutine && isLate(one));
      continue;
    }
    take(one);
    begun.set(cluster, { cluster, kind, spends: { at: now, tasks, due: urgency } });
  }
  return [...begun.values()];
};
