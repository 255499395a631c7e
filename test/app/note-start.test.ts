import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openJournal } from '../../src/adapters/journal/open-journal.ts';
import { secretsOf } from '../../src/app/config-secrets.ts';
import { noteStart } from '../../src/app/note-start.ts';
import { readConfig } from '../../src/config.ts';
import { createRedactor } from '../../src/readings/redact.ts';
import { keysIn } from '../../src/record/keys.ts';
import { parseEvent } from '../../src/runs/parse-event.ts';

const needed = {
  SLACK_BOT_TOKEN: 'xoxb-1-abcdefghij',
  SLACK_APP_TOKEN: 'xapp-1-abcdefghij',
  APPROVERS: 'U1',
  BOSH_ENVIRONMENT: '10.0.0.1',
  BOSH_CLIENT: 'team',
  BOSH_CLIENT_SECRET: 'first-secret-value',
};

test('each start is an entry of the ledger, and says which settings are other ones, never a secret of theirs', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'pks-start-'));
  const journal = await openJournal({ dataDir: folder, holder: 'x', parse: parseEvent });
  const keys = keysIn(Buffer.alloc(32, 1).toString('base64'));
  if (!keys) throw new Error('no key');
  const start = (env: Record<string, string>) => {
    const config = readConfig({ ...needed, ...env });
    const redact = createRedactor({ secrets: secretsOf(config) });
    return noteStart({ journal, config, keys, redact, bot: 'b/1', version: '0.1.0' });
  };
  await start({});
  await start({});
  await start({
    HOLD_SECONDS: '77',
    BOSH_CLIENT_SECRET: 'second-secret-value',
    BOSH_ACT_CLIENT: 'a',
    BOSH_ACT_CLIENT_SECRET: 'third-secret',
  });
  await start({});
  const told = (await journal.readLedger({ kind: 'bot-started' })).map(({ event }) => event);
  expect(told.map(({ changed }) => Object.keys(Object(changed)).sort())).toEqual([
    [],
    [],
    ['BOSH_ACT_CLIENT', 'BOSH_ACT_CLIENT_SECRET', 'BOSH_CLIENT_SECRET', 'HOLD_SECONDS'],
    ['BOSH_ACT_CLIENT', 'BOSH_ACT_CLIENT_SECRET', 'BOSH_CLIENT_SECRET', 'HOLD_SECONDS'],
  ]);
  expect(told[2]).toMatchObject({ bot: 'b/1', version: '0.1.0', changed: { HOLD_SECONDS: '77' } });
  expect(told[3]).toMatchObject({ changed: { BOSH_ACT_CLIENT: null } });
  expect(JSON.stringify(told)).not.toMatch(/secret-value|third-secret/);
  await journal.close();
  await rm(folder, { recursive: true });
});
