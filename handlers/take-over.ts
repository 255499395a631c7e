import { parseRun } from '../src/messages/button-value.ts';
import { staleWords } from '../src/messages/notices.ts';
import type { Caller } from './caller.ts';
import type { Deps } from './deps.ts';
import { answeredWithReason } from './reason.ts';
import { refused } from './refused.ts';
import { theRun } from './the-run.ts';

/** Take over: whoever clicks is the owner of the run from now on. */
export const takeOver = async (caller: Caller, value: string, deps: Deps): Promise<void> => {
  const target = parseRun(value);
  if (!target) return refused(caller, staleWords, deps);
  const taken = await deps.desk.takeOver(target.run, caller.by, 'button');
  await answeredWithReason(caller, target.run, 'takeover', taken, deps);
};

/** `/pks takeover [run]`: without a run, the only one that lives. */
export const takeOverTyped = async (caller: Caller, typed: string | null, deps: Deps): Promise<void> => {
  const run = await theRun(caller, typed, 'takeover', deps);
  if (run === null) return;
  const taken = await deps.desk.takeOver(run, caller.by, 'slash');
  await answeredWithReason(caller, run, 'takeover', taken, deps);
};
