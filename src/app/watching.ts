import type { createSlackApp } from '../adapters/slack/app.ts';
import { verdictNames } from '../cluster/verdict-types.ts';
import type { Config } from '../config.ts';
import type { createDesk } from '../desk/desk.ts';
import type { Engine } from '../engine/engine.ts';
import type { Card } from '../messages/drawn.ts';
import { verdictTitle } from '../messages/names.ts';
import { notice } from '../messages/notices.ts';
import { listedWords, unreadCard, unreadTitle } from '../messages/unread-card.ts';
import { watchCard } from '../messages/watch-card.ts';
import { sent } from '../model/sent.ts';
import { queriesOf } from '../observe/queries.ts';
import { isMissed } from '../readings/reading.ts';
import type { Told } from '../watch/judging.ts';
import type { WatchOptions } from '../watch/watch.ts';
import type { Alerts } from './alerts.ts';
import { isWorse, warn } from './worse.ts';

/** Null also for what another version has told and this one does not know. */
const toldIn = (kept: unknown): Told | null =>
  kept === 'unread' ? kept : (verdictNames.find(name => name === kept) ?? null);

export const onCallOf = ({ ONCALL_GROUP: group }: Config) => (group ? { group } : null);

/** What the watch needs of the bot: where it tells, and what it told last. */
export const watching = (
  engine: Engine,
  desk: ReturnType<typeof createDesk>,
  web: ReturnType<typeof createSlackApp>['web'],
  config: Config,
  channel: string,
  alerts: Alerts,
): WatchOptions => {
  const { journal, clock, log } = engine;
  const locale = config.CARD_LANGUAGE;
  const onCall = onCallOf(config);
  const post = async (card: Card) => void (await web.chat.postMessage({ channel, ...sent(card) }));
  const key = (cluster: string | null) => (cluster === null ? 'told-of-clusters' : `told/${cluster}`);
  const names = new Map<string, string>();
  const nameOf = async (run: string): Promise<string> => {
    const name = names.get(run) ?? (await desk.run(run))?.started.cluster ?? '';
    names.set(run, name);
    return name;
  };
  return {
    desk,
    clock,
    log,
    schedule: config.WATCH_CRON,
    budget: config.WATCH_TASKS_A_MINUTE,
    driven: async () => {
      const live = await journal.rows({ live: true });
      return Promise.all(live.filter(({ awake }) => awake).map(({ run }) => nameOf(run)));
    },
    director: async () => {
      const tasks = await queriesOf(engine.jumpHost, '').tasks();
      return isMissed(tasks) ? { ok: false, words: tasks.words } : null;
    },
    isWorse: looked => isWorse(engine, looked),
    warn: async looked => {
      if (looked.run) await warn(engine, looked.run, looked.verdict.sentence);
    },
    lastTold: async cluster => toldIn(await journal.recall(key(cluster))),
    takeTelling: async (cluster, was, told) => {
      const kept = await journal.recall(key(cluster));
      return toldIn(kept) === was && journal.swap(key(cluster), kept, told);
    },
    tell: async (looked, was) => {
      const { seen, verdict } = looked;
      const drawn = watchCard(looked, was, locale, onCall);
      if (verdict.name !== 'healthy')
        return alerts.raise(seen.cluster, `${seen.cluster}: ${verdictTitle[verdict.name][locale]}`, drawn);
      await post(drawn);
      await alerts.over(seen.cluster);
    },
    tellUnread: unread =>
      alerts.raise(unread.cluster ?? '', unreadTitle(unread, locale), unreadCard(unread, locale, onCall)),
    tellListed: async () => {
      await post(notice('✅', listedWords, locale));
      await alerts.over('');
    },
    still: cluster => alerts.still(cluster ?? ''),
  };
};
