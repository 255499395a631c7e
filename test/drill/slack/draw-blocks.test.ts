import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json } from '../../../drill/slack/json.ts';
import type { Draw } from '../../../drill/slack/page/draw.ts';
import { newForm } from '../../../drill/slack/page/draw.ts';
import { drawBlock, drawTextMessage } from '../../../drill/slack/page/draw-blocks.ts';
import { allIn, type FakeNode, installDocument, textIn } from './fake-document.ts';

let restore: () => void;
beforeAll(() => {
  restore = installDocument();
});
afterAll(() => restore());

const acts: unknown[] = [];
const draw = (more: Partial<Draw> = {}): Draw => ({
  me: 'U0ONCALL',
  locale: 'en-US',
  userName: id => (id === 'U0ONCALL' ? 'Jihun' : id),
  channelName: () => 'incident-42',
  groupName: () => 'pks-approvers',
  act: async (element, blockId, value) => void acts.push([element.action_id, blockId, value]),
  confirm: async () => true,
  form: null,
  ...more,
});
/** What was drawn, as the fake that it is. */
const drawn = (block: Json, more: Partial<Draw> = {}): FakeNode =>
  // The fake document makes nothing but these.
  drawBlock(draw(more), block) as unknown as FakeNode;
const tags = (node: FakeNode): readonly string[] => allIn(node).map(each => each.tag);
const plain = (text: string) => ({ type: 'plain_text', text, emoji: true });
const rich = (text: string, style?: Json) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text, ...(style ? { style } : {}) }] }],
});
const hostile = '<img src=x onerror=alert(1)> *not bold* <!channel> &lt;';

describe('text is never anything but text', () => {
  const places: readonly (readonly [string, Json, string])[] = [
    ['a header', { type: 'header', text: plain(hostile) }, hostile],
    ['rich text', rich(hostile), hostile],
    ['a task title', { type: 'task_card', task_id: '1', status: 'pending', title: hostile }, hostile],
    ['a table cell', { type: 'table', rows: [[{ type: 'raw_text', text: hostile }]] }, hostile],
    [
      'preformatted',
      {
        type: 'rich_text',
        elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: hostile }] }],
      },
      hostile,
    ],
    ['a container title', { type: 'container', title: plain(hostile), child_blocks: [] }, hostile],
  ];
  test.each(places)('in %s', (_, block, shown) => {
    const node = drawn(block);
    expect(textIn(node)).toContain(shown);
    expect(tags(node)).not.toContain('img');
    expect(allIn(node).some(each => each.className.includes('mention'))).toBe(false);
  });

  test('in a section, where an escaped mention stays escaped', () => {
    const node = drawn({ type: 'section', text: { type: 'mrkdwn', text: '&lt;!channel&gt; &lt;b&gt;' } });
    expect(textIn(node)).toBe('<!channel> <b>');
    expect(allIn(node).some(each => each.className.includes('mention'))).toBe(false);
  });

  test('in a link that would run something', () => {
    const link = { type: 'link', url: 'javascript:alert(1)', text: 'click' };
    const node = drawn({ type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [link] }] });
    expect(textIn(node)).toBe('click');
    expect(tags(node)).not.toContain('a');
  });
});

describe('Block Kit as Slack draws it', () => {
  test('a mention of me stands out', () => {
    const node = drawn({ type: 'section', text: { type: 'mrkdwn', text: '<@U0ONCALL> <@U0X>' } });
    const mentions = allIn(node).filter(each => each.className.startsWith('mention'));
    expect(mentions.map(each => [each.className, textIn(each)])).toEqual([
      ['mention me', '@Jihun'],
      ['mention', '@U0X'],
    ]);
  });

  test('a table has its first row as the heading, and aligns by column_settings', () => {
    const raw = (text: string) => ({ type: 'raw_text', text });
    const node = drawn({
      type: 'table',
      column_settings: [{}, { align: 'right', is_wrapped: true }],
      rows: [
        [raw('AZ'), raw('etcd')],
        [raw('pks-az1'), rich('failed', { bold: true })],
      ],
    });
    expect(
      allIn(node)
        .filter(each => each.tag === 'th')
        .map(textIn),
    ).toEqual(['AZ', 'etcd']);
    const cells = allIn(node).filter(each => each.tag === 'td');
    expect(cells.map(each => each.className)).toEqual(['align-left', 'align-right wrapped']);
    expect(tags(node)).toContain('strong');
  });

  test('a plan shows its tasks with their states, details and output', () => {
    const task = {
      type: 'task_card',
      task_id: 's1',
      title: 'Backup',
      status: 'error',
      details: rich('why'),
      output: rich('refused'),
    };
    const node = drawn({ type: 'plan', title: 'Recovery plan', tasks: [task] });
    expect(textIn(node)).toBe('Recovery plan!Backupwhyrefused');
    expect(
      allIn(node)
        .map(each => each.dataset.status)
        .filter(Boolean),
    ).toEqual(['error']);
  });

  test('a container that collapses begins as it was told', () => {
    const container = {
      type: 'container',
      title: plain('bosh output'),
      is_collapsible: true,
      default_collapsed: true,
      child_blocks: [rich('Task 1')],
    };
    expect(drawn(container)).toMatchObject({ tag: 'details', open: false });
    expect(drawn({ ...container, default_collapsed: false })).toMatchObject({ open: true });
  });

  test('an image that would ask somebody else is only its words', () => {
    const image = { type: 'image', alt_text: 'a graph' };
    expect(textIn(drawn({ ...image, image_url: 'https://x.example/a.png' }))).toBe('a graph');
    expect(tags(drawn({ ...image, image_url: 'data:image/png;base64,AA' }))).toContain('img');
  });

  test('a message without blocks is its mrkdwn', () => {
    const node = drawTextMessage(draw(), '*done* :white_check_mark:') as unknown as FakeNode;
    expect(textIn(node)).toBe('done ✅');
  });

  test('a block that the page does not know is named', () => {
    expect(textIn(drawn({ type: 'hologram' }))).toBe('[hologram]');
  });
});

describe('a button', () => {
  const actions = (more: Json = {}): Json => ({
    type: 'actions',
    block_id: 'gate',
    elements: [
      {
        type: 'button',
        action_id: 'approve',
        value: 'run-1',
        text: plain('Approve'),
        style: 'primary',
        ...more,
      },
    ],
  });
  const buttonIn = (node: FakeNode): FakeNode => {
    const found = allIn(node).find(each => each.dataset.actionId);
    if (!found) throw new Error('no button was drawn');
    return found;
  };

  test('is disabled while its envelope is on its way', async () => {
    let answer: () => void = () => {};
    const act = () => new Promise<void>(resolve => (answer = resolve));
    const button = buttonIn(drawn(actions(), { act }));
    button.click();
    await Promise.resolve();
    expect(button).toMatchObject({ disabled: true, className: 'button primary busy' });
    answer();
    await expect.poll(() => button.disabled).toBe(false);
  });

  test('asks first where it has a confirm dialog, and does nothing on no', async () => {
    acts.length = 0;
    const asked: Json[] = [];
    const confirm = async (dialog: Json) => asked.push(dialog) > 1;
    const button = buttonIn(drawn(actions({ confirm: { title: plain('Sure?') } }), { confirm }));
    button.click();
    await expect.poll(() => asked.length).toBe(1);
    expect(acts).toEqual([]);
    button.click();
    await expect.poll(() => acts).toEqual([['approve', 'gate', 'run-1']]);
  });

  test('with a url is a link, if the url is harmless', () => {
    expect(buttonIn(drawn(actions({ url: 'https://x.example/runbook' }))).tag).toBe('a');
    expect(buttonIn(drawn(actions({ url: 'javascript:alert(1)' }))).tag).toBe('button');
  });
});

test('a modal collects what was put in by action_id', () => {
  const form = newForm();
  const input = (element: Json): Json => ({ type: 'input', block_id: 'b', label: plain('L'), element });
  drawn(input({ type: 'plain_text_input', action_id: 'reason', initial_value: 'because' }), { form });
  const options = [
    { text: plain('Yes'), value: 'y' },
    { text: plain('No'), value: 'n' },
  ];
  drawn(input({ type: 'checkboxes', action_id: 'sure', options, initial_options: [options[0]] }), { form });
  expect(form.read()).toEqual({ reason: 'because', sure: ['y'] });
});
