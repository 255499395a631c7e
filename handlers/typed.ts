import type { TypedAnswer } from '../src/desk/desk-types.ts';
import { askShown } from '../src/messages/ask-shown.ts';
import { answered } from './answer.ts';
import type { Caller } from './caller.ts';
import type { Deps } from './deps.ts';

/** `/pks approve|skip|again|happened [run] [code]`: the same answer as by a button, for whoever sees none. */
export const answerTyped = async (
  caller: Caller,
  asked: Omit<TypedAnswer, 'by'>,
  deps: Deps,
): Promise<void> => {
  const taken = await deps.desk.typed({ ...asked, by: caller.by });
  if (taken.ok && 'shown' in taken) return caller.tell(askShown(taken, deps.locale));
  await answered(caller, asked.run ?? (taken.ok ? null : taken.run) ?? null, taken, deps);
};
