import type { App, ViewSubmitAction } from '@slack/bolt';
import { answerForm, answerFormId, type Formed, formCarried } from '../src/messages/answer-form.ts';
import { askShown } from '../src/messages/ask-shown.ts';
import { parseAsk } from '../src/messages/button-value.ts';
import { notice, staleWords } from '../src/messages/notices.ts';
import { reasonTyped } from '../src/messages/reason-form.ts';
import type { Surface } from '../src/model/click.ts';
import { openAsk, type Run } from '../src/runs/run.ts';
import { answered } from './answer.ts';
import { type Caller, viewCaller } from './caller.ts';
import type { Deps } from './deps.ts';
import { guarded } from './guarded.ts';
import { inTheirLanguage } from './their-language.ts';

type Target = NonNullable<ReturnType<typeof parseAsk>>;
type Said = { readonly of: Formed; readonly via: Surface; readonly reason?: string };

const give = async (caller: Caller, target: Target, { of, via, reason }: Said, deps: Deps): Promise<void> => {
  const taken = await deps.desk.answer({
    ...target,
    answer: of === 'skip' ? 'skip' : 'approve',
    by: caller.by,
    via,
    from: caller.channel,
    ...(reason === undefined ? {} : { reason }),
    ...(of === 'skip' ? {} : { breaksGlass: true }),
  });
  await answered(caller, target.run, taken, deps);
};

const isOn = (run: Run, { step, attempt, nonce }: Target): boolean => {
  const ask = openAsk(run);
  return ask?.step.planned.id === step && ask.step.attempt === attempt && ask.asked.digest.startsWith(nonce);
};

/** The button of an answer that wants a reason: a form for whoever may give it, else the desk says why not. Where Slack opens no
 *  form, the way to type it. */
const askingWhy =
  (of: 'skip' | 'glass') =>
  async (caller: Caller, value: string, deps: Deps): Promise<void> => {
    const target = parseAsk(value);
    if (!target) return caller.tell(notice('🚫', staleWords, deps.locale));
    const { by, channel, trigger, web } = caller;
    const found = await deps.desk.typed({
      run: target.run,
      answer: of === 'skip' ? of : 'approve',
      code: null,
      by,
      breaksGlass: of === 'glass',
    });
    if (!found.ok || !('shown' in found) || !isOn(found.shown, target))
      return give(caller, target, { of, via: 'button' }, deps);
    const view = answerForm(of, found.shown, { value, channel }, deps.locale);
    const opened = web.views.open({ trigger_id: trigger ?? '', view });
    await opened.catch(error => {
      deps.log(`a form could not be opened: ${String(error)}`);
      return caller.tell(askShown(found, deps.locale));
    });
  };

/** Skip: this step is not needed, go on with the next. */
export const skip = askingWhy('skip');
/** One approval shall be enough. */
export const breakGlass = askingWhy('glass');

/** The forms come back: a broken glass is asked once more, with the command. */
export const registerAnswerForms = (app: App, deps: Deps): void =>
  app.view<ViewSubmitAction>(answerFormId, async ({ ack, body, view, client }) => {
    const of = answerFormId.exec(view.callback_id)?.[1];
    const form = formCarried(view.private_metadata);
    const caller = viewCaller(body, client, deps, form?.channel);
    const own = await inTheirLanguage(deps, caller);
    const reason = form?.reason ?? reasonTyped(view.state.values);
    const run = form && of === 'glass' ? await deps.desk.run(form.target.run) : null;
    if (form && run && isOn(run, form.target)) {
      const { value, channel } = form;
      const sure = answerForm('sure', run, { value, channel, reason }, own.locale);
      return ack({ response_action: 'update', view: sure });
    }
    await ack();
    await guarded(caller, own, () =>
      form
        ? give(caller, form.target, { of: of === 'skip' ? of : 'glass', via: 'modal', reason }, own)
        : caller.tell(notice('🚫', staleWords, own.locale)),
    );
  });
