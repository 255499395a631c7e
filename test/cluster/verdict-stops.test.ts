import { describe, expect, test } from 'vitest';
import type { EtcdObservation, MasterObservation, Observation } from '../../src/cluster/observation.ts';
import { verdictOf } from '../../src/cluster/verdict.ts';
import {
  allListed,
  broken,
  clusterOf,
  etcdOf,
  files,
  m1,
  m2,
  m3,
  masterOf,
  statusOf,
  tocommit,
} from './build.ts';

const disk = files ?? expect.fail('no files');
const pairWith = (more: Partial<EtcdObservation>, victim: Partial<MasterObservation> = broken(tocommit)) =>
  clusterOf({ [m1]: victim, [m2]: { etcd: etcdOf(m2, more) }, [m3]: { etcd: etcdOf(m3, more) } });
const failing = { processes: [{ name: 'ncp', state: 'failing' }] };

test('a healthy cluster is told by its term and its highest revision, and has nothing to be refused', () => {
  const hash = { revision: 1210, hash: 5, compactRevision: 0 };
  const at = (instance: string, more: number) =>
    statusOf(instance, { revision: 1204 + more, raftAppliedIndex: 5000 + more, raftIndex: 5000 + more });
  const reaching = (instance: string, first: number) => ({
    etcd: etcdOf(instance, { hash, status: at(instance, first), later: at(instance, 6) }),
  });
  const seen = clusterOf({ [m1]: reaching(m1, 0), [m2]: reaching(m2, 0), [m3]: reaching(m3, 6) });
  expect(verdictOf(seen)).toMatchObject({
    name: 'healthy',
    target: [],
    confidence: 'certain',
    sentence: {
      en: 'All 3 members are healthy and agree: one leader, term 7, equal hash, revision 1210.',
      ko: '멤버 3대가 모두 정상이며 일치합니다. 리더 1대, term 7, 해시 동일, revision 1210.',
    },
    refused: null,
    healthy: [m1, m2, m3],
    proposed: null,
    allowed: [],
  });
});

describe('a healthy etcd on a VM that is not', () => {
  test('is recreated, on the one master where something fails', () =>
    expect(verdictOf(clusterOf({ [m2]: failing }))).toMatchObject({
      name: 'healthy',
      target: [m2],
      proposed: 'recreate',
      refused: null,
    }));
  test('is not while its disk is not mounted, or etcd is of another version', () => {
    const unmounted = clusterOf({ [m2]: { ...failing, files: { ...disk, mounted: false } } });
    expect(verdictOf(unmounted)).toMatchObject({
      allowed: [],
      refused: { en: expect.stringContaining(`/var/vcap/store on ${m2} is no mount point`) },
    });
    const version = (instance: string) => ({
      etcd: etcdOf(instance, { status: statusOf(instance, { version: '3.6.0' }) }),
    });
    const other = clusterOf({ [m1]: version(m1), [m2]: { ...failing, ...version(m2) }, [m3]: version(m3) });
    expect(verdictOf(other).refused?.en).toContain('etcd 3.6.0 is outside');
    expect(
      verdictOf(clusterOf({ [m1]: version(m1), [m2]: version(m2), [m3]: version(m3) })).refused,
    ).toBeNull();
  });
});

describe('a cure starts from 2 or 3 voters', () => {
  const listed = (...ids: readonly string[]) =>
    ids.map(id => allListed.find(each => each.id === id) ?? { id, name: 'x', peerUrls: [], learner: false });
  test.for([
    [['b2', 'c3'], true],
    [['a1', 'b2', 'c3'], true],
    [['a1', 'b2', 'c3', 'd4'], false],
  ] as const)('%j: %s', ([ids, allowed]) => {
    const verdict = verdictOf(
      pairWith({ members: listed(...ids) }, broken('', { files: { ...disk, memberDir: false } })),
    );
    expect(verdict.allowed.length > 0).toBe(allowed);
    if (!allowed)
      expect(verdict.refused).toEqual({
        en: '4 members are listed, 0 of them learners; a cure starts from 2 or 3 voters. A person looks at `etcdctl member list` first.',
        ko: '멤버 목록에 4대(learner 0대)가 있습니다. 복구는 voter 2~3대에서만 시작합니다. `etcdctl member list`를 사람이 먼저 확인하세요.',
      });
  });
  test('or from 4 where the fourth never started', () => {
    const members = [...allListed, { id: 'd4', name: '', peerUrls: [], learner: false }];
    expect(verdictOf(pairWith({ members }))).toMatchObject({
      name: 'half-added',
      proposed: 'remove-half-added',
    });
    const five = [...members, { id: 'e5', name: 'x', peerUrls: [], learner: false }];
    expect(verdictOf(pairWith({ members: five })).refused?.en).toContain('5 members are listed');
  });
  test('and from no learner, by the list or by its own word', () => {
    const members = allListed.map(each => ({ ...each, learner: each.id === 'a1' }));
    expect(verdictOf(pairWith({ members })).refused?.en).toContain(
      '3 members are listed, 1 of them learners',
    );
    const own = clusterOf({
      [m1]: broken(tocommit),
      [m2]: { etcd: etcdOf(m2, { status: statusOf(m2, { learner: true }) }) },
      [m3]: { etcd: etcdOf(m3, { status: statusOf(m3, { learner: true }) }) },
    });
    expect(verdictOf(own).refused?.en).toContain('3 members are listed, 2 of them learners');
  });
});

describe('the original route', () => {
  const allowed = (memberWasMissing: boolean | null, options = {}, victim = m1) =>
    verdictOf(
      clusterOf({ [victim]: broken(tocommit, { files: { ...disk, memberWasMissing } }) }),
      options,
    ).allowed.includes('disk-loss-original');
  test('needs the log’s word that member/ was never missing, or that this run had it at its start', () => {
    expect(allowed(false)).toBe(true);
    expect(allowed(null)).toBe(false);
    expect(allowed(null, { memberWasNeverMissing: true })).toBe(true);
    expect(allowed(null, { memberWasNeverMissing: false })).toBe(false);
  });
  test('asks the victim’s log and nobody else’s', () => {
    const other = { [m3]: { files: { ...disk, memberWasMissing: null } } };
    const seen = clusterOf({
      [m1]: broken(tocommit, { files: { ...disk, memberWasMissing: false } }),
      ...other,
    });
    expect(verdictOf(seen).allowed).toContain('disk-loss-original');
  });
});

test.for<[string, Observation, string]>([
  [
    'four masters',
    { ...clusterOf(), masters: [...clusterOf().masters, masterOf('master/d')] },
    'not-enough-seen',
  ],
  ['two down', clusterOf({ [m1]: broken(''), [m2]: broken('') }), 'quorum-lost'],
  [
    'two down and one unseen',
    clusterOf({ [m1]: broken(''), [m2]: broken(''), [m3]: { etcd: null } }),
    'quorum-lost',
  ],
  ['one down and one unseen', clusterOf({ [m1]: broken(tocommit), [m2]: { etcd: null } }), 'not-enough-seen'],
])('%s: %s is refused before anything else is asked', ([, seen, name]) => {
  const verdict = verdictOf(seen);
  expect(verdict.name).toBe(name);
  expect(verdict.allowed).toEqual([]);
  expect(verdict.refused).not.toBeNull();
});
