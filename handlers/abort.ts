import { parseRun } from '../src/messages/button-value.ts';
import { giveAnswer } from './answer.ts';
import type { Caller } from './caller.ts';
import type { Deps } from './deps.ts';
import { answeredWithReason } from './reason.ts';
import { theRun } from './the-run.ts';

/** The button: beside an open question it answers that question, anywhere else it aborts the run. */
export const abort = async (caller: Caller, value: string, deps: Deps): Promise<void> => {
  const target = parseRun(value);
  if (!target)
    return giveAnswer('abort', caller, value, deps, (who, run, taken) =>
      answeredWithReason(who, run, 'abort', taken, deps),
    );
  await answeredWithReason(
    caller,
    target.run,
    'abort',
    await deps.desk.abort(target.run, caller.by, 'button', caller.channel),
    deps,
  );
};

/** `/pks abort [run]`: without a run, the only one that lives. */
export const abortTyped = async (caller: Caller, typed: string | null, deps: Deps): Promise<void> => {
  const only = await theRun(caller, typed, 'abort', deps);
  if (only === null) return;
  const taken = await deps.desk.abort(only, caller.by, 'slash', caller.channel);
  await answeredWithReason(caller, only, 'abort', taken, deps);
};
