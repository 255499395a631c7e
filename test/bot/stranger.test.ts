import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openJournal } from '../../src/adapters/journal/open-journal.ts';
import { refuseStrangers, StrangerOnToken, strangerKey } from '../../src/guards.ts';
import { pks } from '../../src/pks.ts';
import { parseEvent } from '../../src/runs/parse-event.ts';
import { onlySqlite, type Store } from '../adapters/journal/stores.ts';

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
  await journal.remember(strangerKey, { at: found, by: 'host-a/1', token: nameOf('xapp-1') });
  await expect(refuseStrangers(journal, 'xapp-1')).rejects.toThrow(StrangerOnToken);
  // A new token is under no verdict.
  const again = await open();
  await refuseStrangers(again, 'xapp-2');
  expect(JSON.stringify(await again.recall(strangerKey))).not.toContain('xapp');
  const said = await pks(['token-is-ours'], new Date(), { DATA_DIR: store.place.dataDir });
  expect(said).toEqual({ out: expect.stringContaining('Start the bot') });
  await refuseStrangers(again, 'xapp-1');
  await again.close();
});
