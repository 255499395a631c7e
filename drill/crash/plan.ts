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
  /** Points that a process has come to at least once, by route. */
  readonly known: ReadonlySet<string>;
  /** Those at which one was killed. */
  readonly struck: ReadonlySet<string>;
  blowAt(route: string, point: string): Blow;
  /** A run is over: what is still owed then, although there were kills enough, is not met without another's death. */
  runEnded(route: string): void;
};

type Options = {
  readonly kills: number;
  readonly random: () => number;
  /** Kills so far. */
  readonly soFar: () => number;
  /** Blows other than kills that have landed so far. */
  readonly landed: () => ReadonlySet<Blow>;
  readonly database: boolean;
};

/** From so many kills on a sweep strikes every point; with fewer it takes a sample of about as many as it has. */
export const everyPointFrom = 300;
/** About how many points both routes have. */
const about = 400;
/** How often a point is struck that never was, so that the kills are spread over many runs and their many clicks. */
const eagerness = 0.25;

/** Many times a run, by timers and for Slack: struck once each, or the sweep would be mostly about these. */
const often = /^(?:before|after) (?:renew|remember|swap|forget|tend|keep tending|posted|shown|stop tending)/;

/** What is only met in another one's wake (a death, a killed command): whether it is met at a given step is chance, so that
 *  each is one point, whatever the step and the route. Every other point is struck at every step. */
const inTheWake =
  /^(?:before|during|after) (?:adopt|burn|look|never-started|noted|asked for help|answered for help)/;

/** Claims' numbers differ from run to run; the point is the same. What comes often is the same on either route. */
const placeOf = (route: string, point: string): string => {
  const [wake] = inTheWake.exec(point) ?? [];
  if (wake) return `either: ${wake}`;
  return `${often.test(point) ? 'either' : route}: ${point.replace(/ run-\S+$/, '').replace(/ task (\S+) \+ ended \1$/, ' ended $1')}`;
};

/** How often the blows that once led to a point are given again for its sake, and how many before it may have. */
const mostProvocations = 8;
const mostCauses = 3;

/** Blows there are given for no other point's sake: a bot that is killed whenever it looks never starts a run. */
const keepsFromStarting = (place: string): boolean => /^either: |: (?:before|after) open$/.test(place);

/** What a process comes to only because another was struck before it (a claim is burnt, a command adopted): the blows
 *  after which each such point was seen, so that they can be given again until it has been struck too. */
const rememberCauses = () => {
  const causes = new Map<string, Map<string, Blow>>();
  const tries = new Map<string, number>();
  const last = new Map<string, readonly (readonly [place: string, blow: Blow])[]>();
  return {
    dealt: (route: string, place: string, blow: Blow) => {
      if (blow !== 'none')
        last.set(route, [...(last.get(route) ?? []), [place, blow] as const].slice(-mostCauses));
    },
    seen: (route: string, place: string) => {
      const earlier = (last.get(route) ?? []).filter(
        ([struck]) => struck !== place && !keepsFromStarting(struck),
      );
      causes.set(place, new Map([...(causes.get(place) ?? []), ...earlier]));
    },
    /** The blow at `place` that may lead to one of `owed` again. */
    provoking: (place: string, owed: Iterable<string>): Blow => {
      const wanted = [...owed].find(
        each => causes.get(each)?.has(place) && (tries.get(each) ?? 0) < mostProvocations,
      );
      if (wanted === undefined) return 'none';
      tries.set(wanted, (tries.get(wanted) ?? 0) + 1);
      return causes.get(wanted)?.get(place) ?? 'none';
    },
  };
};

/** Points that were never struck before those that were; once there were kills enough, nothing but what is still owed. */
export const makePlan = (options: Options): Plan => {
  const { kills, random, soFar } = options;
  const [known, struck] = [new Set<string>(), new Set<string>()];
  const afterwards = kills >= everyPointFrom ? 1 : 0;
  const share = Math.min(eagerness, kills / about);
  const causes = rememberCauses();
  const unmet = new Set<string>();
  const blowAt = (place: string, point: string): Blow => {
    const enough = soFar() >= kills;
    if (!struck.has(place) && random() < (enough ? afterwards : share)) return 'kill';
    if (!enough) return atRandom(options, point);
    return afterwards > 0 ? causes.provoking(place, unmet) : 'none';
  };
  return {
    known,
    struck,
    blowAt: (route, point) => {
      const place = placeOf(route, point);
      known.add(place);
      causes.seen(route, place);
      const blow = blowAt(place, point);
      if (blow === 'kill') {
        struck.add(place);
        unmet.delete(place);
      }
      causes.dealt(route, place, blow);
      return blow;
    },
    runEnded: route => {
      if (soFar() < kills) return;
      for (const place of known) if (place.startsWith(`${route}: `) && !struck.has(place)) unmet.add(place);
    },
  };
};

const atRandom = ({ kills, random, soFar, landed, database }: Options, point: string): Blow => {
  if (often.test(point)) return 'none';
  const underWay = point.startsWith('during run');
  // None may be missing at the end because the dice never fell that way.
  const owed = (blow: Blow) => soFar() > kills / 3 && !landed().has(blow);
  if (owed('stop')) return 'stop';
  if (database && owed('cut the database')) return 'cut the database';
  if (underWay && owed('kill the command')) return 'kill the command';
  const lot = random();
  if (lot < 0.003) return 'stop';
  if (lot < 0.01 && database) return 'cut the database';
  if (lot < 0.15 && underWay) return 'kill the command';
  return lot > 0.99 ? 'kill' : 'none';
};
