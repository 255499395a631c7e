import { afterEach, beforeEach, expect, test } from 'vitest';
import { startDriver } from '../../src/engine/driver.ts';
import { stepOf } from '../../src/runs/run.ts';
import { seoyeon } from '../support/a-run.ts';
import { type SmallWorld, smallWorld } from '../support/small-world/small-world.ts';

let world: SmallWorld;
beforeEach(() => {
  world = smallWorld({}, process.env.DATABASE_URL);
});
afterEach(() => world.close());

const counted = (effect: string) => world.truth.effects.filter(each => each === effect).length;
const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));

/** A bot that stands still in the middle of `recreate`, longer than its lease; another one takes its run over. */
const overtaken = async () => {
  const frozen = { now: false };
  const first = await world.bot({
    leaseMs: 2000,
    wrap: journal => ({
      ...journal,
      renew: async lease => (frozen.now ? new Promise<boolean>(() => {}) : journal.renew(lease)),
    }),
  });
  const run = await first.start();
  await first.play(run, now => stepOf(now, 'recreate')?.state === 'asking');
  const letEnd = world.host.holdBack('recreate');
  await first.answer(run, seoyeon, 'approve');
  const driving = first.untilAsked(run);
  while (counted('recreate') === 0) await pause(5);
  frozen.now = true;
  await world.leaseIsOver(2000);
  const second = await world.bot({ leaseMs: 3600_000 });
  const taking = second.play(run);
  while (!(await second.run(run)).steps.some(step => step.notes.some(note => note.about === 'followed')))
    await pause(5);
  return { first, run, driving, taking, letEnd, thaw: () => (frozen.now = false) };
};

test('the one that was overtaken stops at once and kills nothing: the command is the other one’s now', async () => {
  const { first, run, driving, taking, letEnd, thaw } = await overtaken();
  thaw();
  await driving; // long before the command ends
  expect(stepOf(await first.run(run), 'recreate')?.state).toBe('running');
  expect(first.lines.join()).toMatch(/another process drives it: this process stops driving it/);
  letEnd();
  const over = await taking;
  expect(over.finished?.outcome).toBe('healed');
  expect(stepOf(over, 'recreate')?.ended?.end).toBe('exited');
  expect(counted('recreate')).toBe(1);
});

test('what it still wants to write is refused', async () => {
  const { first, run, driving, taking, letEnd } = await overtaken();
  letEnd(); // it never thawed: it sees the end of the command and knows nothing of the other one
  await driving;
  const over = await taking;
  expect(first.lines.join()).toContain('fenced: this process stops driving it');
  expect(over.finished?.outcome).toBe('healed');
  const ends = (await first.journal.read(run)).filter(
    ({ event }) => event.kind === 'ended' && event.step === 'recreate',
  );
  expect(ends).toHaveLength(1);
  expect(counted('recreate')).toBe(1);
});

test('with drivers of two bots and clicks through either each act happens once, and there is one final entry', async () => {
  const [one, two] = [await world.bot(), await world.bot()];
  const drivers = [startDriver(one.engine), startDriver(two.engine)];
  const run = await one.start();
  for (;;) {
    const now = await two.run(run);
    if (now.finished) break;
    const waiting = now.steps.some(step => step.state === 'asking');
    if (waiting)
      await Promise.all([one.answer(run, seoyeon, 'approve'), two.answer(run, seoyeon, 'approve')]);
    await pause(10);
  }
  await Promise.all(drivers.map(driver => driver.stop()));
  expect(world.truth.effects).toEqual([
    'snapshot',
    'snapshot-copy',
    'move-leader',
    'recreate',
    'canary-put',
    'canary-delete',
    'backup',
  ]);
  const entries = await one.journal.read(run);
  expect(entries.filter(({ event }) => event.kind === 'finished')).toHaveLength(1);
  const approvals = entries.filter(({ event }) => event.kind === 'answered');
  expect(approvals).toHaveLength(2);
});
