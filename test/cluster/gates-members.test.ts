import { expect, test } from 'vitest';
import { noAlarm } from '../../src/cluster/gates-members.ts';
import { verdictOf } from '../../src/cluster/verdict.ts';
import { broken, clusterOf, etcdOf, m1, m3, tocommit } from './build.ts';

const why = (...alarms: string[]) => {
  const seen = clusterOf({ [m1]: broken(tocommit), [m3]: { etcd: etcdOf(m3, { alarms }) } });
  return noAlarm.why(seen, {
    cure: 'move-leader',
    target: m1,
    verdict: verdictOf(seen),
    snapshot: 'later',
    snapshotBetween: { before: null, after: null },
    stops: [],
  });
};

test('out of space is compacted, defragmented and disarmed by a person', () =>
  expect(why('memberID:1 alarm:NOSPACE')?.en).toContain('compacts, defragments and disarms'));

test('corruption is never disarmed: the data stay different', () => {
  expect(why('memberID:1 alarm:CORRUPT')?.en).toContain('never disarm');
  expect(why('memberID:1 alarm:CORRUPT')?.ko).toContain('disarm하지 마세요');
  expect(why('memberID:1 alarm:CORRUPT', 'memberID:2 alarm:NOSPACE')?.en).not.toContain('compacts');
});

test('what is not known here is looked up before anything is changed', () =>
  expect(why('etcdserver: something new')?.en).toContain(
    '1 alarm or error: etcdserver: something new; find out what it means',
  ));
