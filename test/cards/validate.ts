import { objectsOf } from '../../drill/slack/json.ts';
import { surfaces } from '../../drill/slack/limits/blocks.ts';
import { blockFaults, tooLongTogether, tooManyTables, viewFaults } from '../../drill/slack/limits/check.ts';
import { plainer } from '../../src/adapters/slack/plainer.ts';
import type { Card } from '../../src/messages/drawn.ts';

/** What a Slack that knows no newer blocks refuses. */
const newer = [
  'plan',
  'task_card',
  'container',
  'table',
  'alert',
  'card',
  'carousel',
  'data_table',
  'markdown',
];

const faultsOf = (blocks: readonly object[], refused: readonly string[] = []): readonly string[] => [
  ...blockFaults(blocks, surfaces.message, refused),
  ...(tooLongTogether(objectsOf(blocks)) ? ['msg_blocks_too_long'] : []),
  ...(tooManyTables(objectsOf(blocks)) ? ['more than one table'] : []),
];
const buttonsIn = (blocks: readonly object[]): number =>
  JSON.stringify(blocks).split('"type":"button"').length;

/** What Slack would say against a message, with the newer blocks and without; a button that is lost counts as a fault. */
export const messageFaults = ({ text, blocks }: Card): readonly string[] => {
  const [, classic] = plainer({ text, blocks });
  if (!classic) return ['no plainer drawing'];
  const lost =
    buttonsIn(blocks) === buttonsIn(classic.blocks) ? [] : ['a button is lost without the newer blocks'];
  return [...faultsOf(blocks), ...faultsOf(classic.blocks, newer), ...lost];
};

/** Views have no plainer drawing, so they may hold nothing newer. */
export const viewFaultsOf = (view: { readonly type: string }): readonly string[] =>
  viewFaults(view, view.type === 'home' ? surfaces.home : surfaces.modal, newer);
