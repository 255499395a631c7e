import type { Refusal, Taken } from '../src/desk/desk-types.ts';
import { parseAsk } from '../src/messages/button-value.ts';
import { notice, refusal, staleWords } from '../src/messages/notices.ts';
import type { Answer } from '../src/model/click.ts';
import type { Caller } from './caller.ts';
import type { Deps } from './deps.ts';
import { refused } from './refused.ts';

/** Tells the one who clicked what became of it, and repaints the run: an old card must not keep its buttons. */
export const answered = async (
  caller: Caller,
  run: string | null,
  taken: Taken | Refusal,
  deps: Deps,
): Promise<void> => {
  if (run !== null) {
    deps.channel.show(run);
    // The card first: until it is redrawn its buttons look alive.
    if (taken.ok) await deps.channel.moved(run);
  }
  await caller.tell(taken.ok ? notice('✔️', taken.words, deps.locale) : refusal(taken, deps.locale));
};

/** Brings an answer to the desk, which decides from the journal whether it still counts and whether this person may. */
export const giveAnswer = async (
  answer: Answer,
  caller: Caller,
  value: string,
  deps: Deps,
  then: (caller: Caller, run: string, taken: Taken | Refusal, deps: Deps) => Promise<void> = answered,
): Promise<void> => {
  const target = parseAsk(value);
  if (!target) return refused(caller, staleWords, deps);
  const taken = await deps.desk.answer({
    ...target,
    answer,
    by: caller.by,
    via: 'button',
    from: caller.channel,
  });
  await then(caller, target.run, taken, deps);
};
