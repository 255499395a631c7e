import type { webApi } from '@slack/bolt';
import type { Drawings } from './drawings.ts';
import { slackTroubleOf } from './trouble.ts';

const words = { type: 'plain_text' as const, text: 'a' };
const rich = {
  type: 'rich_text' as const,
  elements: [{ type: 'rich_text_section' as const, elements: [{ type: 'text' as const, text: 'a' }] }],
};
/** One of each newer block that the cards are made of, nested as they nest them. */
const sample = [
  {
    type: 'plan',
    title: 'a',
    tasks: [{ type: 'task_card', task_id: '1', title: 'a', status: 'pending', details: rich }],
  },
  { type: 'container', title: words, child_blocks: [rich] },
  { type: 'table', rows: [[{ type: 'raw_text', text: 'a' }, rich]] },
];

/** Asks Slack's own validator once whether it takes them. A Slack without it, or one that is away, is asked by the first card. */
export const askDrawings = async (
  web: Pick<webApi.WebClient, 'blocks'>,
  drawings: Drawings,
): Promise<void> => {
  await web.blocks.validate({ blocks: sample }).catch((error: unknown) => {
    const trouble = slackTroubleOf(error);
    if (trouble.is === 'content') drawings.noNewer(trouble.code);
  });
};
