import type { Json } from '../json.ts';
import { textOf } from '../json.ts';

/** Calls a minute of Slack's four tiers, as docs.slack.dev has them, and how many may come at once: a small burst is tolerated. */
const tiers = {
  1: { perMinute: 1, burst: 20 },
  2: { perMinute: 20, burst: 20 },
  3: { perMinute: 50, burst: 50 },
  4: { perMinute: 100, burst: 100 },
} as const;

const tierOf: Readonly<Record<string, keyof typeof tiers>> = {
  'apps.connections.open': 1,
  'usergroups.list': 2,
  'usergroups.users.list': 2,
  'users.list': 2,
  'chat.update': 3,
  'chat.delete': 3,
  'chat.scheduleMessage': 3,
  'conversations.info': 3,
  'conversations.history': 3,
  'conversations.replies': 3,
  'conversations.open': 3,
  'reactions.add': 3,
  'conversations.members': 4,
  'users.info': 4,
  'chat.postEphemeral': 4,
  'views.open': 4,
  'views.update': 4,
  'views.publish': 4,
};
/** chat.postMessage has a limit of its own: one a second in a channel, with short bursts. */
const perChannel = { perMinute: 60, burst: 10 } as const;

type Bucket = { left: number; at: number };

/** Seconds to wait where this call is one too many, else null: a bucket a method, and one a channel for posts. */
export const newRates = (now: () => number) => {
  const buckets = new Map<string, Bucket>();
  const take = (key: string, { perMinute, burst }: { perMinute: number; burst: number }): number | null => {
    const at = now();
    const known = buckets.get(key) ?? { left: burst, at };
    const left = Math.min(burst, known.left + ((at - known.at) / 60_000) * perMinute);
    buckets.set(key, { left: left >= 1 ? left - 1 : left, at });
    return left >= 1 ? null : Math.ceil(((1 - left) * 60) / perMinute);
  };
  return (method: string, args: Json): number | null => {
    if (method === 'chat.postMessage') return take(`${method} ${textOf(args.channel)}`, perChannel);
    const tier = tierOf[method];
    return tier === undefined ? null : take(method, tiers[tier]);
  };
};
