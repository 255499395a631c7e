import type { Entry } from '../../src/ports/run-log.ts';
import type { RunEvent } from '../../src/runs/events.ts';
import type { Effect } from '../foundation/machine.ts';
import type { Message } from '../slack/state.ts';
import type { Figures } from './figures.ts';
import { type Ack, isWritten, judge } from './judge.ts';
import { missedPhases } from './phases.ts';
import type { Played } from './play.ts';

type Entries = readonly Entry<RunEvent>[];

/** All that can be held against each other once nothing moves any more. */
export type Evidence = {
  readonly played: readonly Played[];
  /** By run, of every run that an ack or a play names; empty for one that the journal does not have. */
  readonly entries: ReadonlyMap<string, Entries>;
  readonly effects: readonly Effect[];
  readonly acks: readonly Ack[];
  readonly messages: readonly Message[];
  /** null in a sample, which does not strike everywhere. */
  readonly struck: ReadonlySet<string> | null;
};

type Fault = {
  readonly name: keyof Figures & (typeof judged)[number];
  readonly count: number;
  readonly of: string;
};
const judged = [
  'acksLost',
  'blindReruns',
  'effectsWithoutIntent',
  'unapproved',
  'journalGaps',
  'duplicatePosts',
  'phasesMissed',
] as const;

/** Every fault that the evidence shows, each with what it is about. */
export const judgeAll = (evidence: Evidence): readonly Fault[] => [
  ...evidence.played.flatMap((_, nth) => ofRun(evidence, nth)),
  ...evidence.acks
    .filter(ack => !isWritten(ack, evidence.entries.get(ack.run) ?? []))
    .map((ack): Fault => ({ name: 'acksLost', count: 1, of: JSON.stringify(ack) })),
  ...duplicatePosts(evidence.messages).map((post): Fault => ({ name: 'duplicatePosts', count: 1, of: post })),
  ...missed(evidence).map((phase): Fault => ({ name: 'phasesMissed', count: 1, of: phase })),
];

const ofRun = ({ played, entries, effects }: Evidence, nth: number): readonly Fault[] => {
  const { run, effectsBefore } = played[nth] ?? { run: null, effectsBefore: 0 };
  const own = entries.get(run ?? '') ?? [];
  // The next fault begins where this one's effects end, and after the last one everything is its own.
  const done = effects.slice(effectsBefore, played[nth + 1]?.effectsBefore);
  const found = judge(own, done);
  const names = ['blindReruns', 'effectsWithoutIntent', 'unapproved', 'journalGaps'] as const;
  return names
    .filter(name => found[name] > 0)
    .map(name => ({
      name,
      count: found[name],
      of: `${run}: ${JSON.stringify({ entries: own, effects: done })}`,
    }));
};

/** Messages that say the same part of the same run as an earlier one. */
export const duplicatePosts = (messages: readonly Message[]): readonly string[] => {
  const seen = new Set<string>();
  return messages.flatMap(({ metadata }) => {
    if (metadata === null) return [];
    const what = JSON.stringify(metadata);
    if (seen.has(what)) return [what];
    seen.add(what);
    return [];
  });
};

const missed = ({ played, entries, struck }: Evidence): readonly string[] => {
  if (struck === null) return [];
  return [...Map.groupBy(played, ({ route }) => route)].flatMap(([route, runs]) =>
    missedPhases(
      route,
      runs.flatMap(({ run }) => entries.get(run ?? '') ?? []),
      struck,
    ),
  );
};
