import { expect, test } from 'vitest';
import { evidenceOf, sourceWords } from '../../src/cluster/evidence.ts';
import type { MasterObservation, Observation } from '../../src/cluster/observation.ts';
import { standingOf } from '../../src/cluster/quorum.ts';
import { broken, clusterOf, downEtcd, etcdOf, files, m1, m2, m3, masterOf, statusOf } from './build.ts';

const linesOf = (seen: Observation, of: 'en' | 'ko' = 'en') =>
  evidenceOf(seen, standingOf(seen)).map(each => each[of]);
/** The lines of m1 alone. */
const ofFirst = (change: Partial<MasterObservation>, of: 'en' | 'ko' = 'en') =>
  linesOf(clusterOf({ [m1]: change }), of).filter(line => line.startsWith('master/9b8ad6e0'));
const disk = files ?? expect.fail('no files');

test('a healthy cluster is told member by member, in numbers', () => {
  expect(linesOf(clusterOf())).toEqual([
    '3 of 3 members are healthy, quorum is 2',
    'master/9b8ad6e0: healthy, id a1, leader b2, term 7, applied 5000, revision 1204, hash 987654 @ revision 1204, 3 members listed',
    'master/8cdf6298: healthy, id b2, leader b2, term 7, applied 5000, revision 1204, hash 987654 @ revision 1204, 3 members listed',
    'master/774bfafe: healthy, id c3, leader b2, term 7, applied 5000, revision 1204, hash 987654 @ revision 1204, 3 members listed',
    'highest revision ever seen: 1200',
  ]);
  expect(linesOf(clusterOf(), 'ko').slice(0, 2)).toEqual([
    '멤버 3대 중 3대 정상, 쿼럼 2',
    'master/9b8ad6e0: 정상, id a1, 리더 b2, term 7, applied 5000, revision 1204, 해시 987654 @ revision 1204, 멤버 목록 3대',
  ]);
  expect(linesOf(clusterOf({}, { memory: null }))).toHaveLength(4);
});

test('what a healthy member did not tell is told as such', () => {
  const etcd = etcdOf(m1, { hash: null, members: null, status: statusOf(m1, { leaderId: null }) });
  expect(ofFirst({ etcd })).toEqual([
    'master/9b8ad6e0: healthy, id a1, leader none, term 7, applied 5000, revision 1204, hash not read, ? members listed',
  ]);
  expect(ofFirst({ etcd }, 'ko')[0]).toContain(
    '리더 없음, term 7, applied 5000, revision 1204, 해시 읽지 못함, 멤버 목록 ?대',
  );
});

test('a member under an alarm serves, and its alarm has a line', () => {
  const seen = clusterOf({ [m1]: { etcd: etcdOf(m1, { healthy: false, alarms: ['alarm:NOSPACE'] }) } });
  expect(linesOf(seen)[1]).toContain('master/9b8ad6e0: serves under an alarm, id a1');
  expect(linesOf(seen, 'ko')[1]).toContain('알람 상태로 동작 중');
  expect(linesOf(seen)).toContain('alarm: alarm:NOSPACE');
  expect(linesOf(seen, 'ko')).toContain('알람: alarm:NOSPACE');
  expect(linesOf(clusterOf({ [m1]: { etcd: etcdOf(m1, { alarms: null }) } })).join()).not.toContain('alarm:');
});

const quiet = { monit: null, apiserver: null };
test.for<[string, Partial<MasterObservation>]>([
  ['not healthy, member/ present, 1 wal file', broken('')],
  [
    'not healthy, member/ absent, 0 wal files',
    broken('', { files: { ...disk, memberDir: false, walFiles: 0 } }),
  ],
  [
    'not healthy, member/ present, 2 wal files, once started without member/',
    broken('', { files: { ...disk, walFiles: 2, memberWasMissing: true } }),
  ],
  ['not healthy, files not read', broken('', { files: null })],
  ['no VM, files not read', { etcd: null, cid: null, files: null }],
  ['not healthy, member/ present, 1 wal file', { etcd: downEtcd, cid: null }],
  ['not seen, files not read', { etcd: null, files: null }],
])('the evidence of one that is not healthy says: %s', ([line, change]) =>
  expect(ofFirst({ ...quiet, ...change })).toEqual([`master/9b8ad6e0: ${line}`]),
);

test('one that is not healthy comes with what monit, kube-apiserver and etcdctl say of it', () =>
  expect(
    ofFirst(broken('', { etcd: { ...downEtcd, said: 'x\nError: context deadline exceeded\n' } })),
  ).toEqual([
    'master/9b8ad6e0: not healthy, member/ present, 1 wal file, monit: running, kube-apiserver: HTTP 200 ok, etcdctl: Error: context deadline exceeded',
  ]));
test('wal files that could not be listed are not none', () => {
  const change = { ...quiet, ...broken('', { files: { ...disk, walFiles: null } }) };
  expect(ofFirst(change)).toEqual(['master/9b8ad6e0: not healthy, member/ present, wal files not listed']);
  expect(ofFirst(change, 'ko')).toEqual(['master/9b8ad6e0: 비정상, member/ 있음, wal 파일 목록을 읽지 못함']);
});

test('the evidence is told in Korean too', () => {
  expect(ofFirst({ ...quiet, etcd: null, cid: null, files: null }, 'ko')).toEqual([
    'master/9b8ad6e0: VM 없음, 파일을 읽지 못함',
  ]);
  expect(ofFirst({ ...quiet, ...broken('', { files: { ...disk, memberWasMissing: true } }) }, 'ko')).toEqual([
    'master/9b8ad6e0: 비정상, member/ 있음, wal 파일 1개, member/ 없이 기동한 적 있음',
  ]);
  expect(ofFirst({ ...quiet, etcd: null, files: { ...disk, memberDir: false } }, 'ko')).toEqual([
    'master/9b8ad6e0: 확인하지 못함, member/ 없음, wal 파일 1개',
  ]);
});

test('what could not be read has its reason, by the name of its source', () => {
  const seen = clusterOf(
    {
      [m3]: {
        ...masterOf(m3),
        unread: [{ what: 'probe', why: 'ssh was refused', words: { en: 'refused', ko: '거부됨' } }],
      },
    },
    {
      unread: [
        { what: 'tasks', why: 'HTTP 500' },
        { what: 'else', why: 'x' },
      ],
    },
  );
  expect(linesOf(seen).slice(-3)).toEqual([
    'tasks could not be read: HTTP 500',
    'else could not be read: x',
    'master/774bfafe: the look at the VM could not be read: refused',
  ]);
  expect(linesOf(seen, 'ko').slice(-3)).toEqual([
    'task 목록: 읽지 못했습니다. HTTP 500',
    'else: 읽지 못했습니다. x',
    'master/774bfafe: VM 점검: 읽지 못했습니다. 거부됨',
  ]);
  expect(sourceWords('hash')).toEqual({ en: 'its hash', ko: '해시' });
});

test('the healthy come first, then the broken, then the unseen', () =>
  expect(
    linesOf(clusterOf({ [m1]: { etcd: null }, [m2]: broken('') }))
      .slice(1, 4)
      .map(line => line.slice(0, 32)),
  ).toEqual([
    'master/774bfafe: healthy, id c3,',
    'master/8cdf6298: not healthy, me',
    'master/9b8ad6e0: not seen, membe',
  ]));
