import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { IdentityKept, IdentityObservation } from '../../src/cluster/identity-types.ts';
import type { MasterObservation, Observation } from '../../src/cluster/observation.ts';
import { verdictOf } from '../../src/cluster/verdict.ts';
import { nothingMissing } from '../../src/gates/gates-members.ts';
import { broken, clusterOf, etcdOf, ids, m1, m2, m3, statusOf, tocommit } from './build.ts';
import { contextOf } from './gate-context.ts';

const three = [m1, m2, m3] as const;
const lastSeen = '2026-11-22T03:05:00.000Z';
const now = '2026-11-22T04:05:00.000Z';
const old = 1_700_000_000;
/** 03:12, seven minutes after the cluster was last seen. */
const later = Date.parse('2026-11-22T03:12:00Z') / 1000;
const ageOf = (born: number): number => Date.parse(now) / 1000 - born;

const kept = (more: Partial<IdentityKept> = {}): IdentityKept => ({
  at: lastSeen,
  raftTerm: 7,
  systemKey: 5,
  hash: null,
  members: Object.fromEntries(
    three.map(instance => [
      instance,
      { memberId: ids[instance], born: old, raftIndex: 4900, dbBytes: 20480, starts: ['03:00'] },
    ]),
  ),
  ...more,
});
const hash = { revision: 1100, hash: 42, compactRevision: 0 };
/** Its hash can be asked for again, and was answered so. */
const hashed = (answer: number | null) => ({
  memory: kept({ hash }),
  identity: { earlierHash: answer === null ? null : { ...hash, hash: answer } },
});
const tells = (born: number | null, more: Partial<IdentityObservation> = {}): IdentityObservation => ({
  born,
  ageSeconds: born === null ? null : ageOf(born),
  systemKey: 5,
  earlierHash: null,
  ...more,
});
type Change = Partial<Record<string, Partial<MasterObservation>>>;
/** A cluster that was seen at 03:05 and has a higher revision at 04:05. */
const later1204 = (
  births: readonly (number | null)[],
  { memory = kept(), identity = {}, change = {} as Change } = {},
): Observation =>
  clusterOf(
    Object.fromEntries(
      three.map((instance, at) => [
        instance,
        { identity: tells(births[at] ?? null, identity), ...change[instance] },
      ]),
    ),
    { at: now, memory: { revision: 1200, keyCount: null, identity: memory } },
  );
const judged = (...args: Parameters<typeof later1204>) => verdictOf(later1204(...args));

describe('a cluster that agrees and is further than it ever was', () => {
  test('is healthy with its data of before', () =>
    expect(judged([old, old, old], hashed(42)).name).toBe('healthy'));
  test('is healthy where one or two members were replaced since', () => {
    expect(judged([later, old, old]).name).toBe('healthy');
    expect(judged([later, old, later]).name).toBe('healthy');
  });
  test('was emptied where the data of all three were born since, and no cure runs', () => {
    const verdict = judged([later, later, later + 5]);
    expect(verdict).toMatchObject({ name: 're-bootstrapped-empty', allowed: [], proposed: null });
    expect(verdict.sentence).toEqual({
      en: '3 members are healthy and agree, but they are not the cluster that was seen before: the data of all 3 were born after this cluster was last seen, at 2026-11-22 03:05:00 UTC: master/9b8ad6e0 2026-11-22 03:12:00 UTC, master/8cdf6298 2026-11-22 03:12:00 UTC, master/774bfafe 2026-11-22 03:12:05 UTC. It was made anew and has lost data.',
      ko: '멤버 3대가 정상이고 일치하지만 이전에 확인된 클러스터가 아닙니다. 3대의 데이터가 모두 마지막 확인(2026-11-22 03:05:00 UTC) 이후에 새로 생겼습니다: master/9b8ad6e0 2026-11-22 03:12:00 UTC, master/8cdf6298 2026-11-22 03:12:00 UTC, master/774bfafe 2026-11-22 03:12:05 UTC. 새로 만들어져 데이터가 유실된 상태입니다.',
    });
    expect(verdict.refused?.en).toContain('`/pks restored dev-1`');
  });
  test('is the one of before where its history has the remembered hash, however its folders came to be', () =>
    expect(judged([later, later, later], hashed(42)).name).toBe('healthy'));
  test('is not believed for a hash of another revision, or of another compaction', () => {
    for (const other of [
      { ...hash, revision: 1101 },
      { ...hash, compactRevision: 9 },
    ]) {
      const told = { memory: kept({ hash }), identity: { earlierHash: other } };
      expect(judged([later, later, later], told).name).toBe('re-bootstrapped-empty');
    }
  });

  test.for<[string, Partial<IdentityObservation>, Partial<IdentityKept>, string, string]>([
    [
      'a lower raft term',
      {},
      { raftTerm: 8 },
      'raft term 7, where 8 was seen before',
      'raft term 7, 이전에는 8이 확인됨',
    ],
    [
      'a lower raft index',
      {},
      { members: { [m1]: { memberId: 'a1', born: old, raftIndex: 5001, dbBytes: null, starts: [] } } },
      'raft index 5000, where 5001 was seen before',
      'raft index 5000, 이전에는 5001이 확인됨',
    ],
    [
      'a lower compaction',
      {},
      { hash: { revision: 1100, hash: 42, compactRevision: 900 } },
      'compacted to revision 0, where 900 was seen before',
      'compact revision 0, 이전에는 900이 확인됨',
    ],
    [
      'another hash at the remembered revision',
      hashed(43).identity,
      { hash },
      'another hash at revision 1100: 43 on master/9b8ad6e0, 42 before',
      'revision 1100의 해시가 다름: master/9b8ad6e0 43, 이전 42',
    ],
    [
      'another kube-system',
      { systemKey: 6 },
      {},
      '/registry/namespaces/kube-system was created at revision 6, and at 5 in the cluster that was seen before',
      '/registry/namespaces/kube-system 키의 생성 revision이 6, 이전에 확인된 클러스터에서는 5',
    ],
    [
      'no kube-system',
      { systemKey: 'absent' },
      {},
      '/registry/namespaces/kube-system is gone, which was created at revision 5',
      'revision 5에 만들어진 /registry/namespaces/kube-system 키가 없음',
    ],
  ])('is another one by %s alone', ([, identity, memory, en, ko]) => {
    const verdict = judged([old, old, old], { identity, memory: kept(memory) });
    expect(verdict).toMatchObject({ name: 're-bootstrapped-empty', allowed: [] });
    expect(verdict.sentence.en).toContain(`: ${en}. It was made anew`);
    expect(verdict.sentence.ko).toContain(`${ko}. 새로`);
  });
  test('is not another one for what was never remembered, or not read now', () => {
    const nothing = kept({ systemKey: null, hash: null, raftTerm: 0, members: {} });
    expect(judged([null, null, null], { memory: nothing, identity: { systemKey: 'absent' } }).name).toBe(
      'healthy',
    );
    expect(verdictOf(clusterOf()).name).toBe('healthy');
  });
});

describe('a birth that cannot be read any more', () => {
  const unread = { memory: kept({ systemKey: null }) };
  test('is no proof of the cluster of before: not enough was seen', () => {
    const verdict = judged([later, null, null], unread);
    expect(verdict).toMatchObject({ name: 'not-enough-seen', allowed: [], confidence: 'unsure' });
    expect(verdict.sentence.en).toBe(
      'The healthy members agree, but whether this is the cluster that was seen before is not known, these could not be read: when the data were born on master/8cdf6298, master/774bfafe.',
    );
    expect(verdict.refused?.en).toContain("ssh master -c 'sudo stat /var/vcap/store/etcd/member'");
    expect(verdict.refused?.ko).toContain('`/pks restored dev-1`');
  });
  test('is not missed where one member still has its folder, or the history its hash', () => {
    expect(judged([old, null, null], unread).name).toBe('healthy');
    expect(judged([null, null, null], hashed(42)).name).toBe('healthy');
  });
  test('is missed though kube-system has its revision: one made anew may have the same', () =>
    expect(judged([null, later, later]).name).toBe('not-enough-seen'));
  test('is not missed where no filesystem of this cluster ever told one', () => {
    const { members } = kept();
    const never = Object.fromEntries(
      Object.entries(members).map(([who, each]) => [who, { ...each, born: null }]),
    );
    expect(judged([null, null, null], { memory: kept({ members: never }) }).name).toBe('healthy');
  });
  test('is not read as a folder of since where the folder is an older one', () =>
    expect(judged([old - 5, old - 5, old - 5], unread).name).toBe('not-enough-seen'));
});

describe('what is remembered and cannot be read now', () => {
  test('forbids as much as a contradiction: kube-system’s key', () => {
    const verdict = judged([old, old, old], { identity: { systemKey: null } });
    expect(verdict).toMatchObject({ name: 'not-enough-seen', allowed: [] });
    expect(verdict.sentence.ko).toContain(
      '/registry/namespaces/kube-system 키의 생성 revision(master/9b8ad6e0,',
    );
  });
  const compacted = kept({ hash: { revision: 1100, hash: 42, compactRevision: -1 } });
  test('forbids as much: a hash that is not compacted', () => {
    const verdict = judged([old, old, old], hashed(null));
    expect(verdict).toMatchObject({ name: 'not-enough-seen', allowed: [] });
    expect(verdict.sentence.en).toContain('the hash at revision 1100 on master/9b8ad6e0, master/8cdf6298,');
  });
  test('is nothing where it was compacted since', () =>
    expect(judged([old, old, old], { memory: compacted, identity: { earlierHash: null } }).name).toBe(
      'healthy',
    ));
});

describe('a birth that was never remembered', () => {
  const forgotten = kept({
    systemKey: null,
    hash: null,
    members: { [m3]: { memberId: 'c3', born: old, raftIndex: 1, dbBytes: null, starts: [] } },
  });
  const pair = (born: number, more: Partial<IdentityObservation> = {}) =>
    judged([born, born, null], {
      memory: forgotten,
      identity: { systemKey: null, ...more },
      change: { [m3]: broken(tocommit) },
    }).name;
  test('is judged by its age on its own VM: an hour and more old where the cluster was seen an hour ago', () => {
    expect(pair(old)).toBe('raft-log-lost');
    expect(pair(later)).toBe('re-bootstrapped-empty');
  });
  test('is judged by no clock but that VM’s own: the date it tells may be years off', () => {
    expect(pair(old, { ageSeconds: 60 })).toBe('re-bootstrapped-empty');
    expect(pair(later, { ageSeconds: 90_000 })).toBe('raft-log-lost');
  });
  test('within a minute of the last look counts as born after it', () => {
    expect(pair(old, { ageSeconds: 3660 })).toBe('re-bootstrapped-empty');
    expect(pair(old, { ageSeconds: 3661 })).toBe('raft-log-lost');
  });
  test('tells nothing where either time is unknown', () =>
    expect(pair(old, { ageSeconds: null })).toBe('not-enough-seen'));
});

describe('a victim beside a pair that was emptied', () => {
  const change = { [m1]: broken(tocommit) };
  test('is not cured: its disk may be the only copy', () =>
    expect(judged([old, later, later], { change })).toMatchObject({
      name: 're-bootstrapped-empty',
      allowed: [],
    }));
  test('is cured beside one member that has its data of before', () =>
    expect(judged([old, later, old], { change }).allowed).toContain('move-leader'));
});

describe('a rotated log', () => {
  const rotated = (born: number | null, memory = kept(), memberWasMissing: boolean | null = null) => {
    const files = { ...clusterOf().masters[0]?.files, memberWasMissing } as MasterObservation['files']; // of build.ts, whole
    const change = { [m1]: broken(tocommit, { files, identity: tells(born) }) };
    return judged([born, old, old], { memory, change });
  };
  test('forgets nothing of a folder that was there when its member was last healthy', () =>
    expect(rotated(old).allowed).toContain('disk-loss-original'));
  test('nor does one that still tells how that folder began, before its member was healthy', () => {
    expect(rotated(old, kept(), true).allowed).toContain('disk-loss-original');
    expect(rotated(later, kept(), true).allowed).not.toContain('disk-loss-original');
  });
  test('nor is it known whether that was before, where the folder’s birth can’t be read now', () => {
    const told = rotated(null, kept(), true);
    expect(told.name).toBe('raft-log-lost');
    expect(told.allowed).toEqual(['replace-member']);
  });
  test('leaves unknown what is in another folder, or one that nobody remembers', () => {
    expect(rotated(later).allowed).not.toContain('disk-loss-original');
    expect(rotated(null).allowed).not.toContain('disk-loss-original');
    expect(rotated(old, kept({ members: {} })).allowed).not.toContain('disk-loss-original');
  });
});

describe('the evidence', () => {
  const lines = (seen: Observation) => verdictOf(seen).evidence.map(each => each.en);
  test('has when the data of each member were born, or that it is not known', () => {
    const told = lines(later1204([old, null, later]));
    expect(told).toContain('master/9b8ad6e0: data born 2023-11-14 22:13:20 UTC');
    expect(told).toContain(
      'master/8cdf6298: when its data were born is not known (its filesystem or stat does not tell)',
    );
  });
  test('has what is remembered of a member that is silent', () =>
    expect(lines(later1204([old, old, old], { change: { [m1]: broken(tocommit) } }))).toContain(
      'master/9b8ad6e0, as last seen healthy (by 2026-11-22 03:05:00 UTC): id a1, raft index 4900, db 20480 bytes, last start 03:00',
    ));
});

test('no act starts in a cluster that is not the one of before, by the same reasons', () => {
  const why = (births: readonly (number | null)[], systemKey: IdentityObservation['systemKey'] = 5) => {
    const seen = later1204(births, { identity: { systemKey } });
    return nothingMissing.why(seen, contextOf(seen))?.en ?? null;
  };
  expect(why([old, old, later])).toBeNull();
  expect(why([old, later, later])).toMatch(
    /^the data of all 2 were born after .*; a person restores, or records the restore$/,
  );
  expect(why([old, later, null])).toMatch(/^whether this is .* when the data were born on master.774bfafe;/);
  expect(why([old, old, old], 6)).toMatch(/was created at revision 6, and at 5 in the cluster/);
});

describe('whatever is known of where the data come from', () => {
  const birth = fc.constantFrom(old, old, later, null);
  const any = fc.record({
    births: fc.tuple(birth, birth, birth),
    systemKey: fc.constantFrom<IdentityObservation['systemKey']>(5, 6, 'absent', null),
    answer: fc.constantFrom(null, 42, 43),
    down: fc.boolean(),
    revision: fc.integer({ min: 1200, max: 90_000 }),
  });
  type Any = typeof any extends fc.Arbitrary<infer Value> ? Value : never;
  const seenOf = ({ births, systemKey, answer, down, revision }: Any): Observation => {
    const etcd = (instance: string) =>
      etcdOf(instance, {
        status: statusOf(instance, { revision, raftIndex: 90_000, raftAppliedIndex: 90_000 }),
      });
    const change: Change = Object.fromEntries(three.map(instance => [instance, { etcd: etcd(instance) }]));
    return later1204(births, {
      memory: kept({ hash }),
      identity: { systemKey, ...hashed(answer).identity },
      change: down ? { ...change, [m1]: broken(tocommit) } : change,
    });
  };
  const allowed = (seen: Observation) => verdictOf(seen).allowed;

  test('less known never allows more: neither a birth, nor a key, nor a hash that is not read', () =>
    fc.assert(
      fc.property(any, fc.nat(2), (all, at) => {
        const more = new Set(allowed(seenOf(all)));
        const births = all.births.with(at, null) as Any['births']; // as many as before
        for (const less of [
          { ...all, births },
          { ...all, systemKey: null },
          { ...all, answer: null },
        ])
          for (const cure of allowed(seenOf(less))) expect(more).toContain(cure);
      }),
    ));
  test('data of which all that answer were born since are never healthy nor cured, how far they may be', () =>
    fc.assert(
      fc.property(any, all => {
        const emptied = seenOf({ ...all, births: [later, later, later], answer: null });
        expect(verdictOf(emptied)).toMatchObject({ name: 're-bootstrapped-empty', allowed: [] });
      }),
    ));
  test('the order of the masters changes nothing', () =>
    fc.assert(
      fc.property(any, all => {
        const seen = seenOf(all);
        const turned = verdictOf({ ...seen, masters: seen.masters.toReversed() });
        expect([turned.name, turned.allowed]).toEqual([verdictOf(seen).name, allowed(seen)]);
      }),
    ));
});
