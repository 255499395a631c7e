import { webApi } from '@slack/bolt';
import type { Anchor } from '../../record/verify-chain.ts';
import { clientOptions, type SlackConfig } from './app.ts';
import { ownMessages } from './look-up.ts';
import type { SlackWeb } from './slack-web.ts';

/** Threads that are read besides the channel itself: Slack allows some fifty calls a minute. */
const mostThreads = 20;

type Told = Anchor & { readonly run: string; readonly ts: string; readonly isHeadline: boolean };

const toldIn = ({ payload, ts }: Awaited<ReturnType<typeof ownMessages>>[number]): readonly Told[] => {
  const [run, key, seq, hash]: unknown[] = ['run', 'key', 'seq', 'hash'].map(name =>
    Reflect.get(payload, name),
  );
  return typeof run === 'string' && typeof seq === 'number' && typeof hash === 'string'
    ? [{ run, seq, hash, ts, isHeadline: key === 'headline' }]
    : [];
};

/**
 * What the bot's messages in a channel say of the record: by run, entries and the beginnings of their hashes. Of all runs the
 * headlines among the newest thousand messages and so many of the newest threads; of one run, its whole thread.
 */
export const anchorsIn = async (
  web: Pick<SlackWeb, 'conversations'>,
  channel: string,
  only: string | null,
  threads = mostThreads,
): Promise<readonly Told[]> => {
  const rest = { channel, limit: 200, include_all_metadata: true };
  const from = (cursor: string) => (cursor ? { cursor } : {});
  const headlines = (await ownMessages(cursor => web.conversations.history({ ...rest, ...from(cursor) })))
    .flatMap(toldIn)
    .filter(({ run }) => only === null || run === only);
  const inThreads: Told[] = [];
  for (const { ts } of headlines.filter(({ isHeadline }) => isHeadline).slice(0, threads))
    inThreads.push(
      ...(await ownMessages(cursor => web.conversations.replies({ ...rest, ts, ...from(cursor) }))).flatMap(
        toldIn,
      ),
    );
  return [...headlines, ...inThreads.filter(({ isHeadline }) => !isHeadline)];
};

/** Slack for who only reads, without a connection of its own. */
export const slackReader = (
  config: Pick<SlackConfig, 'botToken' | 'apiUrl' | 'network' | 'log'>,
): webApi.WebClient => new webApi.WebClient(config.botToken, clientOptions(config));
