import fc from 'fast-check';
import { expect, test } from 'vitest';
import { objectsOf } from '../../../drill/slack/json.ts';
import { surfaces } from '../../../drill/slack/limits/blocks.ts';
import { blockFaults } from '../../../drill/slack/limits/check.ts';
import { newDrawings } from '../../../src/adapters/slack/drawings.ts';
import { plainer } from '../../../src/adapters/slack/plainer.ts';
import { drawRun } from '../../../src/messages/draw-run.ts';
import { aRun, asked, began, ended, settled, started } from '../../support/a-run.ts';

const run = aRun(started(), began('snapshot'), ended('snapshot'), settled('snapshot'), asked('move-leader'));
const messages = drawRun(run, null, 'en');
const rowsIn = (blocks: readonly object[]): string[] =>
  objectsOf(blocks).flatMap(block => [
    ...(block.type === 'actions'
      ? objectsOf(block.elements).map(each => `${each.action_id} ${each.value}`)
      : []),
    ...rowsIn(objectsOf(block.child_blocks)),
  ]);

test('each step down is what Slack takes, says no less of the ask, and keeps every button', () => {
  for (const message of messages) {
    const drawn = plainer(message);
    for (const { text, blocks, attachments } of drawn.slice(0, 4)) {
      const all = [...blocks, ...(attachments ?? []).flatMap(each => each.blocks)];
      expect(blockFaults(all, surfaces.message)).toEqual([]);
      expect(rowsIn(all)).toEqual(rowsIn(message.blocks));
      expect(text).toBe(message.text);
    }
    const section = JSON.stringify(drawn[2]?.blocks);
    expect(section).not.toMatch(/"(plan|container|table|rich_text)"/);
  }
  const ask = messages.find(({ key }) => key === 'step/move-leader');
  const plain = JSON.stringify(plainer(ask ?? { text: '', blocks: [] })[2]?.blocks);
  expect(plain).toContain('Waiting for approval');
  expect(plain).toContain('Risk: ');
});

test('what a machine printed becomes no mention and no link in the plainer drawing, and a mention stays one', () => {
  fc.assert(
    fc.property(fc.string(), said => {
      const elements = [
        { type: 'text', text: `<!channel> ${said}` },
        { type: 'user', user_id: 'U0ALICE' },
      ];
      const blocks = [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] }];
      const section = JSON.stringify(plainer({ text: 'x', blocks })[2]);
      expect(section).not.toContain('<!channel>');
      expect(section.match(/<@U0ALICE>/g)).toHaveLength(1);
    }),
  );
});

const refusing =
  (...types: string[]) =>
  async (shown: { blocks: readonly { type: string }[] }) => {
    const found = types.find(type => JSON.stringify(shown.blocks).includes(`"type":"${type}"`));
    if (found) throw Object.assign(new Error('refused'), { data: { error: 'invalid_blocks' } });
    return shown.blocks.map(({ type }) => type);
  };

test('a workspace that refuses newer blocks is said so once, and is not asked with them again', async () => {
  const told: string[] = [];
  const drawings = newDrawings(code => void told.push(code));
  const headline = messages[0] ?? { text: '', blocks: [] };
  let calls = 0;
  const call = (shown: { blocks: readonly { type: string }[] }) => {
    calls++;
    return refusing('plan', 'container', 'table')(shown);
  };
  expect(await drawings.send('a', headline, call)).not.toContain('plan');
  expect(calls).toBe(2);
  await drawings.send('b', headline, call);
  expect([calls, told]).toEqual([3, ['invalid_blocks']]);
});

test('a message that was refused by itself is drawn plainly from then on, and no other one', async () => {
  const drawings = newDrawings(() => {});
  const letter = { text: 'x', blocks: [{ type: 'rich_text', elements: [] }] };
  expect(await drawings.send('a', letter, refusing('rich_text'))).toEqual([]);
  expect(await drawings.send('b', letter, refusing())).toEqual(['rich_text']);
});

test('buttons that stand inside a container stay', () => {
  const row = { type: 'actions', elements: [{ type: 'button', action_id: 'pks_abort', value: 'x' }] };
  const blocks = [{ type: 'container', title: { type: 'plain_text', text: 'a' }, child_blocks: [row] }];
  for (const drawn of plainer({ text: 'x', blocks }).slice(1, 4))
    expect(JSON.stringify(drawn)).toContain('pks_abort');
});
