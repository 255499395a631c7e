import { createHash } from 'node:crypto';
import type { KnownBlock } from './blocks.ts';
import { clean, escapedWithin } from './text.ts';

/** One message as it should stand in the channel. `key` names it within its run. */
export type Drawn = {
  readonly key: string;
  readonly inThread: boolean;
  /** Somebody is waited for: Slack gets it before what only informs. */
  readonly urgent: boolean;
  /** What of it people have to know at once: an edit that leaves this as it is tells progress alone, and may wait. Without it every
   *  edit counts. */
  readonly news?: string | undefined;
  /** What notifications and screen readers show. */
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
  /** When it happened, in ms, and what says so below it where it was posted much later: Slack was away, or the bot. */
  readonly late?: { readonly at: number; readonly block: KnownBlock };
};
/** A message that belongs to no run. */
export type Card = Pick<Drawn, 'text' | 'blocks'>;

/** How much a card may say: units of each foreign text, and entries of each list. */
export type Room = { readonly chars: number; readonly items: number };
const rooms: readonly Room[] = [
  { chars: 3000, items: 30 },
  { chars: 1500, items: 20 },
  { chars: 700, items: 12 },
  { chars: 300, items: 8 },
  { chars: 140, items: 5 },
  { chars: 70, items: 4 },
  { chars: 30, items: 3 },
];

/** Slack was seen to refuse a little over 11,000 characters of blocks (bolt-js #2509); we count the JSON, which is more,
 *  and stop earlier. Exported for its tests. */
export const blockBudget = 9500;
/** Exported for its tests. */
export const textBudget = 3000;
/** Two of Slack's fifty are left: for the line that anchors the record, and for the one that says it was posted late. */
const inRoom = (blocks: readonly KnownBlock[]): boolean =>
  blocks.length < 49 && JSON.stringify(blocks).length <= blockBudget - blocks.length * 40;

/** Without its last block that is no button row: a card that can't be made short enough keeps its top and its buttons. */
const shorter = (blocks: readonly KnownBlock[]): KnownBlock[] => {
  const last = blocks.findLastIndex(block => block.type !== 'actions');
  return blocks.filter((_, index) => index !== (last < 0 ? blocks.length - 1 : last));
};

/** The fullest drawing that Slack takes. */
const fitted = (draw: (room: Room) => readonly KnownBlock[]): readonly KnownBlock[] => {
  let blocks: readonly KnownBlock[] = [];
  for (const room of rooms) {
    blocks = draw(room);
    if (inRoom(blocks)) return blocks;
  }
  while (!inRoom(blocks)) blocks = shorter(blocks);
  return blocks;
};

/** True when the drawing needs no shortening beyond the first steps of it. */
export const fitsAt = (draw: (room: Room) => readonly KnownBlock[], chars: number): boolean =>
  rooms.some(room => room.chars >= chars && inRoom(draw(room)));

/** A new block_id for every new content, the same for the same: an edit is a new iteration, a repaint is not. */
const identified = (blocks: readonly KnownBlock[]): readonly KnownBlock[] => {
  const digest = createHash('sha256').update(JSON.stringify(blocks)).digest('hex').slice(0, 10);
  return blocks.map((block, index) => ({ ...block, block_id: `${digest}-${index}` }));
};

export const card = (text: string, draw: (room: Room) => readonly KnownBlock[]): Card => ({
  text: escapedWithin(clean(text).trim() || 'pks-rescue', textBudget),
  blocks: identified(fitted(draw)),
});
