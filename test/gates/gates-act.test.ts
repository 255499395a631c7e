import { describe, expect, test } from 'vitest';
import type { MemberListed, Observation } from '../../src/cluster/observation.ts';
import type { GateContext, PreGate } from '../../src/gates/gate.ts';
import { classified, idKnown, room, snapshotTaken, stopsOne } from '../../src/gates/gates-act.ts';
import {
  allListed,
  broken,
  clusterOf,
  etcdOf,
  files,
  m1,
  m2,
  m3,
  statusOf,
  tocommit,
} from '../cluster/build.ts';
import { contextOf, goodSnapshot } from '../cluster/gate-context.ts';

type Change = Parameters<typeof clusterOf>[0];
const sickWith = (change: Change = {}, more: Partial<Observation> = {}) =>
  clusterOf({ [m1]: broken(tocommit), ...change }, more);
const why = (gate: PreGate, seen: Observation = sickWith(), more: Partial<GateContext> = {}) =>
  gate.why(seen, contextOf(seen, more));

describe('a snapshot before the first change', () => {
  const between = (before: number | null, after: number | null, revision: number | null = 1204) =>
    why(snapshotTaken, undefined, {
      snapshot: { ...goodSnapshot, revision },
      snapshotBetween: { before, after },
    });

  test('may be one that this run takes later', () =>
    expect(why(snapshotTaken, undefined, { snapshot: 'later' })).toBeNull());
  test('was not taken', () =>
    expect(why(snapshotTaken, undefined, { snapshot: null })?.en).toBe(
      '0 snapshots were taken in this run; take one first',
    ));
  test('says itself what is wrong with it', () => {
    const words = { en: 'its trailer is wrong', ko: '트레일러 불일치' };
    expect(why(snapshotTaken, undefined, { snapshot: { ...goodSnapshot, ok: false, why: words } })).toBe(
      words,
    );
  });
  test.for([
    [1204, 1204],
    [1203, 1205],
    [1204, null],
    [0, null],
  ] as const)('lies between %s and %s', ([before, after]) => expect(between(before, after)).toBeNull());
  test.for([
    [1205, 1300, '1205', '1300'],
    [1000, 1203, '1000', '1203'],
    [1205, null, '1205', '?'],
    [null, 1204, '?', '1204'],
    [null, null, '?', '?'],
  ] as const)('does not lie between %s and %s', ([before, after, from, to]) => {
    expect(between(before, after)).toEqual({
      move: true,
      en: `the snapshot's revision 1204 is not within ${from} (before this run) and ${to} (now); abort, and start anew for another snapshot`,
      ko: `스냅샷 revision 1204가 ${from}(이번 복구 전)~${to}(현재) 범위를 벗어났습니다. 중단하고 다시 시작해 스냅샷을 새로 받으세요`,
    });
  });
  test('of no known revision lies nowhere', () =>
    expect(between(0, 5, null)?.en).toContain('revision -1 is not within'));
});

describe('a cure for what is known', () => {
  test('has to be allowed, and for that target', () => {
    expect(why(classified)).toBeNull();
    expect(why(classified, undefined, { target: m2 })?.en).toMatch(/^the verdict is raft-log-lost: .+/);
  });
  test('is told why it is not allowed, by its own reason before all others', () => {
    const said = why(classified, undefined, { cure: 'restart-process' });
    expect(said?.en).toBe(
      `the verdict is raft-log-lost: ${contextOf(sickWith()).verdict.disallowed['restart-process']?.en}`,
    );
  });
  test('is refused for the verdict’s own reason where the cure has none', () => {
    const seen = clusterOf({ [m1]: broken(tocommit), [m2]: broken(tocommit) });
    const { refused } = contextOf(seen).verdict;
    expect(refused).not.toBeNull();
    const { verdict } = contextOf(seen);
    const noReason = { ...verdict, disallowed: {} };
    expect(why(classified, seen, { verdict: noReason })?.en).toBe(
      `the verdict is quorum-lost: ${refused?.en}`,
    );
    expect(why(classified, seen, { verdict: { ...noReason, refused: null } })?.ko).toBe(
      `판정은 quorum-lost입니다: ${verdict.sentence.ko}`,
    );
  });
});

describe('the member id', () => {
  const listing = (members: readonly MemberListed[]) =>
    sickWith({ [m2]: { etcd: etcdOf(m2, { members }) }, [m3]: { etcd: etcdOf(m3, { members }) } });
  const odd = listing(allListed.map(each => (each.id === 'a1' ? { ...each, name: 'somebody-else' } : each)));
  const unstarted = listing(allListed.map(each => (each.id === 'a1' ? { ...each, name: '' } : each)));

  test('has to be known to replace the member', () => {
    expect(why(idKnown, undefined, { cure: 'replace-member' })).toBeNull();
    expect(why(idKnown, odd, { cure: 'replace-member' })?.en).toContain(
      '1 members beside the healthy two are listed (a1 (somebody-else))',
    );
  });
  test('is nobody’s business of a cure that removes nobody', () => expect(why(idKnown, odd)).toBeNull());
  test('of one that never started is enough to remove it', () => {
    expect(why(idKnown, unstarted, { cure: 'remove-half-added' })).toBeNull();
    expect(why(idKnown, undefined, { cure: 'remove-half-added' })?.en).toBe(
      '0 unstarted members are listed; there is nothing to remove',
    );
  });
});

describe('an act that stops masters', () => {
  const etcdIs = (...states: readonly (readonly [string, string])[]) => ({
    [m1]: broken(tocommit, { monit: states.map(([name, state]) => ({ name, state })) }),
  });
  const stopped = etcdIs(['etcd', 'not monitored'], ['kubelet', 'running']);
  const off = { resurrection: 'off' } as const;

  test('stops nobody, or only the one that is mended', () => {
    expect(why(stopsOne)).toBeNull();
    expect(why(stopsOne, undefined, { stops: [m1] })).toBeNull();
  });
  test('may stop the leader beside it, once its own etcd is stopped and resurrection is off', () =>
    expect(why(stopsOne, sickWith(stopped, off), { stops: [m1, m2] })).toBeNull());
  test('stops no two of the healthy', () =>
    expect(why(stopsOne, sickWith(stopped, off), { stops: [m2, m3] })?.en).toBe(
      '2 healthy masters would be stopped; at most 1',
    ));
  test.for(['on', 'unknown'] as const)('is refused while resurrection is %s', resurrection =>
    expect(why(stopsOne, sickWith(stopped, { resurrection }), { stops: [m2] })?.en).toBe(
      `resurrection is ${resurrection}: it would race; switch it off first (it is Director-wide)`,
    ),
  );
  test('stops no follower', () =>
    expect(why(stopsOne, sickWith(stopped, off), { stops: [m3] })).toEqual({
      en: 'master/774bfafe is not the leader (master/8cdf6298 is)',
      ko: 'master/774bfafe는 리더가 아닙니다(리더: master/8cdf6298)',
    }));
  test('stops nobody where none of the healthy leads', () => {
    const led = (instance: string) => ({
      etcd: etcdOf(instance, { status: statusOf(instance, { leaderId: 'a1' }) }),
    });
    expect(
      why(stopsOne, sickWith({ ...stopped, [m2]: led(m2), [m3]: led(m3) }, off), { stops: [m2] }),
    ).toEqual({
      en: 'master/8cdf6298 is not the leader (none is)',
      ko: 'master/8cdf6298은 리더가 아닙니다(리더: 없음)',
    });
  });
  test.for([
    ['runs', etcdIs(['etcd', 'running'])],
    ['is not in monit’s list', etcdIs(['kubelet', 'not monitored'])],
    ['was not read', { [m1]: broken(tocommit, { monit: null }) }],
  ] as const)('is refused where the victim’s etcd %s', ([, change]) =>
    expect(why(stopsOne, sickWith(change, off), { stops: [m2] })?.en).toBe(
      'the etcd of master/9b8ad6e0 is not stopped; monit has to say "not monitored"',
    ),
  );
  test('looks at the victim’s own monit, and refuses where there is no such master', () => {
    const otherStopped = {
      ...etcdIs(['etcd', 'running']),
      [m3]: { monit: [{ name: 'etcd', state: 'not monitored' }] },
    };
    expect(why(stopsOne, sickWith(otherStopped, off), { stops: [m2] })?.en).toContain('is not stopped');
    expect(why(stopsOne, sickWith(stopped, off), { stops: [m2], target: 'master/none' })?.en).toContain(
      'the etcd of master/none is not stopped',
    );
  });
});

describe('the persistent disk', () => {
  const disk = { ...(files ?? expect.fail('no files')), mounted: true, freeBytes: 40_960 };
  const withDisk = (
    more: Partial<typeof disk> | { mounted: boolean | null; freeBytes: number | null } | null,
  ) => sickWith({ [m1]: broken(tocommit, { files: more === null ? null : { ...disk, ...more } }) });

  test('has room for a copy at exactly twice the db, and a byte less is too little', () => {
    expect(why(room, withDisk({}), { cure: 'replace-member' })).toBeNull();
    expect(why(room, withDisk({ freeBytes: 40_959 }), { cure: 'replace-member' })?.en).toBe(
      '40959 bytes are free on master/9b8ad6e0, twice the db of 20480 is needed; make room first',
    );
  });
  test('needs no room for a cure that copies nothing', () => {
    expect(why(room, withDisk({ freeBytes: 0 }))).toBeNull();
    expect(why(room, withDisk({ mounted: true, freeBytes: null }))).toBeNull();
  });
  test.for([
    [{ mounted: false, freeBytes: 1 }, 'is no mount point: attach the persistent disk first'],
    [{ mounted: null, freeBytes: null }, 'is its persistent disk was not read (mountpoint, df); look again'],
    [{ mounted: null, freeBytes: 5 }, 'is its persistent disk was not read (mountpoint); look again'],
    [null, 'is its persistent disk was not read (mountpoint, df); look again'],
  ] as const)('%j: %s', ([change, words]) => expect(why(room, withDisk(change))?.en).toContain(words));
  test('whose free space was not read has no room', () =>
    expect(why(room, withDisk({ mounted: true, freeBytes: null }), { cure: 'replace-member' })?.en).toBe(
      'the free space on master/9b8ad6e0 could not be read; look again',
    ));
  test('of a master that is not there was not read', () =>
    expect(why(room, undefined, { target: 'master/none' })?.en).toContain('was not read (mountpoint, df)'));
});
