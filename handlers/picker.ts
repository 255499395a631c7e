import { help } from '../src/messages/help.ts';
import { refusal } from '../src/messages/notices.ts';
import { picker } from '../src/messages/picker.ts';
import type { Caller } from './caller.ts';
import type { Deps } from './deps.ts';

/** `/pks` alone: a form at once, for a trigger lives three seconds, and the clusters in it as soon as they are known. Where
 *  Slack opens none, the list of verbs as ever. */
export const openPicker = async (caller: Caller, trigger: string, deps: Deps): Promise<void> => {
  const { channel, web } = caller;
  const draw = (names: readonly string[] | null) => picker(names, channel, deps.locale);
  const opened = await web.views.open({ trigger_id: trigger, view: draw(null) }).catch(error => {
    deps.log(`the picker could not be opened: ${String(error)}`);
    return null;
  });
  const id = opened?.view?.id;
  if (id === undefined) return caller.tell(help(null, deps.locale));
  const clusters = await deps.desk.clusters();
  await web.views.update({ view_id: id, view: draw(clusters.ok ? clusters.names : []) });
  if (!clusters.ok) await caller.tell(refusal(clusters, deps.locale));
};
