import { everyPointFrom } from './plan.ts';

export type Figures = {
  readonly store: string;
  readonly jumpHosts: string;
  readonly jumpHostLost: boolean;
  readonly seed: number;
  runs: number;
  healed: number;
  kills: number;
  stops: number;
  commandKills: number;
  databaseCuts: number;
  /** Different points, by route, that a process came to, and those at which one was killed. */
  pointsKnown: number;
  pointsStruck: number;
  /** Phases of steps that ran on a route and at which nothing was killed; counted where every point is to be struck. */
  phasesMissed: number;
  acksGiven: number;
  acksLost: number;
  blindReruns: number;
  effectsWithoutIntent: number;
  unapproved: number;
  journalGaps: number;
  duplicatePosts: number;
  twoLiveRuns: number;
  unfinished: number;
  endedByThemselves: number;
  takeoverMsP50: number;
  takeoverMsP99: number;
  seconds: number;
};

export const newFigures = ({
  store,
  jumpHosts,
  jumpHostLost,
  seed,
}: Pick<Figures, 'store' | 'jumpHosts' | 'jumpHostLost' | 'seed'>): Figures => ({
  store,
  jumpHosts,
  jumpHostLost,
  seed,
  runs: 0,
  healed: 0,
  kills: 0,
  stops: 0,
  commandKills: 0,
  databaseCuts: 0,
  pointsKnown: 0,
  pointsStruck: 0,
  phasesMissed: 0,
  acksGiven: 0,
  acksLost: 0,
  blindReruns: 0,
  effectsWithoutIntent: 0,
  unapproved: 0,
  journalGaps: 0,
  duplicatePosts: 0,
  twoLiveRuns: 0,
  unfinished: 0,
  endedByThemselves: 0,
  takeoverMsP50: 0,
  takeoverMsP99: 0,
  seconds: 0,
});

const zeroes = [
  'phasesMissed',
  'acksLost',
  'blindReruns',
  'effectsWithoutIntent',
  'unapproved',
  'journalGaps',
  'duplicatePosts',
  'twoLiveRuns',
  'unfinished',
  'endedByThemselves',
] as const;

/** Of a full sweep. */
export const enoughAcks = 101;

/** Why a sweep that was to give so many kills shows nothing, or shows a fault; empty when all is well. */
export const wanting = (figures: Figures, kills: number): readonly string[] => {
  const full = kills >= everyPointFrom;
  const atLeast = (name: 'kills' | 'stops' | 'commandKills' | 'databaseCuts' | 'acksGiven', least: number) =>
    figures[name] < least ? [`${name} is ${figures[name]}, and at least ${least} are wanted`] : [];
  return [
    ...zeroes.flatMap(name => (figures[name] > 0 ? [`${name} is ${figures[name]}, not 0`] : [])),
    ...atLeast('kills', kills),
    ...atLeast('stops', 1),
    ...atLeast('commandKills', 1),
    ...(figures.store === 'postgres' ? atLeast('databaseCuts', 1) : []),
    ...(full ? atLeast('acksGiven', enoughAcks) : []),
    ...(full && figures.pointsStruck < figures.pointsKnown
      ? [`only ${figures.pointsStruck} of ${figures.pointsKnown} points were struck`]
      : []),
  ];
};
