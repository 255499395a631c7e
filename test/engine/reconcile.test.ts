import { afterEach, beforeEach, expect, test } from 'vitest';
import * as bosh from '../../src/commands/bosh.ts';
import { stepOf } from '../../src/runs/run.ts';
import { jihun, seoyeon } from '../support/a-run.ts';
import { dyingAt } from '../support/small-world/mortal-journal.ts';
import { type Bot, notesOf, type SmallWorld, smallWorld } from '../support/small-world/small-world.ts';

let world: SmallWorld;
beforeEach(() => {
  world = smallWorld();
});
afterEach(() => world.close());

/** A run whose `recreate` is running while the bot that started it is dead. */
const orphanedRecreate = async (): Promise<string> => {
  const mortal = dyingAt(
    (_nth, events) => events.some(e => e.kind === 'task' && e.step === 'recreate'),
    'after',
  );
  const first = await world.bot({ wrap: mortal.wrap });
  const run = await first.start();
  await Promise.race([first.play(run), mortal.died]);
  first.die();
  return run;
};
const recreates = () => world.truth.effects.filter(effect => effect === 'recreate').length;

test('a command that still runs after a restart is followed to its end, and the card says so with its task', async () => {
  const letEnd = world.host.holdBack('recreate');
  const run = await orphanedRecreate();
  const second = await world.bot();
  const playing = second.play(run);
  letEnd();
  const over = await playing;
  expect(over.finished?.outcome).toBe('healed');
  expect(recreates()).toBe(1);
  expect(notesOf(over)).toContain(
    'The bot was restarted; this command (task 204518) is still running and is followed to its end.',
  );
});

test('an intent that never started is burnt, keeps its approval, and starts once', async () => {
  const mortal = dyingAt(
    (_nth, events) => events.some(e => e.kind === 'began' && e.step === 'recreate'),
    'after',
  );
  const first = await world.bot({ wrap: mortal.wrap });
  const run = await first.start();
  await Promise.race([first.play(run), mortal.died]);
  first.die();
  const second = await world.bot();
  const over = await second.untilAsked(run);
  const step = stepOf(over, 'recreate');
  expect(step?.settled?.outcome).toBe('done');
  expect(step?.approvedBy.map(by => by.name)).toEqual(['seoyeon']);
  expect(recreates()).toBe(1);
  const claims = (await second.journal.read(run)).flatMap(({ event }) =>
    event.kind === 'began' && event.step === 'recreate' ? [event.claim] : [],
  );
  expect(new Set(claims).size).toBe(2);
  expect(world.host.started.filter(({ claim }) => claims.includes(claim))).toHaveLength(1);
  // The dead bot was only asleep, and starts late what it had written down: refused, whatever the command.
  const late = await world.host.jumpHost.run(bosh.taskShow('1'), { claim: claims[0] ?? '' });
  expect(late.end).toBe('not-started');
});

test('a jump host that cannot be asked is asked again until it answers; said once, nothing run twice', async () => {
  const run = await orphanedRecreate();
  world.host.tell.away = true;
  const second = await world.bot();
  const playing = second.play(run);
  await world.time.clock.sleep(12_000);
  world.host.tell.away = false;
  const over = await playing;
  expect(over.finished?.outcome).toBe('healed');
  expect(recreates()).toBe(1);
  expect(notesOf(over).filter(words => words.includes('cannot be asked'))).toHaveLength(1);
});

test('a jump host that stays away parks the run with a sentence; trying again looks first', async () => {
  const run = await orphanedRecreate();
  world.host.tell.away = true;
  const second = await world.bot();
  const parked = stepOf(await second.untilAsked(run), 'recreate');
  expect(parked).toMatchObject({ state: 'asking', asked: { ask: 'stuck', options: ['again', 'abort'] } });
  expect(parked?.asked?.why.en).toContain('Connection refused. Bring it back, then try again');
  expect(parked?.asked?.why.ko).toMatch(/두 번 실행하지 않습니다/);
  world.host.tell.away = false;
  await second.answer(run, seoyeon, 'again');
  const over = await second.play(run);
  expect(over.finished?.outcome).toBe('healed');
  expect(recreates()).toBe(1);
});

test('a run that is aborted while the jump host is away says that nobody knows how the command ended', async () => {
  const run = await orphanedRecreate();
  world.host.tell.away = true;
  const second = await world.bot();
  await second.untilAsked(run);
  await second.desk.abort(run, jihun, 'slash');
  const over = await second.untilAsked(run);
  expect(over.finished?.outcome).toBe('aborted');
  expect(stepOf(over, 'recreate')?.settled).toMatchObject({ outcome: 'failed' });
  expect(stepOf(over, 'recreate')?.settled?.words.en).toContain('may still be running there');
});

test('a connection that drops again and again is told once, and the command is followed to its end', async () => {
  const bot = await world.bot();
  const run = await bot.start();
  const isMoved = () => world.truth.effects.includes('move-leader');
  await bot.play(run, now => isMoved() && stepOf(now, 'recreate')?.state === 'asking');
  world.host.tell.loses = 3;
  const over = await bot.play(run);
  expect(over.finished?.outcome).toBe('healed');
  expect(recreates()).toBe(1);
  expect(
    notesOf(over).filter(words => words.startsWith('The connection to the jump host was lost')),
  ).toHaveLength(1);
});

test('a jump host that restarted leaves no end: the Director ended the task and the world shows it, so it is done', async () => {
  const run = await orphanedRecreate();
  world.host.restart();
  const second = await world.bot();
  const over = await second.play(run);
  expect(over.finished?.outcome).toBe('healed');
  expect(recreates()).toBe(1);
  expect(stepOf(over, 'recreate')?.settled?.words.en).toMatch(
    /^Its end was not seen .*; the world shows it done\. The Director ended task 204518 as done\./,
  );
});

/** The move was begun, the jump host restarted in the middle, and the leader is where it was. */
const unknownMove = async (): Promise<{ bot: Bot; run: string }> => {
  const mortal = dyingAt(
    (_nth, events) => events.some(e => e.kind === 'ended' && e.step === 'move-leader'),
    'before',
  );
  world.host.holdBack('move-leader');
  const first = await world.bot({ wrap: mortal.wrap });
  const run = await first.start();
  const isAsking = (now: Parameters<typeof stepOf>[0]) => stepOf(now, 'move-leader')?.state === 'asking';
  await first.play(run, isAsking);
  await first.answer(run, seoyeon, 'approve');
  const driving = first.untilAsked(run).catch(() => {});
  while (!world.truth.effects.includes('move-leader')) await world.time.clock.sleep(100);
  first.die();
  world.host.restart();
  await Promise.race([driving, world.time.clock.sleep(10_000)]);
  const bot = await world.bot();
  await bot.untilAsked(run);
  return { bot, run };
};

test('an act that the world does not show is put before a person, with what was seen and three named answers', async () => {
  const { bot, run } = await unknownMove();
  const asked = stepOf(await bot.run(run), 'move-leader')?.asked;
  expect(asked).toMatchObject({ ask: 'settle', options: ['happened', 'again', 'abort'] });
  expect(asked?.why.en).toMatch(
    /nobody can tell whether it happened: .*restarted.* Seen now: waiting for master\/9b8ad6e0/,
  );
  expect(world.truth.effects.filter(effect => effect === 'move-leader')).toHaveLength(1);
});

test('where it did not happen the step is considered anew and approved anew', async () => {
  const { bot, run } = await unknownMove();
  await bot.answer(run, seoyeon, 'again');
  const again = stepOf(await bot.untilAsked(run), 'move-leader');
  expect(again?.asked?.ask).toBe('approve');
  expect(world.truth.effects.filter(effect => effect === 'move-leader')).toHaveLength(1);
});

test('where it happened the person is believed, and the card says that the world does not show it', async () => {
  const { bot, run } = await unknownMove();
  await bot.answer(run, seoyeon, 'happened');
  const settled = stepOf(await bot.untilAsked(run), 'move-leader')?.settled;
  expect(settled?.outcome).toBe('done');
  expect(settled?.words.en).toMatch(
    /^seoyeon looked and says that it happened\. The world does not show it: waiting for .*seoyeon is believed\.$/,
  );
});

test('where it happened and the world shows it too, what it shows is kept with the step', async () => {
  const { bot, run } = await unknownMove();
  world.truth.joined = true;
  await bot.answer(run, seoyeon, 'happened');
  const settled = stepOf(await bot.untilAsked(run), 'move-leader')?.settled;
  expect(settled?.words.en).toContain('The world shows it too');
  expect(settled?.facts.leader).toMatch(/^master\//);
});

test('where the run is aborted there, it is not said to be undone', async () => {
  const { bot, run } = await unknownMove();
  await bot.answer(run, seoyeon, 'abort');
  const over = await bot.untilAsked(run);
  expect(over.finished?.outcome).toBe('aborted');
  expect(stepOf(over, 'move-leader')?.settled?.words.en).toContain('nobody can tell whether it happened');
});
