import { describe, expect, test } from 'vitest';
import type {
  LockObservation,
  MasterObservation,
  Observation,
  TaskObservation,
} from '../../src/cluster/observation.ts';
import { differences, witnessOf } from '../../src/cluster/witness.ts';
import { allListed, broken, clusterOf, etcdOf, files, m1, m2, m3, statusOf, tocommit } from './build.ts';

const witness = (change: Parameters<typeof clusterOf>[0] = {}, more: Partial<Observation> = {}) =>
  witnessOf(clusterOf({ [m1]: broken(tocommit), ...change }, more), m1);
const task = (id: string, description: string): TaskObservation => ({
  id,
  description,
  state: 'processing',
  deployment: 'd',
  user: 'x',
});
const lock = (taskId: string): LockObservation => ({ type: 'deployment', resource: 'd', taskId });

test('an approval is given for these facts, and no other', () =>
  expect(witness()).toEqual({
    target: m1,
    quorum: '2 of 3 healthy, quorum 2',
    leader: 'b2',
    members: 'a1 (9b8ad6e0) b2 (8cdf6298) c3 (774bfafe)',
    'running tasks': 'none',
    locks: 'none',
    resurrection: 'on',
    'master/9b8ad6e0 VM': 'vm-9b8ad6e0-a438-4033-9767-46c586fb4771',
    'master/9b8ad6e0 agent': 'agent answers',
    'master/9b8ad6e0 agent id': 'agent',
    'master/9b8ad6e0 etcd': 'not healthy',
    'master/9b8ad6e0 ignored': 'false',
    'master/9b8ad6e0 member/': 'present',
    'master/8cdf6298 VM': 'vm-8cdf6298-e50a-4dc3-997b-b7e14502cc57',
    'master/8cdf6298 agent': 'agent answers',
    'master/8cdf6298 agent id': 'agent',
    'master/8cdf6298 etcd': 'healthy as member b2',
    'master/8cdf6298 ignored': 'false',
    'master/774bfafe VM': 'vm-774bfafe-67a2-406b-9ee5-a8db68f2e694',
    'master/774bfafe agent': 'agent answers',
    'master/774bfafe agent id': 'agent',
    'master/774bfafe etcd': 'healthy as member c3',
    'master/774bfafe ignored': 'false',
  }));

describe('a fact', () => {
  test.for<[string, Partial<MasterObservation>, string, string]>([
    ['VM', { cid: null }, 'VM', 'none'],
    ['agent of no VM', { cid: null, processState: 'unresponsive agent' }, 'agent', 'no VM'],
    ['agent', { processState: 'unresponsive agent' }, 'agent', 'unresponsive agent'],
    ['agent id', { agentId: null }, 'agent id', 'none'],
    ['ignored', { ignored: true }, 'ignored', 'true'],
    ['etcd', { etcd: null }, 'etcd', 'not healthy'],
  ])('%s', ([, change, name, value]) =>
    expect(witness({ [m2]: change })[`master/8cdf6298 ${name}`]).toBe(value),
  );
  test('about the disk is the target’s alone, and none where it was not read', () => {
    const gone = { ...(files ?? expect.fail('no files')), memberDir: false };
    expect(witness({ [m1]: broken('', { files: gone }) })['master/9b8ad6e0 member/']).toBe('absent');
    expect(
      Object.keys(witness({ [m1]: broken('', { files: null }) })).filter(name => name.endsWith('member/')),
    ).toEqual([]);
  });
  test('about the members is each view once, in order, and an unstarted one is called so', () => {
    const unstarted = allListed.map(each => (each.id === 'a1' ? { ...each, name: '' } : each));
    expect(witness({ [m3]: { etcd: etcdOf(m3, { members: unstarted }) } }).members).toBe(
      'a1 (9b8ad6e0) b2 (8cdf6298) c3 (774bfafe) | a1 (unstarted) b2 (8cdf6298) c3 (774bfafe)',
    );
    expect(witness({ [m3]: { etcd: etcdOf(m3, { members: null }) } }).members).toBe(
      'a1 (9b8ad6e0) b2 (8cdf6298) c3 (774bfafe) | not read',
    );
    expect(witness({ [m2]: broken(''), [m3]: broken('') }).members).toBe('none');
    expect(witness({ [m2]: { etcd: etcdOf(m2, { members: allListed.toReversed() }) } }).members).toBe(
      witness().members,
    );
  });
  test('about the leader is each one told, in order', () => {
    const led = (instance: string, leaderId: string | null) => ({
      etcd: etcdOf(instance, { status: statusOf(instance, { leaderId }) }),
    });
    expect(witness({ [m2]: led(m2, 'c3') }).leader).toBe('b2 | c3');
    expect(witness({ [m2]: led(m2, null), [m3]: led(m3, null) }).leader).toBe('none');
    expect(witness({ [m2]: broken(''), [m3]: broken('') }).leader).toBe('none');
  });
  test('about tasks and locks is all of them in order, or that nobody read them', () => {
    expect(witness({}, { tasks: [task('9', 'b'), task('8', 'a')] })['running tasks']).toBe('8 a, 9 b');
    expect(witness({}, { tasks: null })['running tasks']).toBe('not read');
    expect(witness({}, { locks: [lock('9'), lock('8')] }).locks).toBe('deployment 8, deployment 9');
    expect(witness({}, { locks: null }).locks).toBe('not read');
  });
});

describe('a difference', () => {
  test.for([
    ['target', 'a', 'b', '대상: 승인 당시 a, 현재 b'],
    [
      'quorum',
      '2 of 3 healthy, quorum 2',
      '1 of 3 healthy, quorum 2',
      '쿼럼: 승인 당시 3대 중 2대 정상, 쿼럼 2, 현재 3대 중 1대 정상, 쿼럼 2',
    ],
    ['members', 'a1 (x)', 'a1 (unstarted)', '멤버 목록: 승인 당시 a1 (x), 현재 a1(미기동)'],
    ['running tasks', 'none', 'not read', '진행 중인 task: 승인 당시 없음, 현재 읽지 못함'],
    ['m etcd', 'not healthy', 'healthy as member b2', 'm etcd: 승인 당시 비정상, 현재 정상, 멤버 b2'],
    ['m agent', 'agent answers', 'unresponsive agent', 'm agent: 승인 당시 agent 응답, 현재 agent 무응답'],
    ['m ignored', 'false', 'true', 'm BOSH ignore: 승인 당시 아니요, 현재 예'],
    ['m member/', 'present', 'absent', 'm member/: 승인 당시 있음, 현재 없음'],
  ] as const)('of %s is told in both languages', ([name, then, now, ko]) =>
    expect(differences({ [name]: then, same: 'x' }, { [name]: now, same: 'x' })).toEqual([
      { en: `${name}: ${then} when it was approved, ${now} now`, ko },
    ]),
  );
  test('is one too where a fact is there on one side only', () =>
    expect(differences({ b: '1' }, { a: '2' })).toEqual([
      { en: 'a: not there when it was approved, 2 now', ko: 'a: 승인 당시 없음, 현재 2' },
      { en: 'b: 1 when it was approved, not there now', ko: 'b: 승인 당시 1, 현재 없음' },
    ]));
  test('is none between equals', () => expect(differences(witness(), witness())).toEqual([]));
});
