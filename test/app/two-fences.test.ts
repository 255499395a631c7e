import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CrashBox, openCrashBox } from '../../drill/crash/crash-box.ts';
import { startPeople } from '../../drill/crash/people.ts';
import { faults } from '../../drill/foundation/faults/index.ts';
import { openJournal } from '../../src/adapters/journal/open-journal.ts';
import { connectJumpHost } from '../../src/adapters/jump-host/connect.ts';
import { systemClock } from '../../src/adapters/system-clock.ts';
import { type Bot, startBot } from '../../src/app/bot.ts';
import { readConfig } from '../../src/config.ts';
import { parseEvent } from '../../src/runs/parse-event.ts';
import { type OwnDatabase, ownDatabase } from '../support/own-database.ts';

let box: CrashBox;
let database: OwnDatabase | null = null;
beforeAll(async () => {
  database = process.env.DATABASE_URL ? await ownDatabase(process.env.DATABASE_URL) : null;
  box = await openCrashBox(process.env.PATH ?? '/usr/bin:/bin', database?.url ?? null);
  await faults['raft-log-lost'].inject(box.foundation.machines);
}, 120_000);
afterAll(async () => {
  await box.stop();
  await database?.drop();
});

/** A bot on the one store with JUMP_HOST=local and a folder of its own there, as two replicas on two machines have. */
const start = (folder: string): Promise<Bot> =>
  startBot(readConfig(box.env), () => {}, {
    clock: systemClock,
    openJournal: options => openJournal({ ...options, parse: parseEvent }),
    connectJumpHost: (spec, options) =>
      connectJumpHost(spec, { ...options, folder: join(box.folder, folder) }),
  });
const until = async <T>(
  what: () => Promise<T | null | undefined | false> | T | null | undefined | false,
): Promise<T> => {
  for (;;) {
    const found = await what();
    if (found) return found;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
};

test('two bots on one store, each with JUMP_HOST=local on a machine of its own: each act happens once, and none while both live', {
  timeout: 240_000,
}, async () => {
  const first = await start('machine-a');
  const { ids } = box.workspace;
  await box.workspace.as(ids.onCall).slash('/pks recover --route gentle');
  const { journal } = first.engine;
  const row = await until(async () => (await journal.rows({ limit: 1 }))[0]);
  const entries = () => journal.read(row.run);
  await until(async () => (await entries()).some(({ event }) => event.kind === 'asked'));

  const second = await start('machine-b');
  expect(second.engine.held?.()?.en).toContain('stand behind different fences');
  await until(() => first.engine.held?.());
  await until(() => box.workspace.messages().some(({ text }) => text.includes('different fences')));
  // Only now somebody clicks: an act that was approved before would belong to the first bot alone.
  const people = startPeople(box.workspace, async () => 'wait');
  // What was under way has come to its end; from here on the record stands still, whatever people click.
  await until(async () => {
    const last = (await entries()).at(-1)?.seq;
    await new Promise(resolve => setTimeout(resolve, 1_500));
    return (await entries()).at(-1)?.seq === last;
  });
  const before = box.foundation.effects.all().length;
  expect((await journal.rows({ limit: 1 }))[0]?.finishedAt).toBeNull();
  await first.stop();
  await until(() => second.engine.held?.() === null);
  const done = await until(async () => {
    const all = await second.engine.journal.read(row.run);
    return all.at(-1)?.event.kind === 'finished' && all;
  });
  people.stop();
  await second.stop();
  expect(done.at(-1)?.event).toMatchObject({ outcome: 'healed' });
  const effects = box.foundation.effects.all();
  expect(effects.length).toBeGreaterThan(before);
  expect(effects.filter(({ what }) => what === 'recreate')).toHaveLength(1);
  const places = done.flatMap(({ event }) => (event.kind === 'began' && event.place ? [event.place.id] : []));
  expect(new Set(places).size).toBe(2);
});
