import type { webApi } from '@slack/bolt';

/** The part of Slack's Web API that the outbox uses; a WebClient is one. */
export type SlackWeb = {
  readonly chat: Pick<webApi.WebClient['chat'], 'postMessage' | 'update' | 'getPermalink'>;
  readonly conversations: Pick<webApi.WebClient['conversations'], 'history' | 'replies'>;
};
