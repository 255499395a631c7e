import { afterEach, describe, expect, test } from 'vitest';
import type { Ran } from '../../src/model/command.ts';
import { freeSpace } from '../../src/runbooks/free-space.ts';
import type { StepContext } from '../../src/runbooks/runbook.ts';
import { jihun } from '../support/a-run.ts';
import { worldsOf } from '../support/conduct/worlds.ts';
import { type SmallWorld, smallWorld } from '../support/small-world/small-world.ts';
import type { Name } from '../support/small-world/truth.ts';
import { failed, follower, leader, sshRan, stepOf } from './a-context.ts';

const worlds = worldsOf('free-space');
const worldOf = (name: string): StepContext => {
  const found = worlds[name];
  if (!found) throw new Error(`no world ${name}`);
  return found;
};
const refusedBy = (id: string, world: string): readonly string[] =>
  stepOf('free-space', id)
    .guards(worldOf(world))
    .filter(guard => !guard.ok)
    .map(guard => guard.name);
const ids = (cast: Parameters<typeof freeSpace.steps>[0]) => freeSpace.steps(cast).map(step => step.id);
const words = (id: string, world: string): string | undefined =>
  stepOf('free-space', id).act?.(worldOf(world))?.argv.join(' ');

describe('the order', () => {
  test('is: saved, compacted, each follower, the leader moved and last, disarmed, a write', () =>
    expect(ids({ leader, follower, defrag: [follower, failed, leader] })).toEqual([
      ...['snapshot', 'snapshot-copy', 'compact', 'defrag-bbbbbbbb', 'defrag-ffffffff'],
      ...['lead-elsewhere', 'defrag-aaaaaaaa', 'disarm', 'canary', 'canary-delete', 'verify', 'backup'],
    ]));
  test('with one away makes that one smaller too, should it come back, and ends in a sentence about it', () => {
    const steps = freeSpace.steps({ leader, follower, defrag: [follower, leader], away: failed });
    expect(steps.map(step => step.id)).toEqual([
      ...['snapshot', 'snapshot-copy', 'compact', 'defrag-bbbbbbbb', 'lead-elsewhere', 'defrag-aaaaaaaa'],
      ...['defrag-ffffffff', 'disarm', 'canary', 'canary-delete', 'room-back'],
    ]);
    const skip = steps.find(step => step.id === 'defrag-ffffffff')?.skip;
    expect(skip?.(worldOf('no VM'))?.en).toContain(
      'It comes back over its quota and raises the alarm for all',
    );
    expect(skip?.(worldOf('sound'))).toBeNull();
    const back = steps.at(-1)?.proof(worldOf('no VM'), null);
    expect(back).toMatchObject({ state: 'not-yet', words: { en: expect.stringContaining('NOSPACE') } });
  });
});

describe('compacted', () => {
  const step = stepOf('free-space', 'compact');
  test('is to one below what the snapshot has, and never without one', () => {
    expect(words('compact', 'sound')).toContain(' compact 41006');
    expect(step.act?.(worldOf('no snapshot'))).toBeNull();
    expect(refusedBy('compact', 'an unverified snapshot')).toEqual(['snapshot']);
  });
  test('is left out where only fragments fill it, or where all of that is forgotten', () => {
    expect(step.skip?.(worldOf('only fragments'))?.en).toContain('only fragments');
    expect(step.skip?.(worldOf('forgotten'))?.en).toContain('forgotten already');
    expect(step.skip?.(worldOf('compacted, not everywhere'))).toBeNull();
    expect(step.skip?.(worldOf('hash unread'))).toBeNull();
  });
  test('that was done before is no fault', () => {
    const ran = (stderr: string): Ran => ({ ...sshRan('', 1), stderr });
    expect(step.expects?.(ran('etcdserver: mvcc: required revision has been compacted'))?.en).toContain(
      'already',
    );
    expect(step.expects?.(ran('etcdserver: mvcc: required revision is a future revision'))).toBeNull();
  });
});

describe('made smaller is', () => {
  test('a follower while it follows, and the leader once another one leads', () => {
    expect(refusedBy('defrag-bbbbbbbb', 'compacted')).toEqual([]);
    expect(refusedBy('defrag-aaaaaaaa', 'compacted')).toEqual(['no-leader']);
    expect(refusedBy('defrag-aaaaaaaa', 'compacted, another leads')).toEqual([]);
  });
  test('by a command that has time enough, on its own VM alone', () => {
    expect(words('defrag-bbbbbbbb', 'compacted')).toMatch(
      /ssh master\/bbbbbbbb.* --command-timeout=65s defrag$/,
    );
  });
  test('nothing that is small, and nothing where live keys, a full disk, another alarm or an unread size speak against it', () => {
    const follow = stepOf('free-space', 'defrag-bbbbbbbb');
    expect(follow.skip?.(worldOf('compacted, follower small'))?.en).toContain('small already');
    for (const world of ['full of live keys', 'no room on a disk', 'an alarm beside it', 'a size not told'])
      expect(refusedBy('defrag-bbbbbbbb', world)).toEqual(['space-proof']);
  });
  test('done once it serves and is small; a command that timed out is looked after, not repeated', () => {
    const follow = stepOf('free-space', 'defrag-bbbbbbbb');
    expect(follow.proof(worldOf('compacted, follower small'), null).state).toBe('holds');
    expect(follow.proof(worldOf('compacted'), null)).toMatchObject({
      state: 'not-yet',
      words: { en: expect.stringContaining('goes on by itself') },
    });
    const resting = { ...worldOf('compacted, follower small'), secondsSinceEnd: 3 };
    expect(follow.proof(resting, null).state).toBe('not-yet');
  });
  test('the leader is moved only to a member that is done', () => {
    expect(refusedBy('lead-elsewhere', 'compacted')).toEqual(['heir']);
    expect(words('lead-elsewhere', 'compacted, follower small')).toContain('move-leader b0b0b0b0b0b0b0b0');
  });
});

describe('disarmed is', () => {
  test('only what is small on every member', () => {
    expect(refusedBy('disarm', 'compacted, follower small')).toEqual(['all-small']);
    expect(refusedBy('disarm', 'a size not told')).toEqual(['space-proof', 'all-small']);
    expect(refusedBy('disarm', 'all small')).toEqual([]);
  });
  test('proven by no alarm, still after five seconds: the next write raises it again', () => {
    const step = stepOf('free-space', 'disarm');
    const proven = (secondsSinceEnd: number, world = 'all small, disarmed') =>
      step.proof({ ...worldOf(world), secondsSinceEnd }, null).state;
    expect([proven(4), proven(5), proven(9, 'all small')]).toEqual(['not-yet', 'holds', 'not-yet']);
  });
});

let world: SmallWorld | null = null;
afterEach(async () => {
  await world?.close();
  world = null;
});
test('a cluster that refuses writes for old revisions takes them again, with one person for each act', async () => {
  world = smallWorld({
    joined: true,
    fluentdBroken: false,
    space: { alarm: true, compacted: 0, small: new Set<Name>() },
  });
  const bot = await world.bot();
  const opened = await bot.desk.recover({ cluster: 'dev-1', cure: null, by: jihun, channel: 'C0INCIDENT42' });
  if (!opened.ok) throw new Error(opened.words.en);
  const run = await bot.play(opened.run);
  expect(run.steps.map(step => step.planned.people)).toEqual([0, 0, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0]);
  expect(run.finished?.outcome).toBe('healed');
  expect(world.truth.effects).toEqual([
    ...['snapshot', 'snapshot-copy', 'compact', 'defrag', 'defrag', 'move-leader', 'defrag', 'disarm'],
    ...['canary-put', 'canary-delete', 'backup'],
  ]);
});
