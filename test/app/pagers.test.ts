import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openJournal } from '../../src/adapters/journal/open-journal.ts';
import { systemClock } from '../../src/adapters/system-clock.ts';
import { timeRules } from '../../src/app/pagers.ts';
import { readConfig } from '../../src/config.ts';
import { parseEvent } from '../../src/runs/parse-event.ts';
import { pagerServer } from '../support/pager-server.ts';

const env = {
  SLACK_BOT_TOKEN: 'xoxb-1-abcdefghij',
  SLACK_APP_TOKEN: 'xapp-1-abcdefghij',
  APPROVERS: 'U1',
  BOSH_ENVIRONMENT: '10.0.0.1',
  BOSH_CLIENT: 'team',
  BOSH_CLIENT_SECRET: 'first-secret-value',
};

test('each call of the pager is in the ledger with what came of it, and without its address', async () => {
  const server = await pagerServer();
  const dataDir = mkdtempSync(join(tmpdir(), 'pks-pagers-'));
  const journal = await openJournal({ dataDir, holder: 'bot', parse: parseEvent });
  const config = readConfig({
    ...env,
    DATA_DIR: dataDir,
    PAGERDUTY_ROUTING_KEY: 'R0UT1NGKEY',
    PAGERDUTY_URL: server.url,
  });
  const { pager } = timeRules(config, systemClock, { noteInLedger: journal.noteInLedger, log: () => {} });
  const page = { key: 'k', summary: 'dev-1 waits', cluster: 'dev-1', run: 'run-1', details: {} };
  server.answer.status = 503;
  await expect(pager?.trigger(page)).rejects.toThrow();
  server.answer.status = 202;
  await pager?.trigger(page);
  await pager?.resolve(page);
  const told = (await journal.readLedger({ kind: 'paged' })).map(({ event }) => event);
  expect(told.map(({ does, run, failed }) => [does, run, failed])).toEqual([
    ['trigger', 'run-1', true],
    ['trigger', 'run-1', false],
    ['resolve', 'run-1', false],
  ]);
  expect(JSON.stringify(told)).not.toMatch(/R0UT1NGKEY|127\.0\.0\.1/);
  await journal.close();
  await server.close();
});
