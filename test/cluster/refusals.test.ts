import { describe, expect, test } from 'vitest';
import type { Laggard } from '../../src/cluster/lag.ts';
import type { MasterObservation } from '../../src/cluster/observation.ts';
import { standingOf } from '../../src/cluster/quorum.ts';
import {
  incomplete,
  joining,
  lagging,
  notSeen,
  notThree,
  quorumLost,
  unknownFault,
  victimUnreadable,
} from '../../src/cluster/refusals.ts';
import { same } from '../../src/words.ts';
import { broken, clusterOf, etcdOf, m1, m2, m3, statusOf } from './build.ts';

const evidence = [same('what was seen')];
const healthyOne = clusterOf();
const deployment = healthyOne.deployment;

test('a cluster of another size is none that the bot mends', () => {
  const two = { ...healthyOne, masters: healthyOne.masters.slice(1) };
  expect(notThree(two, evidence)).toMatchObject({
    name: 'not-enough-seen',
    target: [],
    evidence,
    confidence: 'unsure',
    sentence: { en: '2 masters were seen where exactly 3 are expected.' },
    refused: {
      en: `2 masters were seen where exactly 3 are expected. Compare \`bosh -d ${deployment} instances\` with the plan of the cluster; the bot mends clusters of three.`,
    },
  });
});

describe('a master that was not seen', () => {
  const of = (...changes: readonly Partial<MasterObservation>[]) => {
    const [first, second] = changes;
    const seen = clusterOf({ ...(first && { [m1]: first }), ...(second && { [m2]: second }) });
    return notSeen(standingOf(seen), evidence);
  };
  const sentence = (why: string) =>
    `master/9b8ad6e0 could not be looked at (${why}), so with 2 of 3 seen healthy nothing certain can be said.`;
  const silentLater = { etcd: etcdOf(m1, { later: 'silent' }) };
  const untold = { etcd: etcdOf(m1, { status: null }) };
  const later = 'Ask again in a minute; if it stays, run `endpoint status -w json` with LOCAL=true there.';
  const agent = 'Look at the VM in vCenter and at its BOSH agent, bring it back to be read, then ask again.';

  test.for<[string, Partial<MasterObservation>, string]>([
    ['it told no status', untold, later],
    ['it told no status in the second look', silentLater, later],
  ])('%s', ([why, change, next]) => {
    expect(of(change)).toMatchObject({
      name: 'not-enough-seen',
      target: [m1],
      evidence,
      confidence: 'unsure',
      refused: {
        en: `${sentence(why === 'it told no status' ? `it calls itself healthy but told no status` : why)} ${next}`,
      },
    });
  });
  test('has what could not be read first, in both languages where there are two', () => {
    const unread = [
      { what: 'etcd', why: 'x', words: { en: 'ssh was refused', ko: 'ssh 거부' } },
      { what: 'files', why: 'y' },
    ];
    const refused = of({ etcd: null, unread }).refused;
    expect(refused?.en).toBe(`${sentence('ssh was refused')} ${agent}`);
    expect(refused?.ko).toContain('상태를 확인하지 못했습니다(ssh 거부)');
    expect(of({ ...untold, unread: [{ what: 'files', why: 'no time' }] }).refused?.en).toContain('(no time)');
  });
  test('gave no answer where nothing says why', () => {
    expect(of({ etcd: null }).refused).toMatchObject({
      en: `${sentence('they gave no answer')} ${agent}`,
      ko: expect.stringContaining('(응답 없음)'),
    });
  });
  test('is looked at in vCenter first where only one of two has no answer at all', () => {
    const finding = of({ etcd: null }, silentLater);
    expect(finding.target).toEqual([m1, m2]);
    expect(finding.refused?.en).toContain('master/9b8ad6e0, master/8cdf6298 could not be looked at');
    expect(finding.refused?.en).toContain('so with 1 of 3');
    expect(finding.refused?.en).toContain(agent);
  });
});

test('healthy members that could not be compared are asked again, each named', () => {
  const lacking = [same('a hash'), { en: 'a list', ko: '목록' }];
  expect(incomplete(healthyOne, lacking, evidence)).toEqual({
    name: 'not-enough-seen',
    target: [],
    evidence,
    confidence: 'unsure',
    sentence: {
      en: 'The healthy members cannot be compared: a hash, a list could not be read.',
      ko: '정상노드끼리 비교할 수 없습니다. 읽지 못한 항목: a hash, 목록.',
    },
    refused: {
      en: 'The healthy members cannot be compared: a hash, a list could not be read. Ask again in a minute; if it stays, run `endpoint hashkv` and `member list` with LOCAL=true on master/9b8ad6e0, master/8cdf6298, master/774bfafe.',
      ko: '정상노드끼리 비교할 수 없습니다. 읽지 못한 항목: a hash, 목록. 1분 뒤 다시 점검하고, 계속되면 master/9b8ad6e0, master/8cdf6298, master/774bfafe에서 LOCAL=true로 `endpoint hashkv`와 `member list`를 실행하세요.',
    },
  });
});

describe('quorum lost', () => {
  const of = (change: Parameters<typeof clusterOf>[0]) => {
    const seen = clusterOf(change);
    return quorumLost(seen, standingOf(seen), evidence);
  };
  const twoDown = { [m1]: broken('x'), [m2]: broken('x') };
  const head =
    '2 of 3 members are down (master/9b8ad6e0, master/8cdf6298) and quorum is 2; a cure mends exactly one.';

  test('is certain, and warns of the one that serves alone', () => {
    const { name, target, confidence, sentence, refused } = of(twoDown);
    expect({ name, target, confidence }).toEqual({
      name: 'quorum-lost',
      target: [m1, m2],
      confidence: 'certain',
    });
    expect(sentence.en).toBe(
      `${head} master/774bfafe alone calls itself healthy with 3 members in its list: it may be serving a cluster of its own.`,
    );
    expect(sentence.ko).toContain('쿼럼은 2이며');
    expect(sentence.ko).toContain('멤버 목록은 3대입니다');
    expect(refused?.en).toContain('Restart nothing.');
  });
  test('says that the list of the one alone was not read, and counts one member as one', () => {
    const unread = of({ ...twoDown, [m3]: { etcd: etcdOf(m3, { members: null }) } }).sentence;
    expect(unread.en).toContain('with an unknown number of members in its list');
    expect(unread.ko).toContain('멤버 목록은 ?대입니다');
    const members = [{ id: 'c3', name: 'x', peerUrls: [], learner: false }];
    expect(of({ ...twoDown, [m3]: { etcd: etcdOf(m3, { members }) } }).sentence.en).toContain(
      'with 1 member in its list',
    );
  });
  test('warns of nobody where none serves', () => {
    const { sentence } = of({ ...twoDown, [m3]: broken('x') });
    expect(sentence).toEqual({
      en: '3 of 3 members are down (master/9b8ad6e0, master/8cdf6298, master/774bfafe) and quorum is 2; a cure mends exactly one.',
      ko: '멤버 3대 중 3대가 비정상입니다(master/9b8ad6e0, master/8cdf6298, master/774bfafe). 쿼럼은 2이며, 이 도구는 정확히 1대만 복구합니다.',
    });
  });
});

describe('a member that lags', () => {
  const [member] = standingOf(clusterOf({ [m1]: { etcd: etcdOf(m1, { status: statusOf(m1) }) } })).healthy;
  const of = (behind: number, what: Laggard['of']) =>
    lagging({ member: member ?? expect.fail('m1 is healthy'), behind, of: what }, evidence);
  test.for([
    [
      'peer',
      'master/9b8ad6e0 is 51 applied entries behind: it has not reached in the second look what a peer had in the first (limit 50).',
      '51 뒤처져 있습니다',
    ],
    [
      'log',
      'master/9b8ad6e0 has 51 entries of the first look in its log that it has not applied in the second (limit 50).',
      '51건이 두 번째 점검에서도',
    ],
  ] as const)('behind its %s', ([what, en, ko]) => {
    const { name, target, confidence, sentence, refused } = of(51, what);
    expect({ name, target, confidence }).toEqual({ name: 'lagging', target: [m1], confidence: 'certain' });
    expect(sentence.en).toBe(en);
    expect(sentence.ko).toContain(ko);
    expect(refused?.en).toBe(
      `${en} Wait until it has caught up, then ask again; if it does not, look at its disk latency and network.`,
    );
  });
  test('may be one that joins', () =>
    expect(joining(m1, evidence)).toMatchObject({
      name: 'lagging',
      target: [m1],
      confidence: 'likely',
      sentence: {
        en: "master/9b8ad6e0's etcd answers but is not healthy: it starts, joins, is slow or cut off from its peers.",
      },
      refused: {
        en: expect.stringMatching(
          /Wait a minute and ask again; if it stays, check port 2380 between the masters\.$/,
        ),
      },
    }));
});

describe('a master that is not healthy', () => {
  test('with a fault that nobody knows is left to a person, who is told where the log is', () =>
    expect(unknownFault(healthyOne, m1, { en: 'panic: new', ko: 'panic: 새것' }, evidence)).toMatchObject({
      name: 'not-enough-seen',
      target: [m1],
      confidence: 'unsure',
      evidence,
      sentence: {
        en: `master/9b8ad6e0's etcd is not healthy and its fault is none that this bot knows: "panic: new".`,
        ko: 'master/9b8ad6e0의 etcd가 비정상이지만 알려진 장애 유형이 아닙니다: "panic: 새것".',
      },
      refused: {
        en: expect.stringContaining(
          `A person reads its log. (1) the end of its log: \`bosh -d ${deployment} ssh ${m1} -c 'sudo tail -n 400 /var/vcap/sys/log/etcd/etcd.stderr.log'\``,
        ),
      },
    }));
  test('and could not be read is not known, particle and all', () => {
    const lacking = [
      { en: 'its files', ko: '파일 상태' },
      { en: 'its etcd log', ko: 'etcd 로그' },
    ];
    expect(victimUnreadable(healthyOne, m1, lacking, evidence)).toMatchObject({
      name: 'not-enough-seen',
      target: [m1],
      confidence: 'unsure',
      sentence: {
        en: 'master/9b8ad6e0 is not healthy, but its files and its etcd log could not be read, so what is wrong with it is not known.',
        ko: 'master/9b8ad6e0이 비정상이지만 파일 상태, etcd 로그를 읽지 못해 원인을 알 수 없습니다.',
      },
      refused: { en: expect.stringContaining(`recreate it first (bosh -d ${deployment} recreate ${m1})`) },
    });
  });
});
