import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startWorkspace, type Workspace } from '../../drill/slack/workspace.ts';
import { openJournal } from '../../src/adapters/journal/open-journal.ts';
import { readKeyFile } from '../../src/adapters/key-file.ts';
import { createSlackApp } from '../../src/adapters/slack/app.ts';
import { anchored, metadata } from '../../src/adapters/slack/message.ts';
import { pks } from '../../src/cli/pks.ts';
import { keysIn } from '../../src/record/keys.ts';
import { sealing } from '../../src/record/seal.ts';
import type { RunEvent } from '../../src/runs/events.ts';
import { parseEvent } from '../../src/runs/parse-event.ts';
import { approved, asked, seoyeon, started } from '../support/a-run.ts';

let folder = '';
let workspace: Workspace | null = null;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pks-verify-'));
});
afterEach(async () => {
  await workspace?.close();
  workspace = null;
  await rm(folder, { recursive: true, force: true });
});

const verify = async (...args: readonly string[]) => {
  const env = {
    DATA_DIR: folder,
    ...(workspace
      ? {
          SLACK_BOT_TOKEN: workspace.botToken,
          SLACK_API_URL: workspace.apiUrl,
          CHANNEL: workspace.ids.channel,
        }
      : {}),
  };
  const said = await pks(['verify', ...args], { now: new Date(), lang: 'C', env: async () => env });
  return 'out' in said
    ? { text: String(said.out), code: said.code }
    : { text: String(said.why), code: said.code };
};

/** One live run with an approval in it, as the bot writes it. */
const aRecord = async () => {
  const keys = keysIn(readKeyFile(join(folder, 'record.key'), true));
  if (!keys) throw new Error('a fresh key file holds a key');
  const seal = sealing(keys, new Set());
  const journal = await openJournal<RunEvent>({
    dataDir: folder,
    holder: 'x',
    parse: parseEvent,
    sealing: seal,
  });
  await journal.open({ run: 'run-1', cluster: 'dev-1' }, started());
  await journal.write({ run: 'run-1', events: [asked('snapshot')], as: { expectSeq: 1 } });
  await journal.write({ run: 'run-1', events: [approved('snapshot', seoyeon)], as: { expectSeq: 2 } });
  const entries = await journal.read('run-1');
  await journal.close();
  return entries;
};

/** As somebody with every right on the file would. */
const byHand = (...statements: readonly string[]) => {
  const database = new DatabaseSync(join(folder, 'pks-rescue.db'));
  for (const trigger of [
    'entries_next',
    'entries_kept_as_written',
    'entries_never_removed',
    'entries_chained',
  ])
    database.exec(`drop trigger ${trigger}`);
  for (const statement of statements) database.exec(statement);
  database.close();
};

test('an untouched record is said to be one, and that without Slack the end was not checked', async () => {
  await aRecord();
  const { text, code } = await verify();
  expect(text).toMatch(
    /1 run, 3 entries: nothing was changed\.\nThe end was not checked \(SLACK_BOT_TOKEN\)/,
  );
  expect(code).toBe(0);
});

test.each([
  ['update entries set at = at + 1 where seq = 2', 'run-1, entry 2: was edited'],
  [
    "update entries set event = replace(event, 'U0APPROVER1', 'U0MALLORY') where seq = 3",
    'run-1, entry 3: was edited',
  ],
  ['delete from entries where seq = 2', 'run-1, entry 2: was taken out'],
  ['delete from entries where seq = 3', 'run-1, entry 3: and all after it was cut off'],
  ['delete from entries', 'run-1: was removed as a whole'],
  ['delete from entries; delete from runs', 'run-1: was removed as a whole'],
])('it says at which entry, and how: %s', async (statement, sentence) => {
  await aRecord();
  byHand(statement);
  const { text, code } = await verify('run-1');
  expect(text).toContain(sentence);
  expect(code).toBe(1);
});

test('what was cut off everywhere in the store is seen by what the channel still shows', async () => {
  const entries = await aRecord();
  workspace = await startWorkspace({ commands: [] });
  const { web } = createSlackApp({
    mode: 'socket',
    botToken: workspace.botToken,
    appToken: workspace.appToken,
    apiUrl: workspace.apiUrl,
    log: () => {},
  });
  const last = entries.at(-1);
  const page = { seq: 3, hash: last?.hash };
  const blocks = anchored([{ type: 'divider' }], page);
  await web.chat.postMessage({
    ...{ channel: workspace.ids.channel, text: 'x', blocks },
    metadata: metadata('run-1', 'headline', page),
  });
  expect(JSON.stringify(blocks)).toContain(`#3 · ${last?.hash?.slice(0, 8)}`);
  expect((await verify()).text).toMatch(/nothing was changed[\s\S]*The end was checked: 1 message/);
  byHand('delete from entries where seq = 3', 'update runs set seq = 2');
  expect(await verify('--offline')).toMatchObject({ code: 0 });
  expect((await verify()).text).toContain('run-1, entry 3: and all after it was cut off');
});

test('a whole run that the channel shows and nobody knows any more is said to be removed', async () => {
  await aRecord();
  workspace = await startWorkspace({ commands: [] });
  const { web } = createSlackApp({
    mode: 'socket',
    botToken: workspace.botToken,
    appToken: workspace.appToken,
    apiUrl: workspace.apiUrl,
    log: () => {},
  });
  const message = { channel: workspace.ids.channel, text: 'x' };
  await web.chat.postMessage({
    ...message,
    metadata: metadata('run-0', 'headline', { seq: 9, hash: 'ab'.repeat(32) }),
  });
  expect((await verify()).text).toContain('run-0: was removed as a whole');
});
