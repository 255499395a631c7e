import { createHash } from 'node:crypto';
import type { types } from '@slack/bolt';

/** One message as it should stand. `key` names it within its run. */
export type Message = {
  readonly key: string;
  readonly inThread: boolean;
  /** Somebody is waited for: goes before the edits that only inform. */
  readonly urgent: boolean;
  readonly text: string;
  readonly blocks: readonly types.KnownBlock[];
};

/** All of a run as it should stand in a channel, in order; the first message is its headline. */
export type Page = {
  readonly channel: string;
  /** Milliseconds since the epoch: nothing of this run is older. */
  readonly since: number;
  /** The entry up to which it shows the record. */
  readonly seq: number;
  /** A step runs: its newest output belongs on the page. */
  readonly live: boolean;
  readonly messages: readonly Message[];
};

export const messageDigest = (message: Message): string =>
  createHash('sha256')
    .update(JSON.stringify([message.text, message.blocks]))
    .digest('hex')
    .slice(0, 24);

export const eventType = 'pks_rescue';

export const metadata = (run: string, key: string) => ({
  event_type: eventType,
  event_payload: { run, key },
});
