import { createHash } from 'node:crypto';
import type { types } from '@slack/bolt';
import { shortHash } from '../../record/chain.ts';

/** One message as it should stand. `key` names it within its run. */
export type Message = {
  readonly key: string;
  readonly inThread: boolean;
  /** Somebody is waited for: goes before the edits that only inform. */
  readonly urgent: boolean;
  /** An edit that leaves this as it is tells progress alone, and may wait. In no digest. */
  readonly news?: string | undefined;
  readonly text: string;
  readonly blocks: readonly types.KnownBlock[];
  /** When it happened, in ms, and what says so where it was posted much later. In no digest: nothing is edited for it. */
  readonly late?: { readonly at: number; readonly block: types.KnownBlock } | undefined;
};

/** Longer than Slack's own limits and a busy bot hold a message back. */
const lateMs = 20_000;
/** `postedAt` in ms: as Slack numbers it, so that an edit says the same. */
export const lateBlocks = ({ late }: Pick<Message, 'late'>, postedAt: number): readonly types.KnownBlock[] =>
  late && postedAt - late.at > lateMs ? [late.block] : [];

/** All of a run as it should stand in a channel, in order; the first message is its headline. */
export type Page = {
  readonly channel: string;
  /** Milliseconds since the epoch: nothing of this run is older. */
  readonly since: number;
  /** The entry up to which it shows the record. */
  readonly seq: number;
  /** Of that entry; none from before there was a chain. */
  readonly hash?: string | undefined;
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

export const metadata = (run: string, key: string, { seq, hash }: Pick<Page, 'seq' | 'hash'>) => ({
  event_type: eventType,
  event_payload: { run, key, ...(hash === undefined ? {} : { seq, hash: shortHash(hash) }) },
});

type Blocks = readonly { readonly type: string }[];
/** What a message says of the record as it was when it was last brought up to date: `#17 · 3fa9c1d2`. It is in no digest,
 *  so that a message is not edited for it alone; whoever has the channel has an end of the record (`pks verify`). */
export const anchored = (blocks: Blocks, { seq, hash }: Pick<Page, 'seq' | 'hash'>): Blocks => {
  if (hash === undefined || blocks.length === 0) return blocks;
  const text = { type: 'plain_text', text: `#${seq} · ${shortHash(hash)}` } as const;
  const line: types.ContextBlock = { type: 'context', elements: [text] };
  return [...blocks, line];
};
