import { describe, expect, test } from 'vitest';
import type { EtcdObservation, MasterObservation, Observation } from '../../src/cluster/observation.ts';
import { type AfterContext, checklist } from '../../src/gates/gate.ts';
import { postGates } from '../../src/gates/gates-after.ts';
import {
  allListed,
  broken,
  clusterOf,
  etcdOf,
  m1,
  m2,
  m3,
  masterOf,
  statusOf,
  tocommit,
} from '../cluster/build.ts';

const sick = clusterOf({ [m1]: broken(tocommit) });
const nobody = clusterOf({ [m1]: broken(''), [m2]: broken(''), [m3]: broken('') });
const two = { ...clusterOf(), masters: clusterOf().masters.slice(1) };
const onAll = (more: (instance: string) => Partial<MasterObservation>) =>
  clusterOf({ [m1]: more(m1), [m2]: more(m2), [m3]: more(m3) });
const etcdOnAll = (more: Partial<EtcdObservation>) => onAll(instance => ({ etcd: etcdOf(instance, more) }));

const since = (more: Partial<AfterContext> = {}): AfterContext => ({
  target: m1,
  cure: 'move-leader',
  before: {
    revision: 1200,
    keyCount: 310,
    memberIds: ['c3', 'b2', 'a1'],
    raftTerm: 7,
    startBlocks: { [m1]: masterOf(m1).lastStartBlock ?? '' },
  },
  replaced: null,
  canary: { readBy: 2, of: 2 },
  serviceAnswers: true,
  memory: { revision: 1200, keyCount: null },
  ...more,
});
const atStart = (more: Partial<AfterContext['before']>) => ({ before: { ...since().before, ...more } });
/** Why the gate does not hold; null: it does. */
const why = (gate: string, seen: Observation = clusterOf(), more: Partial<AfterContext> = {}) => {
  const line = checklist(postGates, seen, since(more)).find(each => each.name === gate);
  if (line === undefined) throw new Error(`there is no gate ${gate}`);
  return line.ok ? null : line.words;
};
type Row = readonly [gate: string, seen: Observation, more: Partial<AfterContext>, en: string, ko?: string];

describe('the post-conditions of "healed"', () => {
  test('all hold on a healed cluster', () =>
    expect(checklist(postGates, clusterOf(), since()).filter(each => !each.ok || each.unasked)).toEqual([]));

  test.for<Row>([
    ['three-healthy', sick, {}, '2 of 3 members are healthy', '멤버 3대 중 2대만 정상입니다'],
    ['three-healthy', two, {}, '2 of 2 members are healthy'],
    [
      'three-healthy',
      { ...two, masters: [...two.masters, ...two.masters] },
      {},
      '4 of 4 members are healthy',
    ],
    ['list-of-three', nobody, {}, '0 members are listed, 0 of them unstarted or learners'],
    [
      'list-of-three',
      etcdOnAll({ members: allListed.map(each => ({ ...each, name: each.id === 'a1' ? '' : each.name })) }),
      {},
      '3 members are listed, 1 of them unstarted or learners',
      '멤버 목록 3대, 그중 1대가 미시작 또는 learner입니다',
    ],
    [
      'list-of-three',
      etcdOnAll({ members: allListed.map(each => ({ ...each, learner: true })) }),
      {},
      '3 members are listed, 3 of them unstarted or learners',
    ],
    [
      'list-of-three',
      etcdOnAll({ members: allListed.slice(1) }),
      {},
      '2 members are listed, 0 of them unstarted or learners',
    ],
    ['canary', clusterOf(), { canary: null }, 'not tried yet', '아직 확인하지 않았습니다'],
    [
      'canary',
      clusterOf(),
      { canary: { readBy: 1, of: 2 } },
      'read from 1 of 2 others',
      '나머지 2대 중 1대에서만 읽혔습니다',
    ],
    ['canary', clusterOf(), { canary: { readBy: 1, of: 1 } }, 'read from 1 of 1 others'],
    ['canary', clusterOf(), { canary: { readBy: 2, of: 3 } }, 'read from 2 of 3 others'],
    [
      'service',
      clusterOf(),
      { serviceAnswers: false },
      'the service does not answer',
      '서비스가 응답하지 않습니다',
    ],
  ])('say no by %s in its own words (%#)', ([gate, seen, more, en, ko]) => {
    expect(why(gate, seen, more)?.en).toBe(en);
    if (ko !== undefined) expect(why(gate, seen, more)?.ko).toBe(ko);
  });
});

describe('three members agree', () => {
  test('not where they contradict each other', () => {
    const seen = clusterOf({
      [m1]: { etcd: etcdOf(m1, { hash: { revision: 1204, hash: 1, compactRevision: 0 } }) },
    });
    expect(why('three-agree', seen)).toEqual({
      en: 'they contradict each other: hash at revision 1204: 1 on master/9b8ad6e0, 987654 on master/8cdf6298, hash at revision 1204: 1 on master/9b8ad6e0, 987654 on master/774bfafe',
      ko: '서로 다릅니다: revision 1204의 해시: master/9b8ad6e0에서 1, master/8cdf6298에서 987654, revision 1204의 해시: master/9b8ad6e0에서 1, master/774bfafe에서 987654',
    });
  });
  test('not where something was not read yet, or nobody answers', () => {
    expect(
      why('three-agree', clusterOf({ [m3]: { etcd: etcdOf(m3, { members: null, alarms: null }) } })),
    ).toEqual({
      en: 'not read yet: the member list of master/774bfafe, the alarms of master/774bfafe',
      ko: '아직 읽지 못함: master/774bfafe의 멤버 목록, master/774bfafe의 알람',
    });
    expect(why('three-agree', nobody)).toEqual({
      en: 'not read yet: every member',
      ko: '아직 읽지 못함: 모든 멤버',
    });
  });
});

describe('the member ids are the expected ones', () => {
  const swapped = etcdOnAll({
    members: allListed.map(each => ({ ...each, id: each.id === 'a1' ? 'd4' : each.id })),
  });
  test('as before, in whatever order, or with the replaced one exchanged', () => {
    expect(why('member-ids')).toBeNull();
    expect(why('member-ids', swapped, { replaced: { old: 'a1', new: 'd4' } })).toBeNull();
  });
  test('not where they are others, or were not read', () => {
    expect(why('member-ids', clusterOf(), { replaced: { old: 'a1', new: 'd4' } })).toEqual({
      en: 'members are a1 b2 c3, expected b2 c3 d4',
      ko: '멤버 id: a1 b2 c3. 예상: b2 c3 d4',
    });
    expect(why('member-ids', nobody)).toEqual({
      en: 'members are not read, expected a1 b2 c3',
      ko: '멤버 id: 읽지 못함. 예상: a1 b2 c3',
    });
  });
  test('not where nobody knows what they were', () =>
    expect(why('member-ids', clusterOf(), atStart({ memberIds: [] }))).toEqual({
      en: 'not known what they were before this run',
      ko: '이번 복구 전의 멤버 id를 알 수 없습니다',
    }));
});

describe('nothing is lost', () => {
  test('at the revision of before and of memory, and at half of the keys', () => {
    expect(why('nothing-lost', clusterOf(), atStart({ revision: 1204, keyCount: 600 }))).toBeNull();
    expect(why('nothing-lost', clusterOf(), { memory: { revision: 1204, keyCount: null } })).toBeNull();
    expect(
      why('nothing-lost', clusterOf(), { ...atStart({ revision: null, keyCount: null }), memory: null }),
    ).toBeNull();
  });
  test('not below the higher of the two', () => {
    expect(why('nothing-lost', clusterOf(), atStart({ revision: 1205 }))?.en).toBe(
      'revision 1204 is below 1205',
    );
    expect(why('nothing-lost', clusterOf(), { memory: { revision: 9000, keyCount: null } })).toEqual({
      en: 'revision 1204 is below 9000',
      ko: 'revision 1204가 9000보다 낮습니다',
    });
  });
  test('not with fewer than half of the keys, or keys that nobody counted', () => {
    expect(why('nothing-lost', clusterOf(), atStart({ keyCount: 601 }))).toEqual({
      en: '300 keys are left of 601',
      ko: 'key가 601개에서 300개로 줄었습니다',
    });
    expect(why('nothing-lost', etcdOnAll({ keyCount: null }))).toEqual({
      en: 'the number of keys was not read',
      ko: 'key 개수를 읽지 못했습니다',
    });
    expect(why('nothing-lost', etcdOnAll({ keyCount: null }), atStart({ keyCount: null }))).toBeNull();
    expect(why('nothing-lost', etcdOnAll({ keyCount: 0 }))?.en).toBe('0 keys are left of 310');
    expect(why('nothing-lost', etcdOnAll({ keyCount: null }), atStart({ keyCount: 0 }))?.en).toBe(
      'the number of keys was not read',
    );
  });
});

describe('the term stays', () => {
  test('or was not known before, or is told by nobody now', () => {
    expect(why('term')).toBeNull();
    expect(why('term', clusterOf(), atStart({ raftTerm: null }))).toBeNull();
    expect(why('term', nobody)).toBeNull();
  });
  test('not after an election', () =>
    expect(why('term', clusterOf(), atStart({ raftTerm: 6 }))).toEqual({
      en: 'the term went from 6 to 7: there was an election',
      ko: 'term이 6에서 7로 바뀌었습니다. 리더 선출이 있었습니다',
    }));
});

describe('no alarm', () => {
  test('is raised and no error told; an empty line is none', () =>
    expect(why('no-alarm', etcdOnAll({ alarms: [''] }))).toBeNull());
  test('not while one was not read', () =>
    expect(why('no-alarm', clusterOf({ [m1]: { etcd: etcdOf(m1, { alarms: null }) } }))).toEqual({
      en: 'alarms were not read on 1 member',
      ko: '1대의 알람을 읽지 못했습니다',
    }));
  test('not while one is raised or a status has an error', () => {
    const raised = etcdOf(m1, { alarms: ['alarm:NOSPACE'] });
    const erring = etcdOf(m2, { status: statusOf(m2, { errors: ['etcdserver: no leader'] }) });
    expect(why('no-alarm', clusterOf({ [m1]: { etcd: raised }, [m2]: { etcd: erring } }))).toEqual({
      en: '2: alarm:NOSPACE, etcdserver: no leader',
      ko: '2건: alarm:NOSPACE, etcdserver: no leader',
    });
  });
});

describe('no etcd started again', () => {
  const started = '2026-11-22 11:00:00 I | etcdmain: etcd Version: 3.4.23';
  test('not where one did since', () =>
    expect(why('no-new-start', clusterOf({ [m1]: { lastStartBlock: started } }))).toEqual({
      en: 'etcd started again on master/9b8ad6e0',
      ko: 'master/9b8ad6e0의 etcd가 다시 기동했습니다',
    }));
  test('of one whose log was not kept before nobody says so', () =>
    expect(why('no-new-start', clusterOf({ [m2]: { lastStartBlock: started } }))).toBeNull());
  test('is not known of one whose log could not be read', () =>
    expect(
      why('no-new-start', clusterOf({ [m1]: { lastStartBlock: null }, [m3]: { lastStartBlock: null } })),
    ).toEqual({
      en: 'the etcd log of master/9b8ad6e0, master/774bfafe could not be read',
      ko: 'master/9b8ad6e0, master/774bfafe의 etcd 로그를 읽지 못했습니다',
    }));
});

describe('every process runs', () => {
  const failing = {
    processes: [
      { name: 'fluentd', state: 'failing' },
      { name: 'ncp', state: 'failing' },
    ],
  };
  test('not where some fail, on each master named', () =>
    expect(
      why(
        'processes',
        clusterOf({ [m1]: failing, [m3]: { monit: [{ name: 'etcd', state: 'not monitored' }] } }),
      ),
    ).toEqual({
      en: 'not running on 2 masters (master/9b8ad6e0: fluentd, ncp; master/774bfafe: etcd)',
      ko: '마스터 2대에서 비정상(master/9b8ad6e0: fluentd, ncp; master/774bfafe: etcd)',
    }));
  test('etcd among them by monit’s own word, another one’s word aside', () => {
    const monit = (...states: readonly (readonly [string, string])[]) =>
      clusterOf({ [m1]: { monit: states.map(([name, state]) => ({ name, state })) } });
    expect(why('processes', monit(['etcd', 'running'], ['kubelet', 'not monitored']))?.en).toBe(
      'not running on 1 master (master/9b8ad6e0: kubelet)',
    );
    expect(why('processes', monit(['kubelet', 'running'], ['etcd', 'initializing']))?.en).toBe(
      'not running on 1 master (master/9b8ad6e0: etcd)',
    );
    expect(why('processes', clusterOf({ [m1]: { monit: null } }))).toBeNull();
  });
});

describe('kube-apiserver answers', () => {
  const said = (healthy: boolean | null, words: string) => ({ apiserver: { healthy, said: words } });
  test('not where one is silent or was not read', () => {
    expect(
      why('apiservers', clusterOf({ [m1]: said(false, 'no answer'), [m2]: { apiserver: null } })),
    ).toEqual({
      en: 'kube-apiserver answers /healthz on 1 of 3 (master/9b8ad6e0: no answer; master/8cdf6298: not read)',
      ko: 'kube-apiserver /healthz가 3대 중 1대에서만 정상입니다(master/9b8ad6e0: no answer; master/8cdf6298: not read)',
    });
    expect(why('apiservers', two)?.en).toBe('kube-apiserver answers /healthz on 2 of 2 ()');
    expect(why('apiservers', clusterOf({ [m1]: said(null, 'HTTP 401') }))?.en).toContain(
      'master/9b8ad6e0: HTTP 401',
    );
  });
  test('or nobody could ask any of the three, which is in nobody’s way and not said to hold', () => {
    const unasked = (seen: Observation, more: Partial<AfterContext> = {}) =>
      checklist(postGates, seen, since(more))
        .filter(each => each.unasked)
        .map(each => [each.ok, each.words]);
    const words = onAll(instance => (instance === m1 ? said(null, '') : said(null, 'HTTP 401')));
    expect(unasked(words)).toEqual([
      [
        true,
        {
          en: 'kube-apiserver /healthz (it did not say: no answer of curl, HTTP 401)',
          ko: 'kube-apiserver /healthz(응답 내용: no answer of curl, HTTP 401)',
        },
      ],
    ]);
    expect(unasked({ ...clusterOf(), masters: [] })).toEqual([]);
    expect(unasked(onAll(instance => (instance === m1 ? { apiserver: null } : said(null, 'x'))))).toEqual([]);
    expect(unasked(clusterOf(), { serviceAnswers: null })).toEqual([
      [true, { en: 'the service (SERVICE_URL is not set)', ko: '서비스(SERVICE_URL이 설정되지 않음)' }],
    ]);
  });
});
