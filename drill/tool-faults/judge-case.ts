import type { Entry } from '../../src/ports/run-log.ts';
import type { RunEvent } from '../../src/runs/events.ts';
import { judge } from '../crash/judge.ts';
import type { Effect } from '../foundation/machine.ts';
import { type Case, isStep } from './cases.ts';
import { mutedSentences } from './sentences.ts';

export type Verdict = {
  readonly outcome: 'healed' | 'parked' | 'wrong';
  /** What the card said where a person is asked to look. */
  readonly sentences: readonly string[];
  /** Empty unless wrong. */
  readonly why: readonly string[];
};

/** What a person can do next, said in so many words. */
const nextMove =
  /\b(look at|look, then|wait for|wait until|cancel|try again|abort|install|check|correct|log in|free|power (it )?on|run `|say which|read both|by hand)\b/i;

export const namesNextMove = (sentence: string): boolean => nextMove.test(sentence);

type Parked = { readonly step: string; readonly sentence: string };
const parked = (entries: readonly Entry<RunEvent>[]): readonly Parked[] =>
  entries.flatMap(({ event }) =>
    event.kind === 'asked' && (event.ask === 'stuck' || event.ask === 'settle')
      ? [{ step: event.step, sentence: event.why.en }]
      : [],
  );

/** Every step that the run came to, in order, for steps that are named by their order. */
const stepsIn = (entries: readonly Entry<RunEvent>[]): readonly string[] => [
  ...new Set(
    entries.flatMap(({ event }) => (event.kind === 'asked' || event.kind === 'began' ? [event.step] : [])),
  ),
];

const saysTooLittle = (one: Case, entries: readonly Entry<RunEvent>[]): readonly string[] => {
  const steps = stepsIn(entries);
  const [here, elsewhere] = [true, false].map(own =>
    parked(entries)
      .filter(({ step }) => isStep(one.step, step, steps.slice(0, steps.indexOf(step))) === own)
      .map(({ sentence }) => sentence),
  );
  return mutedSentences(one, { here: here ?? [], elsewhere: elsewhere ?? [] });
};

/** vCenters lock an account after five; a look and an act are two. */
const loginsAnAsk = 2;

type Seen = {
  readonly one: Case;
  readonly entries: readonly Entry<RunEvent>[];
  /** Counted by the foundation, and by nobody else. */
  readonly effects: readonly Effect[];
  readonly faultHappened: boolean;
  /** Logins that vCenter refused, counted where they failed. */
  readonly failedLogins: number;
  /** Did every member answer healthily at the end, by the foundation's own look? */
  readonly allHealthy: boolean;
};

/** While it is on, the Director's own resurrector builds lost VMs again: its act, and nobody's second one. */
const isTheBots = (effect: Effect): boolean => !effect.detail.includes("by 'resurrector'");

/** Right is: healed in truth, or parked with a sentence that names a next move; and never an act that was not asked for. */
export const judgeCase = ({
  one,
  entries,
  effects,
  faultHappened,
  failedLogins,
  allHealthy,
}: Seen): Verdict => {
  const { blindReruns, effectsWithoutIntent, unapproved } = judge(entries, effects.filter(isTheBots));
  const sentences = parked(entries).map(({ sentence }) => sentence);
  const last = entries.at(-1)?.event;
  const outcome = last?.kind === 'finished' ? last.outcome : null;
  const mute = sentences.filter(sentence => !namesNextMove(sentence));
  const why = [
    ...(faultHappened ? [] : ['the fault never happened: this case tests nothing']),
    ...(blindReruns > 0 ? [`${blindReruns} acts happened again that nobody asked for`] : []),
    ...(effectsWithoutIntent > 0 ? [`${effectsWithoutIntent} acts hit what no step named`] : []),
    ...(unapproved > 0 ? [`${unapproved} commands ran without their approvals`] : []),
    ...(outcome === null
      ? [`the run did not end; last it wrote ${JSON.stringify(last ?? null).slice(0, 300)}`]
      : []),
    ...(outcome === 'healed' && !allHealthy ? ['it says healed, and a member is not'] : []),
    ...(outcome !== 'healed' && outcome !== null && sentences.length === 0
      ? [`it ended ${outcome} and asked nobody`]
      : []),
    ...mute.map(sentence => `no next move in: ${sentence || '(nothing)'}`),
    ...saysTooLittle(one, entries).map(sentence => `nothing of "${one.fault}" in: ${sentence}`),
    ...(failedLogins > loginsAnAsk * Math.max(1, sentences.length)
      ? [`${failedLogins} failed logins at vCenter for ${sentences.length} cards: accounts lock`]
      : []),
  ];
  if (why.length > 0) return { outcome: 'wrong', sentences, why };
  return { outcome: sentences.length > 0 ? 'parked' : 'healed', sentences, why };
};
