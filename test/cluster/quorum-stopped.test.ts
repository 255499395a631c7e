import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MasterObservation, Observation } from '../../src/cluster/observation.ts';
import { verdictOf } from '../../src/cluster/verdict.ts';
import {
  clusterOf,
  downEtcd,
  etcdOf,
  ids,
  kept,
  logOf,
  m1,
  m2,
  m3,
  masterOf,
  statusOf,
  stopped,
} from './build.ts';

type Change = Parameters<typeof clusterOf>[0];
const seenWith = (change: Change = {}, more: Partial<Observation> = {}): Observation =>
  clusterOf(
    { [m1]: stopped(m1), [m2]: stopped(m2, { lastIndex: 5003 }), [m3]: stopped(m3), ...change },
    { memory: kept(), ...more },
  );
const files = (instance: string) => {
  const disk = stopped(instance).files;
  return disk ? disk : expect.fail('no files');
};

describe('a quorum that is merely stopped', () => {
  test('is started, the most advanced first by the term of its last entry and then its index', () => {
    const of = (change: Change) => verdictOf(seenWith(change));
    expect(of({})).toMatchObject({
      name: 'quorum-stopped',
      proposed: 'start-quorum',
      allowed: ['start-quorum'],
      target: [m2, m1, m3],
      confidence: 'certain',
      refused: null,
    });
    expect(of({ [m3]: stopped(m3, { lastTerm: 8, lastIndex: 5001 }) }).target).toEqual([m3, m2, m1]);
    expect(of({}).sentence.en).toContain(
      '3 of 3 members are stopped (master/8cdf6298, master/9b8ad6e0, master/774bfafe) and quorum is 2; the data of 3 are whole, the furthest is master/8cdf6298, term 7, index 5003.',
    );
  });

  test('leaves one that still runs alone: it answers without a leader, or was restarted and answers nothing', () => {
    const survivor: Partial<MasterObservation> = {
      ...stopped(m1),
      etcd: etcdOf(m1, { healthy: false, status: statusOf(m1, { leaderId: null }), said: null }),
      disk: { held: true, log: logOf(m1) },
    };
    const silent = stopped(
      m1,
      {},
      {
        monit: [{ name: 'etcd', state: 'running' }],
        etcd: { ...downEtcd, said: 'context deadline exceeded' },
        disk: { held: true, log: { ...logOf(m1), torn: true } },
      },
    );
    for (const change of [survivor, silent])
      expect(verdictOf(seenWith({ [m1]: change }))).toMatchObject({
        name: 'quorum-stopped',
        target: [m2, m3],
      });
  });

  test('is only likely where nothing is remembered: no old disk could be told from a whole one', () =>
    expect(verdictOf(seenWith({}, { memory: null }))).toMatchObject({
      name: 'quorum-stopped',
      confidence: 'likely',
      allowed: ['start-quorum'],
    }));

  test('leaves one bad disk beside two proven ones out, where both are remembered', () => {
    const bad = { [m3]: stopped(m3, { torn: true }) };
    expect(verdictOf(seenWith(bad))).toMatchObject({
      name: 'quorum-stopped',
      target: [m2, m1],
      confidence: 'likely',
    });
    expect(verdictOf(seenWith(bad)).sentence.en).toContain(
      'Left out: master/774bfafe: its raft log is torn at its end.',
    );
    const unknown = verdictOf(seenWith(bad, { memory: null }));
    expect(unknown).toMatchObject({ name: 'quorum-lost', allowed: [] });
    expect(unknown.refused?.en).toContain(
      'nothing is remembered of master/8cdf6298, master/9b8ad6e0, so nobody can tell what the disk of master/774bfafe may have more',
    );
    const runs = {
      [m3]: stopped(
        m3,
        { lastIndex: 40 },
        { monit: null, disk: { held: true, log: { ...logOf(m3), lastIndex: 40 } } },
      ),
    };
    expect(verdictOf(seenWith(runs)).refused?.en).toContain('`monit stop etcd`');
  });
});

test('what was not read of the one to be left out is no proof that it may be: its ground, its log, whether it runs', () => {
  const of = (change: Partial<MasterObservation>) => verdictOf(seenWith({ [m3]: stopped(m3, {}, change) }));
  const ground = (owner: string | null) => ({
    files: { ...files(m3), ground: { link: 'none', owner, binary: true } as const },
  });
  const gone = { files: { ...files(m3), memberDir: false }, disk: { held: null, log: null } };
  const refusing = { etcd: { ...downEtcd, said: 'connect: connection refused' } };
  expect(of(ground('root')).allowed).toEqual(['start-quorum']);
  expect(of({ ...gone, ...refusing }).allowed).toEqual(['start-quorum']);
  const why = (change: Partial<MasterObservation>) => of(change).refused?.en;
  expect(why(ground(null))).toContain('master/774bfafe: whether the next steps can work');
  expect(why({ ...ground('root'), disk: null })).toContain('the raft log of master/774bfafe was not read');
  expect(why(gone)).toContain('whether the etcd of master/774bfafe runs is not known');
});

describe('nobody is started, and the refusal says why with numbers,', () => {
  const [a, b] = [m2, m3];
  test.for<readonly [string, Change, Partial<Observation>, string]>([
    [
      'where what was committed lies on one disk alone: two have lost entries',
      { [m2]: stopped(m2, { lastIndex: 5003, commit: 5002 }) },
      { memory: null },
      'index 5002 was committed and is in the log of 1 of 3 disks: one of them has lost entries',
    ],
    [
      'where two logs end below what was seen of their members',
      { [m1]: stopped(m1, { lastIndex: 4000 }), [m3]: stopped(m3, { lastIndex: 4000 }) },
      {},
      'master/9b8ad6e0: its log ends at index 4000, 4990 was seen before; master/774bfafe',
    ],
    [
      'where no disk has the highest index that was seen of anybody',
      { [m3]: stopped(m3, {}, { cid: null, etcd: null, files: null, disk: null }) },
      {
        memory: {
          ...kept(),
          identity: {
            ...kept().identity,
            members: {
              ...kept().identity.members,
              [m3]: { memberId: 'c3', born: null, raftIndex: 9000, dbBytes: null, starts: [] },
            },
          },
        },
      },
      'no disk has index 9000, which was seen before; the furthest has 5003',
    ],
    [
      'where the disks are of two clusters',
      { [m1]: stopped(m1, { clusterId: 'beef' }) },
      {},
      'the disks are of 2 clusters (beef, c0ffee)',
    ],
    [
      'where two disks are of one member',
      { [m1]: stopped(m1, { memberId: ids[m3] }) },
      { memory: null },
      '3 disks are of 2 member ids (b2, c3)',
    ],
    [
      'where a disk is of another member than was seen there',
      { [a]: stopped(a, { memberId: 'd4' }), [b]: stopped(b, { memberId: 'd5' }) },
      {},
      'its data are of member d4, b2 was seen before',
    ],
    [
      'where two disks are empty',
      {
        [a]: stopped(a, {}, { files: { ...files(a), memberDir: false } }),
        [b]: stopped(b, {}, { files: { ...files(b), walFiles: 0 } }),
      },
      {},
      'master/8cdf6298: member/ is gone; master/774bfafe: its raft log or its db is empty',
    ],
    [
      'where a log file could not be made any more',
      {
        [a]: stopped(a, {}, { files: { ...files(a), freeBytes: 1000 } }),
        [b]: stopped(b, {}, { files: { ...files(b), freeBytes: 1000 } }),
      },
      {},
      '1000 bytes are free, a log file needs 67108864',
    ],
    [
      'where the log of two tells of broken data',
      {
        [a]: stopped(a, {}, { lastStartBlock: 'panic: walpb: crc mismatch' }),
        [b]: stopped(b, {}, { lastStartBlock: 'panic: invalid database' }),
      },
      {},
      'master/8cdf6298: crc mismatch; master/774bfafe: invalid database',
    ],
    [
      'where two logs could not be read',
      { [a]: stopped(a, {}, { disk: null }), [b]: stopped(b, {}, { disk: { held: false, log: null } }) },
      {},
      'master/8cdf6298: raft log (perl, flock) not read',
    ],
    [
      'where two look newborn',
      { [a]: stopped(a, { lastIndex: 4, commit: 4 }), [b]: stopped(b, { lastIndex: 9, commit: 4 }) },
      { memory: null },
      'its log ends at index 4, as that of a new member does',
    ],
    [
      'where one calls itself healthy alone',
      { [m1]: { etcd: etcdOf(m1, { members: [] }) } },
      {},
      'master/9b8ad6e0 alone calls itself healthy with 0 members in its list: it may be serving a cluster of its own',
    ],
    [
      'where one that answers lists others',
      {
        [m1]: {
          etcd: etcdOf(m1, {
            healthy: false,
            status: statusOf(m1, { leaderId: null }),
            members: masterOf(m1).etcd?.members?.slice(0, 2) ?? [],
          }),
          disk: { held: true, log: logOf(m1) },
        },
      },
      {},
      'the member that answers lists 2 members and not c3',
    ],
  ])('%s', ([, change, more, why]) => {
    const { name, allowed, refused } = verdictOf(seenWith(change, more));
    expect({ name, allowed }).toEqual({ name: 'quorum-lost', allowed: [] });
    expect(refused?.en).toContain(why);
    expect(refused?.ko.length).toBeGreaterThan(40);
  });
});

const unknown: Readonly<Record<string, (master: MasterObservation) => MasterObservation>> = {
  bootstrap: master => ({ ...master, bootstrap: null }),
  monit: master => ({ ...master, monit: null }),
  log: master => ({ ...master, lastStartBlock: null }),
  files: master => ({ ...master, files: null }),
  wal: master => ({ ...master, files: master.files && { ...master.files, walFiles: null } }),
  db: master => ({ ...master, files: master.files && { ...master.files, dbBytes: null } }),
  df: master => ({ ...master, files: master.files && { ...master.files, freeBytes: null } }),
  mount: master => ({ ...master, files: master.files && { ...master.files, mounted: null } }),
  ground: master => ({ ...master, files: master.files && { ...master.files, ground: null } }),
  said: master => ({ ...master, etcd: master.etcd && { ...master.etcd, said: null } }),
  disk: master => ({ ...master, disk: null }),
  held: master => ({ ...master, disk: { log: master.disk?.log ?? null, held: null } }),
  'raft log': master => ({ ...master, disk: { held: master.disk?.held ?? null, log: null } }),
  everything: master => ({
    ...master,
    etcd: null,
    files: null,
    disk: null,
    monit: null,
    lastStartBlock: null,
  }),
};
const anyDisk = (instance: string): fc.Arbitrary<Partial<MasterObservation>> =>
  fc
    .record({
      lastTerm: fc.constantFrom(7, 7, 7, 8),
      lastIndex: fc.constantFrom(5000, 5000, 5003, 4995, 4000, 6),
      commit: fc.constantFrom(4999, 4999, 5002, 4),
      torn: fc.constantFrom(false, false, false, true),
      clusterId: fc.constantFrom('c0ffee', 'c0ffee', 'c0ffee', 'beef'),
      memberId: fc.constantFrom(ids[instance as typeof m1], ids[instance as typeof m1], 'a1'),
      held: fc.constantFrom(false, false, false, true),
      memberDir: fc.constantFrom(true, true, true, false),
      asked: fc.constantFrom({}, { ground: { link: 'none', owner: 'vcap', binary: true } as const }),
      said: fc.constantFrom(null, 'connect: connection refused'),
      words: fc.constantFrom({}, {}, { lastStartBlock: null }),
    })
    .map(({ held, memberDir, asked, said, words, ...log }) =>
      stopped(instance, log, {
        disk: memberDir ? { held, log: { ...logOf(instance), ...log } } : { held: null, log: null },
        etcd: { ...downEtcd, said },
        files: { ...files(instance), memberDir, ...asked },
        ...words,
        ...(held
          ? {
              monit: [{ name: 'etcd', state: 'running' }],
              etcd: { ...downEtcd, said: 'context deadline exceeded' },
            }
          : {}),
      }),
    );
const anyStopped = fc
  .record({
    disks: fc.tuple(anyDisk(m1), anyDisk(m2), anyDisk(m3)),
    memory: fc.constantFrom(kept(), kept(), kept(4999), null),
  })
  .map(({ disks: [a, b, c], memory }) => clusterOf({ [m1]: a, [m2]: b, [m3]: c }, { memory }));

describe('of any three stopped disks', () => {
  const runs = { numRuns: 3000 };
  test('less known never allows more, whichever field of whichever of them is made unknown', () =>
    fc.assert(
      fc.property(anyStopped, fc.nat(2), fc.constantFrom(...Object.keys(unknown)), (seen, which, field) => {
        const before = verdictOf(seen).allowed;
        const masters = seen.masters.map((each, at) =>
          at === which ? (unknown[field]?.(each) ?? each) : each,
        );
        expect(before).toEqual(expect.arrayContaining([...verdictOf({ ...seen, masters }).allowed]));
      }),
      runs,
    ));

  test('a start is allowed only where every committed entry that any disk knows is on a disk that is started first or second', () =>
    fc.assert(
      fc.property(anyStopped, seen => {
        const { allowed, target } = verdictOf(seen);
        if (allowed.length === 0) return;
        expect(allowed).toEqual(['start-quorum']);
        const logs = seen.masters.flatMap(each => (each.disk?.log ? [{ ...each.disk.log, ...each }] : []));
        const up = logs.filter(each => each.disk?.held).map(each => each.instance);
        const two = [...up, ...target].slice(0, Math.max(2, up.length + 1));
        const known = Math.max(...logs.map(each => each.commit));
        const furthest = Math.max(
          ...logs.filter(each => two.includes(each.instance)).map(each => each.lastIndex),
        );
        expect(furthest).toBeGreaterThanOrEqual(known);
      }),
      runs,
    ));

  test('the order of the masters changes nothing but whom of two equal ones comes first', () =>
    fc.assert(
      fc.property(anyStopped, seen => {
        const told = ({ name, allowed, target }: ReturnType<typeof verdictOf>) => ({
          name,
          allowed,
          target: target.toSorted(),
        });
        expect(told(verdictOf({ ...seen, masters: seen.masters.toReversed() }))).toEqual(
          told(verdictOf(seen)),
        );
      }),
      runs,
    ));
});
