import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CrashBox, openCrashBox } from '../../drill/crash/crash-box.ts';
import { faults } from '../../drill/foundation/faults/index.ts';
import { openJournal } from '../../src/adapters/journal/open-journal.ts';
import { type Bot, startBot } from '../../src/app/bot.ts';
import { readConfig } from '../../src/config.ts';
import { actionIds } from '../../src/messages/button-value.ts';
import type { Sealing } from '../../src/ports/sealing.ts';
import { keysIn } from '../../src/record/keys.ts';
import { sealing } from '../../src/record/seal.ts';
import type { RunEvent } from '../../src/runs/events.ts';
import { parseEvent } from '../../src/runs/parse-event.ts';
import { type OwnDatabase, ownDatabase } from '../support/own-database.ts';

type Answered = Extract<RunEvent, { kind: 'answered' }>;

let box: CrashBox;
let bot: Bot;
let database: OwnDatabase | null = null;
beforeAll(async () => {
  database = process.env.DATABASE_URL ? await ownDatabase(process.env.DATABASE_URL) : null;
  box = await openCrashBox(process.env.PATH ?? '/usr/bin:/bin', database?.url ?? null);
  await faults['raft-log-lost'].inject(box.foundation.machines);
  bot = await startBot(readConfig(box.env), () => {});
}, 120_000);
afterAll(async () => {
  await bot.stop();
  await box.stop();
  await database?.drop();
});

const until = async <T>(what: () => Promise<T | null | undefined | false>): Promise<T> => {
  for (;;) {
    const found = await what();
    if (found) return found;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
};

/** Writes into the store beside the bot, chained as it would, and waits until the bot has looked at it and parked the run. */
const byHand = async (run: string, event: RunEvent, seal?: Sealing) => {
  const { journal } = bot.engine;
  const hand = await openJournal<RunEvent>({
    dataDir: box.env.DATA_DIR ?? '',
    databaseUrl: box.env.DATABASE_URL,
    holder: 'by hand',
    parse: parseEvent,
    sealing: seal,
  });
  await until(async () => {
    const row = await journal.row(run);
    if (!row) return false;
    return (await hand.write({ run, events: [event], as: { expectSeq: row.seq }, then: 'wake' })).ok;
  });
  await hand.close();
  await until(async () => (await journal.row(run))?.awake === false);
};

test('an approval written by hand, signed with another key, or copied from another ask makes a running bot begin nothing', {
  timeout: 120_000,
}, async () => {
  const { ids } = box.workspace;
  const { journal } = bot.engine;
  await box.workspace.as(ids.onCall).slash('/pks recover --route gentle');
  const card = await until(async () =>
    box.workspace
      .messages()
      .findLast(({ blocks }) => JSON.stringify(blocks).includes(`"${actionIds.approve}"`)),
  );
  const [row] = await journal.rows({ live: true });
  const run = row?.run ?? '';
  const of = async (kind: 'answered' | 'began', { step }: Pick<Answered, 'step'>) =>
    (await journal.read(run)).filter(({ event }) => event.kind === kind && event.step === step);
  await box.workspace.as(ids.approver1).click(card, actionIds.approve);
  const real = await until(async () =>
    (await journal.read(run))
      .map(({ event }) => event)
      .find((each): each is Answered => each.kind === 'answered'),
  );
  await until(async () => (await journal.row(run))?.awake === false);
  const before = box.foundation.effects.all().length;

  const other = { ...real, by: { ...real.by, id: ids.approver2 } };
  const stranger = keysIn(Buffer.alloc(32, 7).toString('base64'));
  if (!stranger) throw new Error('no key');
  await byHand(run, { ...other, seal: undefined });
  await byHand(run, other);
  await byHand(run, { ...other, seal: undefined }, sealing(stranger, new Set()));
  await byHand(run, real);

  expect(await of('answered', real)).toHaveLength(5);
  expect(await of('began', real)).toEqual([]);
  expect(box.foundation.effects.all()).toHaveLength(before);

  // What a second person really clicks still counts.
  await box.workspace.as(ids.approver2).click(card, actionIds.approve);
  await until(async () => (await of('began', real)).length > 0);
});
