import { afterEach, expect, test } from 'vitest';
import { shortInstance } from '../../src/model/instance.ts';
import { type SmallWorld, smallWorld } from '../support/small-world/small-world.ts';
import { follower, leader, victim } from '../support/small-world/truth.ts';

let world: SmallWorld;
afterEach(() => world.close());

const verifyOf = async (change: Parameters<typeof smallWorld>[0]) => {
  world = smallWorld(change);
  const bot = await world.bot();
  const run = await bot.play(await bot.start());
  const verify = run.steps.find(step => step.planned.id === 'verify');
  if (!verify) throw new Error('no verify step');
  return verify;
};
/** How long the hold took, in seconds of the world's own clock. */
const lasted = ({ began, settled }: Awaited<ReturnType<typeof verifyOf>>): number =>
  ((settled?.at ?? 0) - (began?.at ?? 0)) / 1000;

test('a hold goes on while members that started weeks ago write one line of log after another', async () => {
  let line = 0;
  const verify = await verifyOf({
    etcdLog: () => [1, 2, 3].map(() => `I | etcdserver: start to snapshot (applied: ${++line})`).join('\n'),
  });
  expect(verify.settled?.outcome).toBe('done');
  expect(lasted(verify)).toBeLessThan(13);
});

/** etcd 3.5 names all of its flags in the line. */
const json = (second: number): string =>
  `{"level":"info","ts":"2026-11-22T10:57:${String(second).padStart(2, '0')}.000000Z","caller":"etcdmain/etcd.go:73","msg":"Running: ","args":["${'x'.repeat(900)}"]}`;

test('a start of the last of three masters begins the hold anew, however long the lines of a start are', async () => {
  let looks = 0;
  const verify = await verifyOf({
    etcdLog: name =>
      name === follower && world.truth.effects.includes('canary-delete') && ++looks > 5
        ? `${json(1)}\nlater\n${json(2)}`
        : json(1),
  });
  expect(verify.settled?.outcome).toBe('done');
  expect(verify.settled?.facts.starts).toBe(
    [victim, leader, follower]
      .map(name => `${shortInstance(name)} 2026-11-22T10:57:0${name === follower ? 2 : 1}.000000Z`)
      .join(', '),
  );
  expect(lasted(verify)).toBeGreaterThan(11);
});

/** Each look, once the canary is gone, takes so many milliseconds of the world's clock. */
const slowLooks = (ms: number) => () => {
  if (world.truth.effects.includes('canary-delete')) world.time.pass(ms / 3);
  return json(1);
};

test('a hold that begins after all patience, because looks are slow, is watched to its end', async () => {
  const verify = await verifyOf({ etcdLog: slowLooks(42_000) });
  expect(verify.settled?.outcome).toBe('done');
});

test('what held at the last look alone is not said to have held', async () => {
  let second = 0;
  const verify = await verifyOf({
    etcdLog: () => (world.truth.effects.includes('canary-delete') ? json(++second % 60) : json(1)),
  });
  expect(verify.asked?.ask).toBe('stuck');
  expect(verify.asked?.why.en).toContain('did not stay so for 10 s without a change');
  expect(verify.asked?.why.en).not.toContain('held for');
});
