import type { RunEvent } from '../../runs/events.ts';
import type { Entry } from '../../world.ts';
import { judge } from '../crash/judge.ts';
import type { Effect } from '../foundation/machine.ts';

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

const parkedSentences = (entries: readonly Entry<RunEvent>[]): readonly string[] =>
  entries.flatMap(({ event }) =>
    event.kind === 'asked' && (event.ask === 'stuck' || event.ask === 'settle') ? [event.why.en] : [],
  );

type Seen = {
  readonly entries: readonly Entry<RunEvent>[];
  /** Counted by the foundation, and by nobody else. */
  readonly effects: readonly Effect[];
  readonly faultHappened: boolean;
  /** Did every member answer healthily at the end, by the foundation's own look? */
  readonly allHealthy: boolean;
};

/** Right is: healed in truth, or parked with a sentence that names a next move; and never an act that was not asked for. */
export const judgeCase = ({ entries, effects, faultHappened, allHealthy }: Seen): Verdict => {
  const { blindReruns, effectsWithoutIntent, unapproved } = judge(entries, effects);
  const sentences = parkedSentences(entries);
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
  ];
  if (why.length > 0) return { outcome: 'wrong', sentences, why };
  return { outcome: sentences.length > 0 ? 'parked' : 'healed', sentences, why };
};
