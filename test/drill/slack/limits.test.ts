import { describe, expect, test } from 'vitest';
import { surfaces } from '../../../drill/slack/limits/blocks.ts';
import {
  blockFaults,
  charactersIn,
  tooLongTogether,
  tooManyTables,
  viewFaults,
} from '../../../drill/slack/limits/check.ts';
import { sampleCard, sampleModal } from './sample-card.ts';

const plain = (length: number) => ({ type: 'plain_text', text: 'x'.repeat(length) });
const mrkdwn = (length: number) => ({ type: 'mrkdwn', text: 'x'.repeat(length) });
const button = (more: object = {}) => ({ type: 'button', action_id: 'a', text: plain(3), ...more });
const confirm = (more: object = {}) => ({
  title: plain(9),
  text: mrkdwn(9),
  confirm: plain(3),
  deny: plain(3),
  ...more,
});
const rich = {
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'x' }] }],
};
const task = (more: object = {}) => ({
  type: 'task_card',
  task_id: '1',
  title: 't',
  status: 'pending',
  ...more,
});
const row = (cells: number) => Array.from({ length: cells }, () => ({ type: 'raw_text', text: 'x' }));
const times = <Item>(count: number, item: Item): Item[] => Array.from({ length: count }, () => item);
const actions = (more: object) => ({ type: 'actions', elements: [button(more)] });

/** [what is at its limit, what is one over it, what Slack says] */
const limits: readonly [string, object, object, string][] = [
  [
    'header 150',
    { type: 'header', text: plain(150) },
    { type: 'header', text: plain(151) },
    'must be less than 151 characters [json-pointer:/blocks/0/text/text]',
  ],
  [
    'section 3000',
    { type: 'section', text: mrkdwn(3000) },
    { type: 'section', text: mrkdwn(3001) },
    'must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
  ],
  [
    'fields 10',
    { type: 'section', fields: times(10, mrkdwn(2000)) },
    { type: 'section', fields: times(11, mrkdwn(1)) },
    'no more than 10 items allowed [json-pointer:/blocks/0/fields]',
  ],
  [
    'a field 2000',
    { type: 'section', fields: [mrkdwn(2000)] },
    { type: 'section', fields: [mrkdwn(2001)] },
    'must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]',
  ],
  [
    'context 10',
    { type: 'context', elements: times(10, mrkdwn(1)) },
    { type: 'context', elements: times(11, mrkdwn(1)) },
    'no more than 10 items allowed [json-pointer:/blocks/0/elements]',
  ],
  [
    'button text 75',
    actions({ text: plain(75) }),
    actions({ text: plain(76) }),
    'must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]',
  ],
  [
    'button value 2000',
    actions({ value: 'x'.repeat(2000) }),
    actions({ value: 'x'.repeat(2001) }),
    'must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]',
  ],
  [
    'action_id 255',
    actions({ action_id: 'x'.repeat(255) }),
    actions({ action_id: 'x'.repeat(256) }),
    'must be less than 256 characters [json-pointer:/blocks/0/elements/0/action_id]',
  ],
  [
    'confirm text 300',
    actions({ confirm: confirm({ text: mrkdwn(300) }) }),
    actions({ confirm: confirm({ text: mrkdwn(301) }) }),
    'must be less than 301 characters [json-pointer:/blocks/0/elements/0/confirm/text/text]',
  ],
  [
    'confirm button 30',
    actions({ confirm: confirm({ deny: plain(30) }) }),
    actions({ confirm: confirm({ deny: plain(31) }) }),
    'must be less than 31 characters [json-pointer:/blocks/0/elements/0/confirm/deny/text]',
  ],
  [
    'table 20 columns',
    { type: 'table', rows: [row(20)] },
    { type: 'table', rows: [row(21)] },
    'no more than 20 items allowed [json-pointer:/blocks/0/rows/0]',
  ],
  [
    'table 100 rows',
    { type: 'table', rows: times(100, row(1)) },
    { type: 'table', rows: times(101, row(1)) },
    'no more than 100 items allowed [json-pointer:/blocks/0/rows]',
  ],
  [
    'container 10',
    { type: 'container', title: plain(3), child_blocks: times(10, { type: 'divider' }) },
    { type: 'container', title: plain(3), child_blocks: times(11, { type: 'divider' }) },
    'no more than 10 items allowed [json-pointer:/blocks/0/child_blocks]',
  ],
  [
    'a container holds no plan',
    { type: 'container', title: plain(3), child_blocks: [rich] },
    { type: 'container', title: plain(3), child_blocks: [{ type: 'plan', title: 'x' }] },
    'unsupported type: plan [json-pointer:/blocks/0/child_blocks/0/type]',
  ],
  [
    'task status',
    task({ status: 'error', output: rich }),
    task({ status: 'failed' }),
    'must be one of: pending, in_progress, complete, error [json-pointer:/blocks/0/status]',
  ],
  [
    'task details are rich text',
    task({ details: rich }),
    task({ details: plain(3) }),
    'unsupported type: plain_text [json-pointer:/blocks/0/details/type]',
  ],
  [
    'no property that Slack does not know',
    task(),
    task({ colour: 'red' }),
    'invalid additional property: colour [json-pointer:/blocks/0]',
  ],
  [
    'a section says something',
    { type: 'section', text: mrkdwn(1) },
    { type: 'section' },
    'must provide at least one of: text, fields [json-pointer:/blocks/0]',
  ],
  [
    'markdown 12000',
    { type: 'markdown', text: 'x'.repeat(12_000) },
    { type: 'markdown', text: 'x'.repeat(12_001) },
    'must be less than 12001 characters [json-pointer:/blocks/0/text]',
  ],
  [
    'card body 200',
    { type: 'card', body: mrkdwn(200) },
    { type: 'card', body: mrkdwn(201) },
    'must be less than 201 characters [json-pointer:/blocks/0/body/text]',
  ],
  [
    'header is plain',
    { type: 'header', text: plain(1) },
    { type: 'header', text: mrkdwn(1) },
    'unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]',
  ],
  [
    'a known block',
    { type: 'divider' },
    { type: 'dividers' },
    'unsupported type: dividers [json-pointer:/blocks/0/type]',
  ],
];

describe('Slack’s limits on a message’s blocks', () => {
  test.each(limits)(
    'let %s pass at the limit, and refuse it beyond in Slack’s words',
    (_, good, bad, says) => {
      expect(blockFaults([good], surfaces.message)).toEqual([]);
      expect(blockFaults([bad], surfaces.message)).toEqual([says]);
    },
  );

  test('allow 50 blocks in a message and 100 in a modal', () => {
    expect(blockFaults(times(50, { type: 'divider' }), surfaces.message)).toEqual([]);
    expect(blockFaults(times(51, { type: 'divider' }), surfaces.message)).toHaveLength(1);
    expect(blockFaults(times(100, { type: 'divider' }), surfaces.modal)).toEqual([]);
  });

  test('know an alert in modals only and a container in messages only', () => {
    const alert = { type: 'alert', text: mrkdwn(9) };
    const container = { type: 'container', title: plain(3), child_blocks: [{ type: 'divider' }] };
    expect(blockFaults([alert], surfaces.modal)).toEqual([]);
    expect(blockFaults([alert], surfaces.message)).toHaveLength(1);
    expect(blockFaults([container], surfaces.modal)).toHaveLength(1);
  });

  test('refuse the same block_id twice and the same action_id twice in a block', () => {
    const named = { type: 'divider', block_id: 'b' };
    expect(blockFaults([named, named], surfaces.message)).toEqual([
      'block_id already exists: b [json-pointer:/blocks]',
    ]);
    expect(blockFaults([{ type: 'actions', elements: [button(), button()] }], surfaces.message)).toHaveLength(
      1,
    );
  });

  test('count the characters that people read, together', () => {
    expect(
      charactersIn([{ type: 'section', block_id: 'xxxx', text: mrkdwn(7) }, actions({ value: 'xxx' })]),
    ).toBe(10);
    expect(tooLongTogether(times(4, { type: 'section', text: mrkdwn(2800) }))).toBe(false);
    expect(tooLongTogether(times(4, { type: 'section', text: mrkdwn(2900) }))).toBe(true);
  });

  test('draw one table a message', () => {
    const table = { type: 'table', rows: [row(1)] };
    expect(tooManyTables([table])).toBe(false);
    expect(tooManyTables([table, { type: 'container', child_blocks: [table] }])).toBe(true);
  });
});

test('a card with every block, and a modal, typed by @slack/types, are within them', () => {
  expect(blockFaults(sampleCard, surfaces.message)).toEqual([]);
  expect(viewFaults(sampleModal, surfaces.modal)).toEqual([]);
});

describe('Slack’s limits on a modal', () => {
  const input = { type: 'input', label: plain(3), element: { type: 'plain_text_input', action_id: 'a' } };
  test('want a title, and a submit button where there is an input', () => {
    expect(
      viewFaults({ type: 'modal', title: plain(24), submit: plain(3), blocks: [input] }, surfaces.modal),
    ).toEqual([]);
    expect(viewFaults({ type: 'modal', blocks: [input] }, surfaces.modal)).toEqual([
      'missing required field: title [json-pointer:/view]',
      'missing required field: submit [json-pointer:/view]',
    ]);
    expect(viewFaults({ type: 'modal', title: plain(25), blocks: [] }, surfaces.modal)).toHaveLength(1);
  });
});
