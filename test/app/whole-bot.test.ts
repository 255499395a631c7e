import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CrashBox, openCrashBox } from '../../drill/crash/crash-box.ts';
import { startPeople } from '../../drill/crash/people.ts';
import { faults } from '../../drill/foundation/faults/index.ts';
import { systemClock } from '../../src/adapters/system-clock.ts';
import { type Bot, startBot } from '../../src/app/bot.ts';
import type { World } from '../../src/app/stores.ts';
import { readConfig } from '../../src/config.ts';
import { actionIds } from '../../src/messages/button-value.ts';
import { JournalTrouble } from '../../src/ports/journal.ts';
import { currentStep, fold, openAsk, type Run } from '../../src/runs/run.ts';
import { same } from '../../src/words.ts';
import { aWorld } from '../support/a-world.ts';
import { type OwnDatabase, ownDatabase } from '../support/own-database.ts';

const hour = 3_600_000;
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

const start = (world: World): Promise<Bot> => startBot(readConfig(box.env), () => {}, world);
const theRun = async (bot: Bot): Promise<Run | null> => {
  const [row] = await bot.engine.journal.rows({ limit: 1 });
  return row ? fold(await bot.engine.journal.read(row.run)) : null;
};
const until = async <T>(what: () => Promise<T | null | undefined | false>, ms = 180_000): Promise<T> => {
  for (const deadline = Date.now() + ms; Date.now() < deadline; ) {
    const found = await what();
    if (found) return found;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  throw new Error(`not within ${ms} ms: ${what}`);
};
const cardWith = (button: string) =>
  until(async () =>
    box.workspace.messages().findLast(message => JSON.stringify(message.blocks).includes(`"${button}"`)),
  );
const effects = () => box.foundation.effects.all().map(effect => effect.what);
const saidBy = (part: string) => box.workspace.messages().filter(message => message.text.includes(part));
const toldTo = (user: string) =>
  box.workspace
    .as(user)
    .messages()
    .filter(message => message.onlyFor === user);

test('a full disk stops everything, says so once, and the run goes on; a stop in the middle loses nothing; an hour on the clock changes nothing', {
  timeout: 600_000,
}, async () => {
  const { ids } = box.workspace;
  const first = aWorld();
  let bot = await start(first.world);
  await box.workspace.as(ids.onCall).slash('/pks recover --route gentle');
  const moveLeader = await cardWith(actionIds.approve);

  // The disk fills up right before the approval.
  first.at.full = true;
  const before = effects();
  await box.workspace.as(ids.approver1).click(moveLeader, actionIds.approve);
  await until(async () => toldTo(ids.approver1).length > 0);
  const told = await until(async () => saidBy('disk is full')[0]);
  await new Promise(resolve => setTimeout(resolve, 1_500));
  expect(effects()).toEqual(before);
  expect(toldTo(ids.approver1).some(message => message.text.includes('✔️'))).toBe(false);
  expect(saidBy('disk is full')).toHaveLength(1);

  // Room again: the same message says so, and the approval can be given.
  first.at.full = false;
  await bot.engine.journal.remember('somebody', 'writes');
  await until(async () => saidBy('works again').length === 1);
  expect(box.workspace.message(told.ts)?.text).toContain('works again');

  // The host's clock jumps by an hour while people approve.
  first.at.jump = hour;
  const people = startPeople(box.workspace, async () => 'again');
  await until(
    async () => (await theRun(bot))?.steps.find(step => step.planned.id === 'move-leader')?.settled,
  );

  // A graceful stop while the Director recreates the VM: the command goes on by itself.
  await until(async () => {
    const run = await theRun(bot);
    const step = run && currentStep(run);
    return step?.planned.id === 'recreate' && step.state === 'running';
  });
  await bot.stop();
  const second = aWorld();
  bot = await start(second.world);
  const done = await until(async () => {
    const run = await theRun(bot);
    return run?.finished ? run : null;
  });
  people.stop();
  expect(openAsk(done)).toBeNull();
  expect(done.finished?.outcome).toBe('healed');
  expect(effects().filter(what => what === 'recreate')).toHaveLength(1);
  expect(effects().filter(what => what === 'move-leader')).toHaveLength(1);
  // Nobody had to be asked because this bot was stopped.
  expect(
    done.steps.flatMap(step => (step.asked && step.asked.ask !== 'approve' ? [step.planned.id] : [])),
  ).toEqual([]);
  await bot.stop();
});

test('a store that goes away while the bot starts delays it and does not end it', async () => {
  const { world } = aWorld();
  const failed: string[] = [];
  const once =
    (name: string) =>
    <A extends unknown[], T>(act: (...args: A) => Promise<T>) =>
    async (...args: A): Promise<T> => {
      if (failed.includes(name)) return act(...args);
      failed.push(name);
      throw new JournalTrouble({ trouble: 'away', place: 'here', words: same('The connection was cut.') });
    };
  const bot = await start({
    ...world,
    clock: { ...systemClock, sleep: ms => systemClock.sleep(Math.min(ms, 100)) },
    openJournal: async options => {
      const journal = await world.openJournal(options);
      return {
        ...journal,
        recall: once('recall')(journal.recall),
        now: once('now')(journal.now),
        rows: once('rows')(journal.rows),
      };
    },
  });
  expect(failed.toSorted()).toEqual(['now', 'recall', 'rows']);
  await bot.stop();
});
