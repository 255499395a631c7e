import type { App, ViewSubmitAction } from '@slack/bolt';
import { alertMeant, hoursPicked, snoozeForm, snoozeFormId } from '../src/messages/alert-card.ts';
import { notice, staleWords } from '../src/messages/notices.ts';
import { reasonTyped } from '../src/messages/reason-form.ts';
import type { AlertMeant } from '../src/model/alert.ts';
import { type Caller, viewCaller } from './caller.ts';
import type { Deps } from './deps.ts';
import { guarded } from './guarded.ts';
import { inTheirLanguage } from './their-language.ts';

type Alerts = NonNullable<Deps['alerts']>;

const told = async (
  caller: Caller,
  value: string,
  deps: Deps,
  answer: (alerts: Alerts, meant: AlertMeant) => ReturnType<Alerts['acknowledge']>,
): Promise<void> => {
  const meant = alertMeant(value);
  if (!meant || !deps.alerts) return caller.tell(notice('🚫', staleWords, deps.locale));
  const said = await answer(deps.alerts, meant);
  await caller.tell(notice(said.ok ? '✔️' : '🚫', said.words, deps.locale));
};

/** I am on it: nobody is called again for this alert. */
export const acknowledge = (caller: Caller, value: string, deps: Deps): Promise<void> =>
  told(caller, value, deps, (alerts, meant) => alerts.acknowledge(meant, caller.by));

/** Not now: why and for how long is asked in a form. */
export const snooze = async ({ web, trigger }: Caller, value: string, deps: Deps): Promise<void> =>
  void (await web.views.open({ trigger_id: trigger ?? '', view: snoozeForm(value, deps.locale) }));

export const registerSnoozeForm = (app: App, deps: Deps): void =>
  app.view<ViewSubmitAction>(snoozeFormId, async ({ ack, body, view, client }) => {
    await ack();
    const caller = viewCaller(body, client, deps, deps.alertChannel ?? '');
    const own = await inTheirLanguage(deps, caller);
    const { values } = view.state;
    await guarded(caller, own, () =>
      told(caller, view.private_metadata, own, (alerts, meant) =>
        alerts.snooze(meant, caller.by, hoursPicked(values), reasonTyped(values)),
      ),
    );
  });
