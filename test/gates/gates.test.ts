import { expect, test } from 'vitest';
import type { Observation } from '../../src/cluster/observation.ts';
import { checklist, type GateContext } from '../../src/gates/gate.ts';
import { departures, preGates } from '../../src/gates/gates.ts';
import { broken, clusterOf, etcdOf, m1, m2, m3, statusOf, tocommit } from '../cluster/build.ts';
import { contextOf } from '../cluster/gate-context.ts';

const sick = clusterOf({ [m1]: broken(tocommit) });
const notMet = (seen: Observation, more: Partial<GateContext> = {}) =>
  checklist(preGates, seen, contextOf(seen, more)).filter(each => !each.ok);

test('every condition holds for the runbook’s own fault, and says what holds', () => {
  const list = checklist(preGates, sick, contextOf(sick));
  expect(list.filter(each => !each.ok)).toEqual([]);
  expect(list.every(each => each.words.en !== '' && /[가-힣]/.test(each.words.ko))).toBe(true);
});

test('the conditions are asked in the order of what makes the next one worth asking', () =>
  expect(preGates.map(gate => gate.name)).toEqual([
    'one-of-three',
    'deployment-free',
    'not-ignored',
    'pair-processes',
    'pair-agrees',
    'pair-hash',
    'voters',
    'no-alarm',
    'caught-up',
    'not-emptied',
    'snapshot',
    'classified',
    'member-id',
    'stops-at-most-one',
    'room',
    'next-steps',
    'etcd-version',
  ]));

test('each that does not hold is a line of its own, with its reason in both languages', () => {
  const seen = clusterOf(
    {
      [m1]: broken(tocommit),
      [m2]: { ignored: true },
      [m3]: { etcd: etcdOf(m3, { status: statusOf(m3, { raftTerm: 8, version: '3.6.0' }) }) },
    },
    { locks: [{ type: 'deployment', resource: 'd', taskId: '9' }] },
  );
  const failed = notMet(seen, { verdict: contextOf(sick).verdict, snapshot: null });
  expect(failed.map(each => each.name)).toEqual([
    'deployment-free',
    'not-ignored',
    'pair-agrees',
    'snapshot',
    'etcd-version',
  ]);
  expect(failed.every(each => each.words.en !== '' && /[가-힣]/.test(each.words.ko))).toBe(true);
});

test('this run’s own task and its lock are not in its way', () => {
  const seen = clusterOf(
    { [m1]: broken(tocommit) },
    {
      tasks: [{ id: '7', state: 'processing', description: 'restart', deployment: 'd', user: 'x' }],
      locks: [{ type: 'deployment', resource: 'd', taskId: '7' }],
    },
  );
  expect(notMet(seen, { ownTasks: ['7'] })).toEqual([]);
});

test('the leader may be stopped when the victim is, and resurrection', () => {
  const stopped = broken(tocommit, { monit: [{ name: 'etcd', state: 'not monitored' }] });
  const seen = clusterOf({ [m1]: stopped }, { resurrection: 'off' });
  expect(notMet(seen, { stops: [m2] })).toEqual([]);
});

test('the original departs from conditions that exist, and never from hashes, alarms, lag, lost data or the snapshot', () => {
  expect(departures.length).toBeGreaterThan(0);
  expect(departures.every(name => preGates.some(gate => gate.name === name))).toBe(true);
  for (const kept of ['pair-hash', 'no-alarm', 'caught-up', 'not-emptied', 'snapshot', 'classified', 'room'])
    expect(departures).not.toContain(kept);
});
