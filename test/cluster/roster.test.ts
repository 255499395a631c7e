import { describe, expect, test } from 'vitest';
import type { EtcdObservation, MemberListed } from '../../src/cluster/observation.ts';
import { standingOf } from '../../src/cluster/quorum.ts';
import { isLearner, rosterFinding, sameIdTwice } from '../../src/cluster/roster.ts';
import { same } from '../../src/words.ts';
import { memberOf } from './answering.ts';
import { allListed, clusterOf, etcdOf, m1, m2, m3, statusOf } from './build.ts';

const evidence = [same('what was seen')];
const etcdctl = 'sudo ETCDCTL_API=3 LOCAL=true /var/vcap/jobs/etcd/bin/etcdctl';
const { deployment } = clusterOf();
const on = (instance: string, verb: string) =>
  `bosh -d ${deployment} ssh ${instance} -c '${etcdctl} ${verb}'`;
const commandsOf = (finding: ReturnType<typeof rosterFinding>) =>
  finding?.byHand?.moves.map(each => each.command) ?? [];
const withEtcd = (of: (instance: string) => Partial<EtcdObservation>) => {
  const seen = clusterOf(
    Object.fromEntries([m1, m2, m3].map(each => [each, { etcd: etcdOf(each, of(each)) }])),
  );
  return { seen, healthy: standingOf(seen).healthy };
};
const found = (of: (instance: string) => Partial<EtcdObservation>) => {
  const { seen, healthy } = withEtcd(of);
  return rosterFinding(seen, healthy, evidence);
};
const extra = (id: string, name = 'x'): MemberListed => ({ id, name, peerUrls: [], learner: false });

describe('two masters that tell one id', () => {
  const { seen, healthy } = withEtcd(instance =>
    instance === m3 ? { status: statusOf(m3, { memberId: 'a1' }) } : {},
  );
  test('were not both asked: nothing certain is said', () =>
    expect(sameIdTwice(seen, healthy, evidence)).toMatchObject({
      name: 'not-enough-seen',
      target: [m1, m3],
      evidence,
      confidence: 'unsure',
      sentence: {
        en: 'master/9b8ad6e0, master/774bfafe tell the same member id a1: 2 masters were asked and fewer members answered.',
        ko: 'master/9b8ad6e0, master/774bfafe의 멤버 id(a1)가 같습니다. 마스터 2대에 물었지만 서로 다른 멤버가 응답한 것이 아닙니다.',
      },
      refused: { ko: expect.stringContaining('각 마스터에 직접 조회해 멤버 목록과 비교하세요.') },
    }));
  test('are asked each by themselves, then for the list', () =>
    expect(commandsOf(sameIdTwice(seen, healthy, evidence))).toEqual([
      on(m1, 'endpoint status -w json'),
      on(m3, 'endpoint status -w json'),
      on(m1, 'member list'),
    ]));
  test('are told from three of their own', () => {
    const three = withEtcd(() => ({}));
    expect(sameIdTwice(three.seen, three.healthy, evidence)).toBeNull();
    expect(sameIdTwice(three.seen, [], evidence)).toBeNull();
  });
});

describe('who is listed beside the three', () => {
  test('is nobody where the list has the three alone', () => expect(found(() => ({}))).toBeNull());
  test('never started: a person removes it, by its id', () => {
    const members = [...allListed, extra('e5'), extra('d4', '')];
    expect(commandsOf(found(() => ({ members })))).toEqual([on(m1, 'member remove d4')]);
    expect(found(() => ({ members }))).toMatchObject({
      name: 'half-added',
      target: [],
      evidence,
      confidence: 'likely',
      sentence: {
        en: 'All 3 masters serve, and 2 more members are listed (e5, d4), which raises quorum for nobody.',
        ko: '마스터 3대가 모두 정상인데 멤버 목록에 2대(e5, d4)가 더 있습니다. 쓰지 않는 멤버 때문에 쿼럼만 커집니다.',
      },
      refused: { ko: expect.stringContaining('확인한 사람이 제거') },
    });
  });
  test('started somewhere: a person looks', () => {
    const finding = found(() => ({ members: [...allListed, extra('d4')] }));
    expect(finding).toMatchObject({ name: 'not-enough-seen', target: [], confidence: 'unsure' });
    expect(finding?.refused?.en).toContain('which raises quorum for nobody. A person looks first. (1) ');
    expect(commandsOf(finding)).toEqual([on(m1, 'member list')]);
  });
  test('is not asked where nobody is healthy', () =>
    expect(rosterFinding(clusterOf(), [], evidence)).toBeNull());
});

describe('a learner', () => {
  const learning = (id: string) => allListed.map(each => ({ ...each, learner: each.id === id }));
  test('says so itself, or is listed as one under its own id', () => {
    expect(isLearner(memberOf(m1, { learner: true }))).toBe(true);
    expect(isLearner(memberOf(m1, {}, {}, { members: learning('a1') }))).toBe(true);
    expect(isLearner(memberOf(m1, {}, {}, { members: learning('b2') }))).toBe(false);
    expect(isLearner(memberOf(m1, {}, {}, { members: null }))).toBe(false);
    expect(isLearner(memberOf(m1))).toBe(false);
  });
  test('has no vote: a person promotes it once it has caught up', () =>
    expect(
      found(instance => (instance === m3 ? {} : { status: statusOf(instance, { learner: true }) })),
    ).toMatchObject({
      name: 'not-enough-seen',
      target: [m1, m2],
      confidence: 'likely',
      sentence: {
        en: 'master/9b8ad6e0, master/8cdf6298: a learner, which has no vote, so 1 of 3 masters vote.',
        ko: 'master/9b8ad6e0, master/8cdf6298: 투표권이 없는 learner입니다. 마스터 3대 중 1대만 투표합니다.',
      },
      refused: { en: expect.stringContaining('Once it has caught up a person promotes it.') },
      byHand: {
        moves: ['member list', 'member promote a1', 'member promote b2'].map(verb => ({
          command: on(verb === 'member list' ? m1 : m3, verb),
        })),
      },
    }));
  test('is told after one that is listed beside the three', () =>
    expect(
      found(instance => ({
        members: [...allListed, extra('d4')],
        status: statusOf(instance, { learner: true }),
      }))?.sentence.en,
    ).toContain('1 more member is listed'));
});
