import type { Posted } from '../../ports/outbox.ts';
import type { ChannelDeps } from './channel-deps.ts';
import type { Page } from './message.ts';
import { slackTroubleOf } from './trouble.ts';

type PostedMessages = ReadonlyMap<string, Posted>;

/** Whatever else Slack answers says nothing of the message. */
const isGone = async ({ web }: ChannelDeps, { channel, ts }: Posted, headline: string): Promise<boolean> =>
  web.conversations
    .replies({ channel, ts: headline, oldest: ts, latest: ts, inclusive: true, limit: 10 })
    .then(
      ({ ok, messages }) => ok && messages !== undefined && !messages.some(each => each.ts === ts),
      (error: unknown) => slackTroubleOf(error).is === 'gone',
    );

/** What stands, without the messages with buttons that somebody deleted in Slack: nobody edits an ask that waits, so nothing else
 *  would tell. */
export const withoutDeletedAsks = async (
  run: string,
  deps: ChannelDeps,
  page: Page,
  stands: PostedMessages,
): Promise<PostedMessages> => {
  const left = new Map(stands);
  for (const { key, urgent } of page.messages) {
    const posted = stands.get(key);
    if (!urgent || !posted) continue;
    if (!(await isGone(deps, posted, stands.get('headline')?.ts ?? posted.ts))) continue;
    deps.log(`run ${run}: ${key} was deleted in Slack while it asks; posting it again`);
    left.delete(key);
  }
  return left;
};
