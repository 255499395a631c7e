import { home } from '../src/messages/home.ts';
import type { Caller } from './caller.ts';
import type { Deps } from './deps.ts';
import { addressesOf } from './runs.ts';

/** Draws the App Home of one person anew. */
export const showHome = async ({ by, web }: Pick<Caller, 'by' | 'web'>, deps: Deps): Promise<void> => {
  const runs = await deps.desk.runs(20);
  const [looks, addresses] = await Promise.all([deps.desk.lastLooks(), addressesOf(runs, deps)]);
  const view = home({ runs, looks, addresses }, deps.locale);
  await web.views.publish({ user_id: by.id, view });
};
