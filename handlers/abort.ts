import { runsMeant } from '../src/desk/runs-meant.ts';
import { parseRun } from '../src/messages/button-value.ts';
import { noLiveRunWords, notice, whichRunWords } from '../src/messages/notices.ts';
import { answered, giveAnswer } from './answer.ts';
import type { Caller } from './caller.ts';
import type { Deps } from './deps.ts';

/** The button: beside an open question it answers that question, anywhere else it aborts the run. */
export const abort = async (caller: Caller, value: string, deps: Deps): Promise<void> => {
  const target = parseRun(value);
  if (!target) return giveAnswer('abort', caller, value, deps);
  await answered(caller, target.run, await deps.desk.abort(target.run, caller.by, 'button'), deps);
};

/** `/pks abort [run]`: without a run, the only one that lives. */
export const abortTyped = async (caller: Caller, typed: string | null, deps: Deps): Promise<void> => {
  const live = await runsMeant(deps.desk, typed);
  const [only, ...others] = live;
  if (only === undefined) return caller.tell(notice('🚫', noLiveRunWords, deps.locale));
  if (others.length > 0) return caller.tell(notice('🚫', whichRunWords(live), deps.locale));
  await answered(caller, only, await deps.desk.abort(only, caller.by, 'slash'), deps);
};
