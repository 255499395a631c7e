import { describe, expect, test } from 'vitest';
import type { EtcdObservation, EtcdStatus, Observation } from '../../src/cluster/observation.ts';
import { verdictOf } from '../../src/cluster/verdict.ts';
import type { GateContext, PreGate } from '../../src/gates/gate.ts';
import {
  caughtUp,
  knownVersion,
  noAlarm,
  nothingMissing,
  onlyVoters,
  pairAgrees,
  pairHash,
} from '../../src/gates/gates-members.ts';
import { allListed, broken, clusterOf, etcdOf, m1, m2, m3, statusOf, tocommit } from '../cluster/build.ts';
import { contextOf } from '../cluster/gate-context.ts';

type Etcds = { readonly m2?: Partial<EtcdObservation>; readonly m3?: Partial<EtcdObservation> };
const pair = ({ m2: second = {}, m3: third = {} }: Etcds, more: Partial<Observation> = {}) =>
  clusterOf(
    { [m1]: broken(tocommit), [m2]: { etcd: etcdOf(m2, second) }, [m3]: { etcd: etcdOf(m3, third) } },
    more,
  );
const nobody = clusterOf({ [m1]: broken(tocommit), [m2]: broken(tocommit), [m3]: broken(tocommit) });
const why = (gate: PreGate, seen: Observation, more: Partial<GateContext> = {}) =>
  gate.why(seen, contextOf(seen, more));

describe('the pair agrees', () => {
  test('by each one’s own view and by its hash', () => {
    expect(why(pairAgrees, pair({}))).toBeNull();
    expect(why(pairHash, pair({}))).toBeNull();
  });
  test('not where the two contradict each other, in all that they do', () => {
    const seen = pair({ m3: { status: statusOf(m3, { raftTerm: 8, clusterId: 'dead' }) } });
    expect(why(pairAgrees, seen)?.en).toBe(
      'they contradict each other: cluster id: c0ffee on master/8cdf6298, dead on master/774bfafe, raft term: 7 on master/8cdf6298, 8 on master/774bfafe',
    );
    expect(why(pairAgrees, seen)?.ko).toContain('서로 다릅니다: cluster id: master/8cdf6298에서 c0ffee');
  });
  test('not where something of it was not read, which is told', () =>
    expect(why(pairAgrees, pair({ m3: { members: null } }))).toEqual({
      en: 'not enough was read to compare them (the member list of master/774bfafe); look again',
      ko: '비교에 필요한 값을 읽지 못했습니다(master/774bfafe의 멤버 목록). 다시 점검하세요',
    }));
  test('not where nobody is healthy', () =>
    expect(why(pairHash, nobody)).toEqual({
      en: 'not enough was read to compare them (no healthy member); look again',
      ko: '비교에 필요한 값을 읽지 못했습니다(정상노드 없음). 다시 점검하세요',
    }));
});

describe('who is listed', () => {
  const listed = (count: number, learner = false) => {
    const members = Array.from({ length: count }, (_, at) => ({
      ...(allListed[at] ?? { id: `d${at}`, name: '', peerUrls: [] }),
      learner: learner && at === 0,
    }));
    return pair({ m2: { members }, m3: { members } });
  };
  test.for([2, 3])('%i voters are right', count => expect(why(onlyVoters, listed(count))).toBeNull());
  test.for([1, 4])('%i are not', count =>
    expect(why(onlyVoters, listed(count))?.en).toBe(
      `${count} members are listed, 0 of them learners; 2 or 3 voters are expected`,
    ),
  );
  test('four are right only for taking the one that never started away', () => {
    expect(why(onlyVoters, listed(4), { cure: 'remove-half-added' })).toBeNull();
    expect(why(onlyVoters, listed(5), { cure: 'remove-half-added' })?.en).toContain('5 members are listed');
  });
  test('a learner has no vote', () =>
    expect(why(onlyVoters, listed(3, true))?.en).toContain('3 members are listed, 1 of them learners'));
  test('nobody healthy lists nobody', () =>
    expect(why(onlyVoters, nobody)?.en).toContain('0 members are listed, 0 of them learners'));
});

describe('alarms', () => {
  const raised = (...alarms: string[]) => why(noAlarm, pair({ m3: { alarms } }));

  test('are none', () => expect(raised()).toBeNull());
  test('that could not be read are counted', () =>
    expect(why(noAlarm, pair({ m3: { alarms: null } }))?.en).toBe(
      'alarms could not be read on 1 of 2 members; look again',
    ));
  test('out of space are compacted, defragmented and disarmed by a person', () =>
    expect(raised('memberID:1 alarm:NOSPACE')?.en).toBe(
      '1 alarm or error: memberID:1 alarm:NOSPACE; a person compacts, defragments and disarms first',
    ));
  test('of corruption are never disarmed: the data stay different', () => {
    expect(raised('memberID:1 alarm:CORRUPT')?.en).toContain('never disarm');
    expect(raised('memberID:1 alarm:CORRUPT')?.ko).toContain('disarm하지 마세요');
    const both = raised('memberID:1 alarm:CORRUPT', 'memberID:2 alarm:NOSPACE');
    expect(both?.en).toContain(
      '2 alarms or errors: memberID:1 alarm:CORRUPT, memberID:2 alarm:NOSPACE; never',
    );
    expect(both?.ko).toContain('알람 또는 error 2건: memberID:1 alarm:CORRUPT, memberID:2 alarm:NOSPACE.');
    expect(both?.en).not.toContain('compacts');
  });
  test('that are not known here are looked up before anything is changed', () =>
    expect(raised('etcdserver: something new')).toEqual({
      en: '1 alarm or error: etcdserver: something new; find out what it means before anything is changed (`etcdctl alarm list`, the etcd log)',
      ko: '알람 또는 error 1건: etcdserver: something new. 변경하기 전에 원인을 먼저 확인하세요(`etcdctl alarm list`, etcd 로그)',
    }));
});

describe('the pair has caught up', () => {
  const ahead = { raftAppliedIndex: 5051, raftIndex: 5051 };
  const at = (first: Partial<EtcdStatus>, last: Partial<EtcdStatus>) =>
    pair({ m3: { status: statusOf(m3, first), later: statusOf(m3, last) } });

  test.for([
    ['peer', {}, { raftAppliedIndex: 4950, raftIndex: 4950 }],
    ['log', { raftIndex: 5050 }, {}],
  ] as const)('at the limit of 50 of its %s', ([, first, last]) =>
    expect(why(caughtUp, at(first, last))).toBeNull(),
  );
  test('where it was behind in the first look only, or was read long before', () =>
    expect(why(caughtUp, at({ raftAppliedIndex: 4000, raftIndex: 4000 }, {}))).toBeNull());
  test('not known where one is short of its peer and no clock says that it was read later', () => {
    const early = { raftAppliedIndex: 4000, raftIndex: 4000, at: 90 };
    const seen = pair({
      m2: { status: statusOf(m2, { at: 100 }), later: statusOf(m2, { at: 105 }) },
      m3: { status: statusOf(m3, early), later: statusOf(m3, { ...early, at: 95 }) },
    });
    expect(why(caughtUp, seen)).toEqual({
      en: "the looks at master/774bfafe can't be put in order (VM clocks differ); compare `date` on the masters, then look again",
      ko: 'master/774bfafe의 점검 시각 순서를 알 수 없습니다(VM 시계가 다름). 마스터들의 `date`를 비교한 뒤 다시 점검하세요',
    });
    expect(verdictOf(seen)).toMatchObject({ name: 'not-enough-seen', allowed: [] });
  });
  test.for([
    [{}, { raftAppliedIndex: 4949 }, 'master/774bfafe is 51 entries behind its peer'],
    [ahead, ahead, 'master/8cdf6298 is 51 entries behind its peer'],
    [{ raftIndex: 5051 }, {}, 'master/774bfafe is 51 entries behind its own log'],
  ] as const)('not beyond it: %j, then %j', ([first, last, words]) =>
    expect(why(caughtUp, at(first, last))?.en).toContain(`${words} (limit 50); wait`),
  );
  test('is not known of one that was looked at once', () =>
    expect(why(caughtUp, pair({ m3: { later: null } }))).toEqual({
      en: '1 of 2 healthy members were looked at twice (not master/774bfafe); look again',
      ko: '정상노드 2대 중 1대만 두 번 확인했습니다(master/774bfafe 제외). 다시 점검하세요',
    }));
  test('is not known of one member alone', () => {
    const alone = clusterOf({ [m1]: broken(tocommit), [m2]: broken(tocommit) });
    expect(why(caughtUp, alone)).toEqual({
      en: '1 of 2 healthy members were looked at twice; look again',
      ko: '정상노드 2대 중 1대만 두 번 확인했습니다. 다시 점검하세요',
    });
  });
});

describe('data', () => {
  const remembering = (revision: number) => pair({}, { memory: { revision, keyCount: null } });
  test('are all there at the highest revision ever seen, or where none was', () => {
    expect(why(nothingMissing, remembering(1204))).toBeNull();
    expect(why(nothingMissing, pair({}, { memory: null }))).toBeNull();
  });
  test('are missing below it', () =>
    expect(why(nothingMissing, remembering(1205))).toEqual({
      en: 'revision 1204 is below 1205, seen before: data are missing; a person restores, or records the restore',
      ko: 'revision 1204가 이전에 확인된 1205보다 낮습니다. 데이터가 유실된 상태이니 사람이 복원하거나 복원 사실을 기록해야 합니다',
    }));
});

describe('the version', () => {
  const of = (version: string) => pair({ m3: { status: statusOf(m3, { version }) } });
  test.for(['3.4.23', '3.5.16', 'v3.5.9'])('%s is one that cures were proven on', version =>
    expect(why(knownVersion, of(version))).toBeNull(),
  );
  test('3.3 is behind a switch', () => {
    expect(why(knownVersion, of('3.3.17'))?.en).toContain('behind the switch ETCD_33_CURES');
    expect(why(knownVersion, of('3.3.17'), { options: { cures33: true } })).toBeNull();
    expect(why(knownVersion, of('3.3.17'), { options: { cures33: false } })).not.toBeNull();
  });
  test.for(['3.6.0', '3.40.1', '13.4.0'])('%s is outside', version =>
    expect(why(knownVersion, of(version))?.en).toContain(`etcd ${version} is outside 3.3 to 3.5`),
  );
  test('that was not told is none', () =>
    expect(why(knownVersion, of(''))?.en).toContain('1 of 2 healthy members told no etcd version'));
});
