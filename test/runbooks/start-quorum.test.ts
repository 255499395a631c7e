import { afterEach, describe, expect, test } from 'vitest';
import type { MasterObservation, Observation } from '../../src/cluster/observation.ts';
import { contextBefore } from '../../src/desk/plan.ts';
import { peopleOf } from '../../src/engine/step-now.ts';
import { exampleContext } from '../../src/runbooks/example.ts';
import type { StepContext } from '../../src/runbooks/runbook.ts';
import { startQuorum } from '../../src/runbooks/start-quorum.ts';
import { startStoppedStep } from '../../src/runbooks/steps/start-stopped.ts';
import { clusterOf, etcdOf, kept, logOf, m1, m2, m3, statusOf, stopped } from '../cluster/build.ts';
import { alice, jihun, seoyeon } from '../support/a-run.ts';
import { type SmallWorld, smallWorld } from '../support/small-world/small-world.ts';

let world: SmallWorld | null = null;
afterEach(async () => {
  await world?.close();
  world = null;
});

const { settings } = exampleContext('start-quorum');
type Change = Parameters<typeof clusterOf>[0];
const contextOf = (change: Change = {}, more: Partial<Observation> = {}): StepContext => ({
  ...contextBefore(
    'run-1',
    clusterOf(
      { [m1]: stopped(m1), [m2]: stopped(m2), [m3]: stopped(m3), ...change },
      { memory: kept(), ...more },
    ),
    m1,
    settings,
    'start-quorum',
  ),
  secondsSinceEnd: 20,
});
const alone = (commit: number, seconds: number): Partial<MasterObservation> =>
  stopped(
    m1,
    {},
    {
      disk: { held: true, log: logOf(m1) },
      monit: [{ name: 'etcd', state: 'running' }],
      lastStartBlock: `2026-11-22 10:57:00.000001 I | etcdmain: etcd Version: 3.4.23
2026-11-22 10:57:00.100001 I | etcdserver: restarting member a1 in cluster c0ffee at commit index ${commit}`,
      starts: { now: `2026-11-22T10:57:${String(seconds).padStart(2, '0')}Z`, at: ['2026-11-22T10:57:00Z'] },
    },
  );
const first = startStoppedStep(m1, 0);
const second = startStoppedStep(m2, 1);

describe('a member that is started alone', () => {
  test('has started once its log names the commit index of its disk and its process stays: it answers nobody', () => {
    expect(first.proof(contextOf({ [m1]: alone(4999, 12) }), null)).toMatchObject({
      state: 'holds',
      facts: { commit: '4999' },
    });
    expect(first.proof(contextOf({ [m1]: alone(4999, 3) }), null)).toMatchObject({
      state: 'not-yet',
      words: { en: 'master/9b8ad6e0 runs for 3 of 10 s' },
    });
    expect(first.proof(contextOf({ [m1]: alone(300, 12) }), null).words.en).toContain(
      'says commit index 300, 4999 was read on its disk',
    );
    expect(first.proof(contextOf(), null).words.en).toContain('is not up yet');
  });
  test('is the most advanced one, or it is not started', () => {
    const not = (step: typeof first, context: StepContext) =>
      step
        .guards(context)
        .filter(each => !each.ok)
        .map(each => each.words.en);
    expect(not(first, contextOf())).toEqual([]);
    expect(not(second, contextOf())).toEqual([
      'master/8cdf6298 is not the most advanced of the stopped members (master/9b8ad6e0 is)',
    ]);
    expect(not(second, contextOf({ [m1]: alone(4999, 12) }))).toEqual([]);
  });
});

describe('the second one', () => {
  const serves = (instance: string, revision: number) => ({
    etcd: etcdOf(instance, { status: statusOf(instance, { revision }) }),
  });
  test('has started once both serve, and not below what was seen before', () => {
    const both = (revision: number) =>
      second.proof(contextOf({ [m1]: serves(m1, revision), [m2]: serves(m2, revision) }), null);
    expect(both(1204)).toMatchObject({ state: 'holds', facts: { revision: '1204' } });
    expect(both(900)).toMatchObject({ state: 'broken' });
    expect(both(900).words.en).toContain('revision 900 is below 1200');
  });
  test('that finds no leader in 30 s is said so, and nothing else is started', () => {
    const context = contextOf({
      [m1]: alone(4999, 40),
      [m2]: { ...alone(4999, 40), disk: { held: true, log: logOf(m2) } },
    });
    expect(second.proof({ ...context, secondsSinceEnd: 31 }, null).words.en).toContain(
      '0 of 2 members serve after 30 s; look at port 2380',
    );
  });
  test('beside two that serve the third is one whose process is down, its own disk still whole', () => {
    const pair = { [m1]: serves(m1, 1204), [m2]: serves(m2, 1204) };
    const third = startStoppedStep(m3, 2);
    expect(third.guards(contextOf(pair)).every(each => each.ok)).toBe(true);
    const torn = contextOf({ ...pair, [m3]: stopped(m3, { torn: true }) });
    expect(third.guards(torn).find(each => !each.ok)?.words.en).toContain('torn at its end');
  });
});

test('one person is asked, and two where nothing is remembered or one disk is left out', () => {
  const people = (context: StepContext) => peopleOf(first, context, { change: 1, belowQuorum: 2 }, false);
  expect(people(contextOf()).people).toBe(1);
  expect(people(contextOf({}, { memory: null }))).toMatchObject({
    people: 2,
    why: { en: expect.stringContaining('nothing is remembered of some member') },
  });
  expect(people(contextOf({ [m3]: stopped(m3, { torn: true }) })).people).toBe(2);
});

test('a certificate that has ended is named before anything is started', () => {
  const ended = {
    certificates: [
      { file: '/var/vcap/jobs/etcd/config/peer.crt', until: '2026-11-01T00:00:00Z', daysLeft: -21 },
    ],
  };
  const guard = first.guards(contextOf({ [m2]: { ...stopped(m2), ...ended } })).find(each => !each.ok);
  expect(guard?.words.en).toContain('peer.crt, 2026-11-01T00:00:00Z');
});

test('a survivor that answers gives its snapshot first and is not among those that are started', () => {
  const ids = startQuorum
    .steps({ leader: null, follower: null, answering: [m1], start: [m2, m3] })
    .map(step => step.id);
  expect(ids.slice(0, 4)).toEqual([
    'snapshot-9b8ad6e0',
    'snapshot-copy-9b8ad6e0',
    'start-8cdf6298',
    'start-774bfafe',
  ]);
  expect(ids.at(-2)).toBe('verify');
});

test('with one disk left out the run ends when the two serve, and says what is left', async () => {
  const steps = startQuorum.steps({
    leader: null,
    follower: null,
    answering: [],
    start: [m1, m2],
    leftOut: m3,
  });
  expect(steps.map(step => step.id)).toEqual(['start-9b8ad6e0', 'start-8cdf6298', 'quorum-back']);
  const back = steps.at(-1);
  const pair = { [m1]: { etcd: etcdOf(m1) }, [m2]: { etcd: etcdOf(m2) } };
  expect(back?.proof(contextOf(pair), null)).toMatchObject({ state: 'holds', facts: { left: m3 } });
  expect(back?.proof(contextOf({ [m1]: { etcd: etcdOf(m1) } }), null).state).toBe('not-yet');
});

test('a stopped cluster is brought back by one person a step, and the run is healed', async () => {
  world = smallWorld({ joined: true, fluentdBroken: false, stopped: new Set([m1, m2, m3]) });
  const bot = await world.bot();
  const opened = await bot.desk.recover({ cluster: 'dev-1', cure: null, by: jihun, channel: 'C0INCIDENT42' });
  if (!opened.ok) throw new Error(opened.words.en);
  for (const who of [seoyeon, alice, seoyeon]) {
    await bot.untilAsked(opened.run);
    await bot.answer(opened.run, who, 'approve');
  }
  const run = await bot.untilAsked(opened.run);
  expect(run.finished?.outcome).toBe('healed');
  expect(world.truth.effects.filter(each => each === 'monit-start')).toHaveLength(3);
});
