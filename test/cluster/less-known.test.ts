import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MasterObservation, Observation } from '../../src/cluster/observation.ts';
import { verdictOf } from '../../src/cluster/verdict.ts';
import type { CureName } from '../../src/cluster/verdict-types.ts';
import { anyCluster } from './any-cluster.ts';
import {
  allListed,
  broken,
  clusterOf,
  downEtcd,
  etcdOf,
  files,
  m1,
  m2,
  m3,
  masterOf,
  tocommit,
} from './build.ts';

const disk = files ?? expect.fail('no files');
const sound = { link: 'none', owner: 'vcap', binary: true } as const;
const served =
  '2026-11-22 10:57:28.000001 I | etcdmain: etcd Version: 3.4.23\n2026-11-22 10:57:29.000001 I | embed: ready to serve client requests';
const young = (end: number) =>
  `panic: tocommit(312) is out of range [lastIndex(${end})]. Was the raft log lost?`;
const refused = 'transport: Error while dialing dial tcp 127.0.0.1:2379: connect: connection refused';

/** Each field of what was seen of one master, made unknown. What is remembered is no part of a look: a cluster that is seen
 *  for the first time can be mended, and a pair that looks newborn then gets its own answer. */
const withFiles = (
  master: MasterObservation,
  more: Partial<NonNullable<MasterObservation['files']>>,
): MasterObservation => (master.files === null ? master : { ...master, files: { ...master.files, ...more } });
const withEtcd = (
  master: MasterObservation,
  more: Partial<NonNullable<MasterObservation['etcd']>>,
): MasterObservation => (master.etcd === null ? master : { ...master, etcd: { ...master.etcd, ...more } });
const unknown: Readonly<Record<string, (master: MasterObservation) => MasterObservation>> = {
  bootstrap: master => ({ ...master, bootstrap: null }),
  monit: master => ({ ...master, monit: null }),
  apiserver: master => ({ ...master, apiserver: null }),
  log: master => ({ ...master, lastStartBlock: null }),
  certificates: master => ({ ...master, certificates: null }),
  starts: master => ({ ...master, starts: null }),
  files: master => ({ ...master, files: null }),
  birth: master => withFiles(master, { memberWasMissing: null }),
  wal: master => withFiles(master, { walFiles: null }),
  mount: master => withFiles(master, { mounted: null }),
  ground: master => (master.files?.ground === undefined ? master : withFiles(master, { ground: null })),
  etcd: master => ({ ...master, etcd: null, files: null, lastStartBlock: null, monit: null }),
  said: master => (master.etcd?.said === undefined ? master : withEtcd(master, { said: null })),
  hash: master => withEtcd(master, { hash: null }),
  members: master => withEtcd(master, { members: null }),
  alarms: master => withEtcd(master, { alarms: null }),
  status: master => (master.etcd?.up ? withEtcd(master, { status: null, later: null }) : master),
};

const victims: fc.Arbitrary<Partial<MasterObservation>> = fc
  .record({
    log: fc.constantFrom(
      served,
      served,
      tocommit,
      young(3),
      young(111),
      'panic: walpb: crc mismatch',
      'permanently removed',
    ),
    said: fc.constantFrom(
      refused,
      refused,
      'context deadline exceeded',
      'x509: certificate has expired',
      undefined,
    ),
    monit: fc.constantFrom('running', 'not monitored', 'Execution failed', 'not monitored - start pending'),
    memberDir: fc.constantFrom(true, true, true, false),
    memberWasMissing: fc.constantFrom(false, false, true, null),
    walFiles: fc.constantFrom(1, 1, 0),
    mounted: fc.constantFrom(true, true, true, false),
    ground: fc.constantFrom(
      sound,
      sound,
      sound,
      { ...sound, link: 'dangling' as const },
      { ...sound, binary: false },
    ),
    up: fc.constantFrom(false, false, false, true),
  })
  .map(({ log, said, monit, up, ...more }) => ({
    ...broken(log),
    monit: [{ name: 'etcd', state: monit }],
    files: { ...disk, ...more },
    etcd: up ? etcdOf(m3, { healthy: false }) : { ...downEtcd, ...(said === undefined ? {} : { said }) },
  }));
/** One is wrong and two are well, in every way that a cure is for. */
const oneWrong = fc
  .record({
    which: fc.constantFrom(m1, m3),
    victim: victims,
    listed: fc.constantFrom('listed', 'listed', 'unlisted', 'unnamed'),
  })
  .map(({ which, victim, listed }) => {
    const members = allListed.flatMap(member =>
      !which.endsWith(member.name) || listed === 'listed'
        ? [member]
        : listed === 'unnamed'
          ? [{ ...member, name: '' }]
          : [],
    );
    const well = (instance: string) => ({ etcd: etcdOf(instance, { members }) });
    return clusterOf({ [m1]: well(m1), [m2]: well(m2), [m3]: well(m3), [which]: victim });
  });

const allowedOf = (seen: Observation): readonly CureName[] => verdictOf(seen, { cures33: true }).allowed;

describe('less known never allows more', () => {
  test.for([
    ['one of three is wrong', oneWrong],
    ['anything is seen', anyCluster],
  ] as const)('where %s, whichever field of whichever master is made unknown', ([, clusters]) =>
    fc.assert(
      fc.property(clusters, fc.nat(2), fc.constantFrom(...Object.keys(unknown)), (seen, which, field) => {
        const before = allowedOf(seen);
        const masters = seen.masters.map((master, at) =>
          at === which ? (unknown[field]?.(master) ?? master) : master,
        );
        const more = allowedOf({ ...seen, masters }).filter(cure => !before.includes(cure));
        expect(more, `${field} of master ${which}`).toEqual([]);
      }),
      { numRuns: 3000 },
    ),
  );
});

describe('what must be allowed is allowed:', () => {
  const lost = { ...disk, memberDir: false, walFiles: 0 };
  const live = { etcd: { ...downEtcd, said: refused } };
  test.for<readonly [string, string, Partial<MasterObservation>, readonly CureName[]]>([
    ['a process that is down', m3, broken(served, live), ['restart-process']],
    ['a process that is down on the bootstrap instance', m1, broken(served, live), ['restart-process']],
    ['a lost log', m3, broken(tocommit, live), ['move-leader', 'replace-member', 'disk-loss-original']],
    [
      'a lost log on the bootstrap instance, its birth known',
      m1,
      broken(tocommit, live),
      ['move-leader', 'replace-member', 'disk-loss-original'],
    ],
    [
      'a lost log, its birth unknown',
      m3,
      broken(tocommit, { ...live, files: { ...disk, memberWasMissing: null } }),
      ['move-leader', 'replace-member'],
    ],
    [
      'a lost log on the bootstrap instance, its birth unknown',
      m1,
      broken(tocommit, { ...live, files: { ...disk, memberWasMissing: null } }),
      ['replace-member'],
    ],
    [
      'a cut log, its birth unknown',
      m3,
      broken(young(111), { ...live, files: { ...disk, memberWasMissing: null } }),
      ['replace-member'],
    ],
    [
      'a cut log, its birth known',
      m3,
      broken(young(308), live),
      ['move-leader', 'replace-member', 'disk-loss-original'],
    ],
    [
      'a lost log whose wal files could not be listed',
      m3,
      broken(tocommit, { ...live, files: { ...disk, walFiles: null } }),
      ['move-leader', 'replace-member', 'disk-loss-original'],
    ],
    [
      'a lost disk',
      m3,
      broken('Error: etcdserver: unhealthy cluster', { ...live, files: lost }),
      ['replace-member'],
    ],
    [
      'a lost disk without a log',
      m3,
      broken('', { ...live, lastStartBlock: null, files: lost }),
      ['replace-member'],
    ],
    [
      'a lost disk of the bootstrap instance',
      m1,
      broken(young(4), { ...live, files: { ...disk, memberWasMissing: true } }),
      ['replace-member'],
    ],
    ['corrupt data', m3, broken('panic: walpb: crc mismatch', live), ['replace-member']],
  ])('%s', ([, which, change, must]) => expect(allowedOf(clusterOf({ [which]: change }))).toEqual(must));

  test('the removal of a member that was added and never started, by the list', () => {
    const members = allListed.map(member => (m3.endsWith(member.name) ? { ...member, name: '' } : member));
    const well = (instance: string) => ({ etcd: etcdOf(instance, { members }) });
    const seen = clusterOf({ [m1]: well(m1), [m2]: well(m2), [m3]: broken('', { ...live, files: lost }) });
    expect(allowedOf(seen)).toEqual(['remove-half-added']);
  });
});

describe('what could not be read is said so', () => {
  const told = (more: Partial<MasterObservation>) => verdictOf(clusterOf({ [m3]: broken(served, more) }));
  test('wal files that nobody listed are not none, and are no reason to start it', () => {
    const verdict = told({ files: { ...disk, walFiles: null } });
    expect(verdict).toMatchObject({ name: 'not-enough-seen', allowed: [] });
    expect(verdict.sentence.en).toContain('its wal files could not be read');
    expect(verdict.sentence.ko).toContain('wal 파일 목록을 읽지 못해');
  });
  test('the status of one that answers: it may tell of another cluster', () => {
    const verdict = verdictOf(clusterOf({ [m3]: broken(tocommit, { etcd: { ...downEtcd, up: true } }) }));
    expect(verdict).toMatchObject({ name: 'not-enough-seen', allowed: [] });
    expect(verdict.sentence.en).toContain('the status that its etcd told could not be read');
  });
  test('which instance is the bootstrap one', () => {
    const verdict = told({ bootstrap: null, files: { ...disk, memberWasMissing: true } });
    expect(verdict.sentence.en).toContain('whether it is the bootstrap instance could not be read');
    expect(verdict.allowed).toEqual([]);
  });
  test('why move-leader is not allowed where the birth is not known', () => {
    const birth = { files: { ...disk, memberWasMissing: null } };
    const { disallowed } = verdictOf(clusterOf({ [m1]: broken(tocommit, birth) }));
    expect(disallowed['move-leader']?.en).toContain('whether member/ was ever missing here is not known');
  });
});

describe('no verdict is certain on one witness', () => {
  const sure = (change: Partial<MasterObservation>) => verdictOf(clusterOf({ [m3]: change })).confidence;
  const lost = { ...disk, memberDir: false, walFiles: 0 };
  test.for<readonly [string, Partial<MasterObservation>, string]>([
    ['files without a word in the log', broken('', { files: lost }), 'likely'],
    ['files and the log', broken('Error: etcdserver: unhealthy cluster', { files: lost }), 'certain'],
    [
      'the log of one that is not known to be down',
      broken('panic: walpb: crc mismatch', { monit: null, etcd: { ...downEtcd, said: null } }),
      'likely',
    ],
    [
      'the log, and a refused port',
      broken('panic: walpb: crc mismatch', { etcd: { ...downEtcd, said: refused } }),
      'certain',
    ],
  ])('%s', ([, change, confidence]) => expect(sure(change)).toBe(confidence));
});

describe('the only copy', () => {
  const two = allListed.filter(member => !m3.endsWith(member.name));
  const pair = (status: object, memberWasMissing: boolean | null = false) =>
    [m1, m2].map(instance => [
      instance,
      {
        etcd: etcdOf(instance, {
          members: two,
          status: { ...(masterOf(instance).etcd?.status ?? expect.fail()), ...status },
        }),
        files: { ...disk, memberWasMissing },
      },
    ]);
  const of = (
    status: object,
    log: string,
    memory: Observation['memory'] = null,
    missing: boolean | null = false,
  ) => verdictOf(clusterOf({ ...Object.fromEntries(pair(status, missing)), [m3]: broken(log) }, { memory }));
  const commit = (index: number) =>
    `2026-11-22 10:57:28 I | etcdserver: restarting member c3 in cluster c0ffee01 at commit index ${index}`;
  const newborn = { revision: 1, raftIndex: 6, raftAppliedIndex: 6 };
  test.for<readonly [string, ReturnType<typeof of>]>([
    ['beside a newborn pair', of(newborn, served)],
    [
      'beside a newborn pair that is all that is remembered',
      of(newborn, served, { revision: 1, keyCount: null }),
    ],
    ['beside two that both began without member/', of({}, served, { revision: 1200, keyCount: null }, true)],
    ['whose log came further than both', of({}, commit(9000))],
    ['whose log is of another cluster', of({}, commit(5))],
  ])('gets no cure where nobody lists it: %s', ([, verdict]) => {
    expect(verdict).toMatchObject({ name: 'not-enough-seen', allowed: [] });
    expect(verdict.sentence.en).toContain('may hold the only copy');
    expect(verdict.refused?.en).toContain('First save what each of them holds');
  });
  test('is none where the pair has all that is remembered, or where it has no data', () => {
    expect(of({}, commit(9000), { revision: 1200, keyCount: null }).allowed).toEqual(['replace-member']);
    const empty = { ...broken(served), files: { ...disk, walFiles: 0, dbBytes: null } };
    const seen = clusterOf({ ...Object.fromEntries(pair(newborn)), [m3]: empty }, { memory: null });
    expect(allowedOf(seen)).toEqual(['replace-member']);
  });
});
