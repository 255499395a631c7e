import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openJournal } from '../../src/adapters/journal/open-journal.ts';
import { createSlackApp } from '../../src/adapters/slack/app.ts';
import { ForeignConnection, foreignKey, refuseStrangers, startGuards } from '../../src/app/guards.ts';
import { pks } from '../../src/cli/pks.ts';
import { parseEvent } from '../../src/runs/parse-event.ts';
import { onlySqlite, type Store } from '../adapters/journal/stores.ts';
import { fastClock } from '../support/fast-clock.ts';
import { aWorkspace } from '../support/slack-world.ts';

const found = Date.parse('2026-11-25T03:04:05Z');

let store: Store;
beforeEach(async () => {
  const [engine] = onlySqlite;
  if (!engine) throw new Error('there is no SQLite here');
  store = await engine.fresh();
});
afterEach(() => store.remove());

const open = () => openJournal({ ...store.place, holder: 'bot', parse: parseEvent });
/** As the bot that found the stranger names its token. */
const nameOf = (token: string) => createHash('sha256').update(token).digest('hex').slice(0, 16);

test('a bot that starts again after a stranger was found does not connect, until a person says that the token is ours', async () => {
  const journal = await open();
  await journal.remember(foreignKey, { at: found, by: 'host-a/1', token: nameOf('xapp-1') });
  await expect(refuseStrangers(journal, 'xapp-1')).rejects.toThrow(ForeignConnection);
  // A new token is under no verdict.
  const again = await open();
  await refuseStrangers(again, 'xapp-2');
  expect(JSON.stringify(await again.recall(foreignKey))).not.toContain('xapp');
  const said = await pks(['token-is-ours'], {
    now: new Date(),
    lang: 'C',
    env: async () => ({ DATA_DIR: store.place.dataDir }),
  });
  expect(said).toEqual({ out: expect.stringContaining('Start the bot'), code: 0 });
  await refuseStrangers(again, 'xapp-1');
  await again.close();
});

test('somebody who connects to an idle bot is found, said in the channel, and written down before the bot leaves', async () => {
  const workspace = await aWorkspace();
  const journal = await open();
  const slack = createSlackApp({
    mode: 'socket',
    botToken: workspace.botToken,
    appToken: workspace.appToken,
    apiUrl: workspace.apiUrl,
    log: () => {},
  });
  const why = Promise.withResolvers<string>();
  const guards = await startGuards(
    {
      slack,
      channels: () => [workspace.channel],
      locale: 'en',
      clock: fastClock(1),
      log: () => {},
    },
    {
      slack,
      token: 'xapp-1',
      journal,
      name: 'host-a/1',
      pace: { lookMs: 20, looks: 4, countEvery: 10 },
    },
    why.resolve,
  );
  await slack.start();
  await new Promise(resolve => setTimeout(resolve, 300));
  expect(workspace.messages()).toEqual([]);
  workspace.faults.phantomConnections(1);
  expect(await why.promise).toMatch(/counts 3 connections .* hold 2/);
  expect(workspace.messages()[0]?.text).toContain('⛔ Slack counts');
  await guards.stop();
  await slack.stop();
  await workspace.close();
  await expect(refuseStrangers(journal, 'xapp-1')).rejects.toThrow(/token-is-ours/);
});
