import { runsMeant } from '../src/desk/runs-meant.ts';
import { noLiveRunWords, notice, whichRunWords } from '../src/messages/notices.ts';
import type { Caller } from './caller.ts';
import type { Deps } from './deps.ts';

/** The run that was typed, else the only one that lives; null once the person was told why there is none. */
export const theRun = async (
  caller: Caller,
  typed: string | null,
  verb: string,
  deps: Deps,
): Promise<string | null> => {
  const live = await runsMeant(deps.desk, typed);
  const [only, ...others] = live;
  if (only !== undefined && others.length === 0) return only;
  const words = only === undefined ? noLiveRunWords(verb) : whichRunWords(live, verb);
  await caller.tell(notice('🚫', words, deps.locale));
  return null;
};
