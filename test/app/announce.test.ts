import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Workspace } from '../../drill/slack/workspace.ts';
import { createSlackApp } from '../../src/adapters/slack/app.ts';
import { tellingTrouble } from '../../src/app/announce.ts';
import { openPatiently } from '../../src/app/open-patiently.ts';
import { JournalTrouble } from '../../src/ports/journal.ts';
import { same } from '../../src/words.ts';
import { fastClock } from '../support/fast-clock.ts';
import { aWorkspace } from '../support/slack-world.ts';

let workspace: Workspace;
beforeEach(async () => {
  workspace = await aWorkspace();
});
afterEach(() => workspace.close());

const telling = (channels = [workspace.channel]) => {
  const lines: string[] = [];
  const { web } = createSlackApp({
    mode: 'socket',
    botToken: workspace.botToken,
    appToken: workspace.appToken,
    apiUrl: workspace.apiUrl,
    log: () => {},
  });
  const trouble = tellingTrouble({
    slack: { web },
    channels: () => channels,
    locale: 'en',
    clock: fastClock(100),
    log: line => void lines.push(line),
  });
  return { trouble, lines };
};
const texts = () => workspace.messages().map(message => message.text);
const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));

test('trouble is one message, which says by itself when it is over', async () => {
  const { trouble } = telling();
  trouble.onTrouble(same('The disk is full.'));
  trouble.onBack();
  await expect.poll(texts).toEqual([expect.stringContaining('works again')]);
  expect(workspace.wires().filter(wire => wire.what.includes('chat.postMessage'))).toHaveLength(1);
});

test('nothing that an error says in it becomes a mention or a link', async () => {
  const { trouble } = telling();
  trouble.onTrouble(same('No row <!channel> & <@U0123ABCD> in <https://example.com|here>.'));
  await expect.poll(texts).toHaveLength(1);
  // Blocks are rich text, where nothing but an element of its own is a mention.
  expect(texts()[0]).toContain('No row');
  expect(texts()[0]).not.toMatch(/<[!@h]/);
});

test('it is said as soon as Slack is there again', async () => {
  const { trouble } = telling();
  workspace.faults.down('503');
  trouble.onTrouble(same('The disk is full.'));
  await pause(80);
  workspace.faults.down(null);
  await expect.poll(texts).toEqual(['⚠️ The disk is full.']);
});

test('what could not be said while it lasted is not said afterwards', async () => {
  const { trouble, lines } = telling();
  workspace.faults.down('503');
  trouble.onTrouble(same('The disk is full.'));
  await pause(50);
  trouble.onBack();
  await pause(50);
  workspace.faults.down(null);
  await pause(150);
  expect(texts()).toEqual([]);
  expect(lines.join()).toContain('works again');
});

test('a store that is away at the start is said once and tried again until it is there', async () => {
  const { trouble } = telling();
  let tries = 0;
  const open = async () => {
    tries++;
    if (tries < 4)
      throw new JournalTrouble({ trouble: 'away', place: 'db', words: same('The journal is away.') });
    return 'the journal';
  };
  expect(await openPatiently(open, trouble, fastClock(100))).toBe('the journal');
  await expect.poll(texts).toEqual([expect.stringContaining('works again')]);
  await expect(
    openPatiently(() => Promise.reject(new TypeError('a bug')), trouble, fastClock(100)),
  ).rejects.toThrow('a bug');
});
