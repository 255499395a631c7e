import type { Refusal, Taken } from '../src/desk/desk-types.ts';
import { notice, refusal } from '../src/messages/notices.ts';
import { type Reasoned, reasonForm, reasonFormId, reasonTyped } from '../src/messages/reason-form.ts';
import { answered } from './answer.ts';
import type { Caller } from './caller.ts';
import type { Deps } from './deps.ts';

/** What was done is told and drawn at once; whoever did it may say why. That the form does not open keeps nothing back. */
export const answeredWithReason = async (
  caller: Caller,
  run: string,
  of: Reasoned,
  taken: Taken | Refusal,
  deps: Deps,
): Promise<void> => {
  const { trigger, web, channel } = caller;
  const asks =
    taken.ok && trigger !== null
      ? web.views
          .open({ trigger_id: trigger, view: reasonForm(of, run, channel, deps.locale) })
          .catch(error => deps.log(`a reason could not be asked for: ${String(error)}`))
      : null;
  await Promise.all([answered(caller, run, taken, deps), asks]);
};

/** The form came back. */
export const reasonGiven = async (
  caller: Caller,
  callback: string,
  values: unknown,
  deps: Deps,
): Promise<void> => {
  const [, of, run] = reasonFormId.exec(callback) ?? [];
  if (run === undefined) return;
  const said = {
    run,
    of: of === 'abort' ? of : 'takeover',
    by: caller.by,
    reason: reasonTyped(values),
  } as const;
  const given = await deps.desk.reason(said);
  await caller.tell(given.ok ? notice('✔️', given.words, deps.locale) : refusal(given, deps.locale));
};
