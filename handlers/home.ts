import { home } from '../src/messages/home.ts';
import { isHidden } from '../src/runs/hidden.ts';
import type { Caller } from './caller.ts';
import type { Deps } from './deps.ts';
import { addressesOf } from './runs.ts';

/** Draws the App Home of one person anew. */
export const showHome = async ({ by, web }: Pick<Caller, 'by' | 'web'>, deps: Deps): Promise<void> => {
  // The App Home is of no channel: what only a private one's members may read does not stand there.
  const runs = (await deps.desk.runs(20)).filter(run => !isHidden(run, ''));
  const [looks, addresses] = await Promise.all([deps.desk.lastLooks(), addressesOf(runs, deps)]);
  const view = home({ runs, looks, addresses }, deps.locale);
  await web.views.publish({ user_id: by.id, view });
};
