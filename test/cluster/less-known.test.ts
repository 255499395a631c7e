import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MasterObservation, Observation } from '../../src/cluster/observation.ts';
import { verdictOf } from '../../src/cluster/verdict.ts';
import type { CureName } from '../../src/cluster/verdict-types.ts';
import { anyCluster } from './any-cluster.ts';
import { allListed, broken, clusterOf, downEtcd, etcdOf, m1, m2, m3, masterOf, tocommit } from './build.ts';
import { forgettable, forgetting } from './forgetting.ts';
import { disk, live, lost, mustAllow, oneFails, refused, served, young } from './must-allow.ts';
import { oneWrong } from './one-wrong.ts';

const allowedOf = (seen: Observation): readonly CureName[] => verdictOf(seen, { cures33: true }).allowed;

describe('less known never allows more', () => {
  test.for([
    ['one of three is wrong', oneWrong],
    ['anything is seen', anyCluster],
  ] as const)('where %s, whichever field of whichever master is made unknown', ([, clusters]) =>
    fc.assert(
      fc.property(clusters, fc.nat(2), fc.constantFrom(...forgettable), (seen, which, field) => {
        const before = allowedOf(seen);
        const more = allowedOf(forgetting(seen, which, field)).filter(cure => !before.includes(cure));
        expect(more, `${field} of master ${which}`).toEqual([]);
      }),
      { numRuns: 3000 },
    ),
  );
});

describe('what must be allowed is allowed:', () => {
  test.for(mustAllow.map(row => [row.fault, row] as const))('%s', ([, { fault, where, change, must }]) => {
    for (const which of where) {
      const allowed = allowedOf(oneFails(which, change));
      expect({ fault, which, allowed }).toEqual({ fault, which, allowed: must });
    }
  });

  test('the removal of a member that was added and never started, by the list', () => {
    const members = allListed.map(member => (m3.endsWith(member.name) ? { ...member, name: '' } : member));
    const well = (instance: string) => ({ etcd: etcdOf(instance, { members }) });
    const seen = clusterOf({ [m1]: well(m1), [m2]: well(m2), [m3]: broken('', { ...live, files: lost }) });
    expect(allowedOf(seen)).toEqual(['remove-half-added']);
  });
});

describe('found by the fuzz, where less known allowed more:', () => {
  const began = { ...live, files: { ...disk, memberWasMissing: true } };
  test('a fresh log is replaced whether or not it is known which instance is the bootstrap one', () =>
    expect(allowedOf(oneFails(m1, broken(young(4), { ...began, bootstrap: null })))).toEqual([
      'replace-member',
    ]));
  test('data that began without member/ are not told lost of one that is being started and has said nothing bad', () => {
    const starting = { ...began, monit: [{ name: 'etcd', state: 'not monitored - start pending' }] };
    expect(allowedOf(oneFails(m1, broken(served, starting)))).toEqual([]);
  });
  test('data that began without member/ are not told lost where the log that says so could not be read', () =>
    expect(allowedOf(oneFails(m1, broken('', { ...began, lastStartBlock: null })))).toEqual([]));
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
  const mute: Readonly<Record<string, Partial<MasterObservation>>> = {
    log: { lastStartBlock: null },
    files: { files: null },
    process: { monit: null, apiserver: null, etcd: { ...downEtcd, said: null } },
  };
  test.each(Object.keys(mute))(
    'whatever is wrong, where of log, files and process only the %s is told',
    kept => {
      const others = Object.entries(mute).filter(([witness]) => witness !== kept);
      for (const { fault, where, change } of mustAllow)
        for (const which of where) {
          const alone = Object.assign({}, change, ...others.map(([, silence]) => silence));
          const { confidence } = verdictOf(oneFails(which, alone));
          expect({ fault, which, confidence }).not.toEqual({ fault, which, confidence: 'certain' });
        }
    },
  );
  const sure = (change: Partial<MasterObservation>) => verdictOf(clusterOf({ [m3]: change })).confidence;
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
