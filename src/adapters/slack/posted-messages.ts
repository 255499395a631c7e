import type { OutboxTurn, Posted } from '../../ports/outbox.ts';
import type { ChannelDeps } from './channel-deps.ts';
import { lookUp } from './look-up.ts';
import type { Page } from './message.ts';
import { slackTroubleOf } from './trouble.ts';

type PostedMessages = ReadonlyMap<string, Posted>;

const inChannel = async (deps: ChannelDeps, run: string, page: Page, headline: string | null) => {
  try {
    return await lookUp(deps.web, run, page, headline);
  } catch (error) {
    const trouble = slackTroubleOf(error);
    if (trouble.is !== 'blocked' || trouble.code !== 'missing_scope') throw error;
    deps.log(`run ${run}: no scope to look for its messages in Slack; a lost answer may show twice`);
    return new Map<string, string>();
  }
};

/** What is written down as posted and, where that may not be all, what stands in the channel besides. */
export const postedMessages = async (
  deps: ChannelDeps,
  page: Page,
  turn: OutboxTurn,
): Promise<PostedMessages> => {
  const { run, unsure } = turn;
  const posted = new Map((await deps.journal.posted(run)).map(each => [each.key, each]));
  if (!unsure || page.messages.every(message => posted.has(message.key))) return posted;
  const found = await inChannel(deps, run, page, posted.get('headline')?.ts ?? null);
  for (const [key, ts] of found) {
    if (posted.has(key)) continue;
    const adopted = { run, key, channel: page.channel, ts, digest: '' };
    await deps.journal.savePosted(adopted, turn);
    posted.set(key, adopted);
  }
  return posted;
};
