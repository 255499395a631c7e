/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export const randomFrom = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

/** What befalls a process that has come to a point of a run on a route. */
export type Blow = 'none' | 'kill' | 'stop' | 'kill the command' | 'cut the database';

export type Plan = {
  /** Points at which a process was killed at least once, by route. */
  readonly covered: ReadonlySet<string>;
  blowAt(route: string, point: string): Blow;
};

type Options = {
  readonly kills: number;
  readonly random: () => number;
  /** Kills so far. */
  readonly soFar: () => number;
  readonly database: boolean;
};

/** About how many points both routes have, for a sweep that can only take a sample of them. */
const about = 330;
/** Claims' numbers differ from run to run; the point is the same. */
const placeOf = (route: string, point: string): string => `${route}: ${point.replace(/ run-\S+$/, '')}`;

/** First every point once, or a fair sample of them where there are fewer kills than points; then at random. */
export const makePlan = ({ kills, random, soFar, database }: Options): Plan => {
  const covered = new Set<string>();
  const passedBy = new Set<string>();
  const share = Math.min(1, kills / about);
  const atRandom = (point: string): Blow => {
    const lot = random();
    if (lot < 0.02) return 'stop';
    if (lot < 0.04 && database) return 'cut the database';
    if (lot < 0.14 && point.startsWith('during run')) return 'kill the command';
    return lot > 0.94 ? 'kill' : 'none';
  };
  return {
    covered,
    blowAt: (route, point) => {
      const place = placeOf(route, point);
      if (!covered.has(place) && !passedBy.has(place)) {
        if (random() < share) {
          covered.add(place);
          return 'kill';
        }
        passedBy.add(place);
      }
      return soFar() < kills ? atRandom(point) : 'none';
    },
  };
};
