import type { App, BlockAction, ViewSubmitAction } from '@slack/bolt';
import { acknowledgeId, snoozeId } from '../src/messages/alert-card.ts';
import {
  actionIds,
  breakGlassId,
  lookId,
  refreshId,
  snapshotButton,
  startId,
  takeOverId,
} from '../src/messages/button-value.ts';
import { help } from '../src/messages/help.ts';
import { unknownButtonWords } from '../src/messages/notices.ts';
import { pickedText, pickerId } from '../src/messages/picker.ts';
import { reasonFormId } from '../src/messages/reason-form.ts';
import { abort, abortTyped } from './abort.ts';
import { acknowledge, registerSnoozeForm, snooze } from './alert.ts';
import { breakGlass, registerAnswerForms, skip } from './answer-form.ts';
import { approve } from './approve.ts';
import { buttonCaller, type Caller, commandCaller, homeCaller, viewCaller } from './caller.ts';
import type { Deps } from './deps.ts';
import { doctorVerb, versionVerb } from './doctor.ts';
import { etcdStatus } from './etcd-status.ts';
import { firstTime } from './first-time.ts';
import { guarded } from './guarded.ts';
import { showHome } from './home.ts';
import { openPicker } from './picker.ts';
import { type Asked, parsePks } from './pks.ts';
import { reasonGiven } from './reason.ts';
import { recordVerb } from './record.ts';
import { recover } from './recover.ts';
import { refused } from './refused.ts';
import { restored, takeJournal } from './restored.ts';
import { reportTyped, runs, showRun } from './runs.ts';
import { again, happened } from './settle.ts';
import { snapshotPressed, snapshotVerb } from './snapshot.ts';
import { look, refresh, start } from './start.ts';
import { takeOver, takeOverTyped } from './take-over.ts';
import { inTheirLanguage } from './their-language.ts';
import { answerTyped } from './typed.ts';

/** `/pks <verb>` */
const command = (asked: Asked, caller: Caller, deps: Deps): Promise<void> => {
  switch (asked.verb) {
    case 'etcd-status':
      return etcdStatus(caller, asked.cluster, deps);
    case 'recover':
      return recover(caller, { cluster: asked.cluster, cure: asked.cure }, deps);
    case 'snapshot':
      return snapshotVerb(caller, asked.cluster, deps);
    case 'record':
      return recordVerb(caller, asked.cluster, deps);
    case 'restored':
      return restored(caller, asked.cluster, deps);
    case 'accept-journal':
      return takeJournal(caller, deps);
    case 'abort':
      return abortTyped(caller, asked.run, deps);
    case 'approve':
    case 'skip':
    case 'again':
    case 'happened':
    case 'break-glass': {
      const { run, code, reason } = asked;
      const glass = asked.verb === 'break-glass';
      const typed = {
        run,
        code,
        reason,
        answer: glass ? 'approve' : asked.verb,
        breaksGlass: glass,
      } as const;
      return answerTyped(caller, typed, deps);
    }
    case 'takeover':
      return takeOverTyped(caller, asked.run, deps);
    case 'run':
      return showRun(caller, asked.run, deps);
    case 'report':
      return reportTyped(caller, asked.run, deps);
    case 'runs':
      return runs(caller, deps);
    case 'doctor':
      return doctorVerb(caller, deps);
    case 'version':
      return versionVerb(caller, deps);
    case 'help':
      return caller.tell(help(asked.typed, deps.locale));
  }
};

type Pressed = (caller: Caller, value: string, deps: Deps) => Promise<void>;
/** Every button, by its action id up to a `:`, which tells buttons of one row apart. */
const buttons: ReadonlyMap<string, Pressed> = new Map<string, Pressed>([
  [actionIds.approve, approve],
  [actionIds.abort, abort],
  [actionIds.skip, skip],
  [actionIds.again, again],
  [actionIds.happened, happened],
  [takeOverId, takeOver],
  [breakGlassId, breakGlass],
  [acknowledgeId, acknowledge],
  [snoozeId, snooze],
  [startId, start],
  [refreshId, refresh],
  [lookId, look],
  [snapshotButton, snapshotPressed],
]);
const unknown: Pressed = (caller, _value, deps) => refused(caller, unknownButtonWords, deps);

/** Everything that a person can do in Slack. Each: ack first, once per delivery, then one handler, and always an answer. */
export const registerHandlers = (app: App, deps: Deps): void => {
  const first = firstTime(deps.clock);

  app.command(/^\/pks/, async ({ ack, body, respond, client }) => {
    await ack();
    if (!first(body.trigger_id)) return deps.redelivered?.();
    const caller = commandCaller(body, respond, client, deps);
    const own = await inTheirLanguage(deps, caller);
    const asked = parsePks(body.text);
    const handle = () =>
      body.text.trim() === '' ? openPicker(caller, body.trigger_id, own) : command(asked, caller, own);
    await guarded(caller, own, handle, asked.verb === 'abort');
  });

  app.action<BlockAction>(/.*/, async ({ ack, action, body, respond, client }) => {
    await ack();
    if (!first(`${body.trigger_id} ${action.action_id}`)) return deps.redelivered?.();
    const caller = buttonCaller(body, respond, client, deps);
    const value = action.type === 'button' ? (action.value ?? '') : '';
    const pressed = buttons.get(action.action_id.split(':')[0] ?? '') ?? unknown;
    const own = await inTheirLanguage(deps, caller);
    await guarded(caller, own, () => pressed(caller, value, own), pressed === abort);
    if (body.view?.type === 'home') await guarded(caller, own, () => showHome(caller, own));
  });

  app.view<ViewSubmitAction>(pickerId, async ({ ack, body, view, client }) => {
    await ack();
    const caller = viewCaller(body, client, deps);
    const own = await inTheirLanguage(deps, caller);
    const text = pickedText(view.state.values);
    await guarded(caller, own, () =>
      text === null ? refused(caller, unknownButtonWords, own) : command(parsePks(text), caller, own),
    );
  });

  app.view<ViewSubmitAction>(reasonFormId, async ({ ack, body, view, client }) => {
    await ack();
    const caller = viewCaller(body, client, deps);
    const own = await inTheirLanguage(deps, caller);
    await guarded(caller, own, () => reasonGiven(caller, view.callback_id, view.state.values, own));
  });

  registerAnswerForms(app, deps);
  registerSnoozeForm(app, deps);

  app.event('app_home_opened', async ({ event, context, client }) => {
    if (event.tab !== 'home') return;
    const caller = homeCaller(event.user, context.teamId ?? '', client, deps);
    const own = await inTheirLanguage(deps, caller);
    await guarded(caller, own, () => showHome(caller, own));
  });

  app.error(async error => deps.log(`slack: ${error.stack ?? error.message}`));
};
