import { describe, expect, test } from 'vitest';
import { answerFor } from '../../src/cli/verdict-answer.ts';

/** Recorded observations as an operator would write them down: etcdctl's own JSON, ids as full uint64. */
const [a, b, c] = ['10699544609272596028', '2000082155837156859', '17656309262113033549'] as const;
const hex = (id: string): string => BigInt(id).toString(16);
const m1 = 'master/9b8ad6e0-a438-4033-9767-46c586fb4771';
const m2 = 'master/8cdf6298-e50a-4dc3-997b-b7e14502cc57';
const m3 = 'master/774bfafe-67a2-406b-9ee5-a8db68f2e694';

type Fields = Readonly<Record<string, unknown>>;
/** Long numbers are written as text here and stand unquoted in the document, as etcdctl prints them. */
const status = (id: string, more: Fields = {}, header: Fields = {}) => [
  {
    Endpoint: 'https://127.0.0.1:2379',
    Status: {
      header: { cluster_id: '16620026808685637006', member_id: id, revision: 1204, raft_term: 7, ...header },
      version: '3.5.16',
      dbSize: 20480,
      leader: b,
      raftIndex: 5000,
      raftTerm: 7,
      raftAppliedIndex: 5000,
      dbSizeInUse: 16384,
      ...more,
    },
  },
];
const up = (id: string, more: Fields = {}): Fields => ({
  up: true,
  healthy: true,
  status: status(id),
  hashAtRevision: 987654,
  memberIds: [hex(a), hex(b), hex(c)],
  alarms: [''],
  bootstrap: id === a,
  memberDir: true,
  memberWasMissing: false,
  walFiles: 1,
  lastStartBlock: '',
  ...more,
});
const down: Fields = { up: false, healthy: false, status: null, hashAtRevision: null, memberIds: [] };
const seen = (
  first: Fields = {},
  second: Fields = {},
  third: Fields = {},
  lastKnown: number | null = 1200,
) => ({
  lastKnownRevision: lastKnown,
  masters: { [m1]: up(a, first), [m2]: up(b, second), [m3]: up(c, third) },
});
const text = (document: unknown): string => JSON.stringify(document).replace(/"(\d{16,20})"/g, '$1');
const answer = (document: unknown) => {
  const got = answerFor(text(document));
  return 'json' in got ? JSON.parse(got.json) : got;
};

const pairOnly = { memberIds: [hex(a), hex(b)] };
const nospace = (id: string): Fields => ({
  healthy: false,
  alarms: [`memberID:${c} alarm:NOSPACE `],
  status: status(id, { errors: [`memberID:${c} alarm:NOSPACE `] }),
});
const tocommit =
  'panic: tocommit(312) is out of range [lastIndex(0)]. Was the raft log corrupted, truncated, or lost?';
const revision = (id: string, value: number, more: Fields = {}): Fields => ({
  status: status(id, {}, { revision: value }),
  ...more,
});

/** Read twice while others write: a status, and the one of five seconds later. */
const busy = (id: string, rev: number, index: number, hashRevision?: number): Fields => ({
  status: status(id, { raftIndex: index, raftAppliedIndex: index }, { revision: rev }),
  statusAfter5s: status(
    id,
    { raftIndex: index + 300, raftAppliedIndex: index + 300 },
    { revision: rev + 300 },
  ),
  ...(hashRevision === undefined ? {} : { hashRevision }),
});

/** The third is 400 short; stamped, its second status at `at`. */
const behind = (at: number): readonly Fields[] =>
  [a, b, c].map(id => ({
    ...busy(id, 1204, id === c ? 4300 : 5000),
    statusAt: id === c ? at - 5 : 1_000,
    statusAfter5sAt: id === c ? at : '1005.000000000',
  }));

const rows: readonly (readonly [string, object, Fields])[] = [
  ['healthy, as it stands', seen(), { verdict: 'healthy', refused: null }],
  [
    'no-space where etcd 3.5 calls all three unhealthy for the alarm alone',
    seen(nospace(a), nospace(b), nospace(c)),
    { verdict: 'no-space' },
  ],
  [
    'no-space by the alarm lists alone, without errors in the status',
    seen(
      { healthy: false, alarms: ['NOSPACE'] },
      { healthy: false, alarms: ['NOSPACE'] },
      { healthy: false, alarms: ['NOSPACE'] },
    ),
    { verdict: 'no-space' },
  ],
  [
    'no-space while one is really down',
    seen({ ...down, lastStartBlock: tocommit }, nospace(b), nospace(c)),
    { verdict: 'no-space' },
  ],
  [
    'no leader and an alarm is no member that serves',
    seen(
      { healthy: false, alarms: ['NOSPACE'], status: status(a, { leader: undefined }) },
      { healthy: false, alarms: ['NOSPACE'], status: status(b, { leader: undefined }) },
      { healthy: false, alarms: ['NOSPACE'], status: status(c, { leader: undefined }) },
    ),
    { verdict: 'quorum-lost' },
  ],
  [
    'a CORRUPT alarm is no matter of space',
    seen({ alarms: [`memberID:${c} alarm:CORRUPT `] }, { alarms: [`memberID:${c} alarm:CORRUPT `] }),
    { verdict: 'pair-disagrees' },
  ],
  ['an alarm of no known kind', seen({ alarms: ['memberID:1 alarm:OTHER'] }), { verdict: 'not-enough-seen' }],
  [
    'two that are healthy and told no status are not two that are down',
    seen({ status: null }, { status: null }),
    { verdict: 'not-enough-seen' },
  ],
  ['one healthy without a status', seen({ status: [] }), { verdict: 'not-enough-seen' }],
  ['a second look that nobody answered', seen({}, { statusAfter5s: null }), { verdict: 'not-enough-seen' }],
  [
    'a lost log of an id that is removed already',
    seen(pairOnly, pairOnly, { ...down, lastStartBlock: tocommit }),
    { verdict: 'removed-id', target: [m3], proposed: 'replace-member', allowed: ['replace-member'] },
  ],
  [
    'a clean log of an id that is removed already',
    seen(pairOnly, pairOnly, { ...down, lastStartBlock: '2026 I | etcdmain: etcd Version: 3.4.23' }),
    { verdict: 'removed-id', allowed: ['replace-member'] },
  ],
  [
    'an empty log of a removed id, in the words of 3.5',
    seen(pairOnly, pairOnly, {
      ...down,
      walFiles: 0,
      lastStartBlock:
        '{"level":"fatal","ts":"2026-11-25T22:36:28.022Z","caller":"etcdmain/etcd.go:204","msg":"discovery failed","error":"error validating peerURLs {ClusterID:182e}: member count is unequal"}',
    }),
    { verdict: 'removed-id', allowed: ['replace-member'] },
  ],
  [
    'replicas that differ at one applied index (E05g)',
    seen(revision(a, 821), revision(b, 301), revision(c, 829), null),
    { verdict: 'pair-disagrees', target: [] },
  ],
  [
    'the same while their hashes were not compared',
    seen(
      revision(a, 821, { hashAtRevision: 1 }),
      revision(b, 301, { hashAtRevision: 2 }),
      revision(c, 829, { hashAtRevision: 1 }),
      null,
    ),
    { verdict: 'pair-disagrees' },
  ],
  [
    'a pair that differs so, beside one that is down',
    seen({ ...down, lastStartBlock: tocommit }, revision(b, 1204), revision(c, 1504)),
    { verdict: 'pair-disagrees' },
  ],
  [
    'an empty pair that outvotes the good member (E05f)',
    seen(revision(a, 541, pairOnly), revision(b, 541, pairOnly), revision(c, 5000), null),
    { verdict: 'pair-disagrees', target: [] },
  ],
  [
    'the same with the good member’s revision in the memory',
    seen(revision(a, 541, pairOnly), revision(b, 541, pairOnly), revision(c, 5000), 4990),
    { verdict: 'pair-disagrees' },
  ],
  [
    'a rogue that wrote more than the real cluster, which the memory vouches for',
    seen({ status: status(a, { raftTerm: 3 }, { revision: 5000 }), memberIds: [hex(a)] }),
    { verdict: 'rogue', target: [m1], proposed: 'replace-member' },
  ],
  [
    'and the same one where nothing is remembered',
    seen({ status: status(a, { raftTerm: 3 }, { revision: 5000 }), memberIds: [hex(a)] }, {}, {}, null),
    { verdict: 'pair-disagrees' },
  ],
  [
    'a term that differs in one of two looks only',
    seen({ status: status(a, { raftTerm: 6 }), statusAfter5s: status(a) }),
    { verdict: 'healthy' },
  ],
  [
    'a term that has just changed on one',
    seen({ status: status(a), statusAfter5s: status(a, { raftTerm: 8 }) }),
    { verdict: 'not-enough-seen' },
  ],
  [
    'a term that differs in both looks is no cluster of its own under the same leader',
    seen({ status: status(a, { raftTerm: 8 }) }),
    { verdict: 'pair-disagrees', target: [] },
  ],
  [
    'a term and a leader that differ in both looks are',
    seen({ status: status(a, { raftTerm: 8, leader: a }) }),
    { verdict: 'rogue', target: [m1], allowed: ['replace-member'] },
  ],
  [
    'a term that differs where no leader is known: it looks for one',
    seen({ status: status(a, { raftTerm: 8, leader: undefined }) }),
    { verdict: 'not-enough-seen', target: [] },
  ],
  [
    'one that differs in its hash alone may hold the truth',
    seen({ hashAtRevision: 1 }),
    { verdict: 'pair-disagrees', target: [] },
  ],
  [
    'one whose revision alone differs, by two at one applied index, of etcd that serves on',
    seen(revision(a, 1206)),
    { verdict: 'pair-disagrees', target: [] },
  ],
  [
    'the same of one that is not called healthy, whatever its log says',
    seen(revision(a, 1206, { healthy: false, lastStartBlock: tocommit })),
    { verdict: 'pair-disagrees', target: [] },
  ],
  [
    'one that answers and is not healthy gets no cure, whatever its log says',
    seen({ healthy: false, lastStartBlock: tocommit }),
    { verdict: 'lagging', target: [m1] },
  ],
  [
    'a busy cluster of which one was read a second later: 60 writes a second',
    seen(...[0, 61, 2].map((more, at) => busy([a, b, c][at] ?? a, 1204 + more, 5000 + more))),
    { verdict: 'healthy' },
  ],
  [
    'a hash below what one had in its first look proves no agreement',
    seen(...[0, 61, 2].map((more, at) => busy([a, b, c][at] ?? a, 1204 + more, 5000 + more, 1204))),
    { verdict: 'not-enough-seen' },
  ],
  [
    'one that is short of its peers in its second look, by the stamps of their VMs',
    seen(...behind(1_005)),
    { verdict: 'lagging', target: [m3] },
  ],
  [
    'one that is short of what its peers had, read before them by its stamps',
    seen(...behind(995)),
    { verdict: 'not-enough-seen' },
  ],
  ['the same by a clock that is an hour off', seen(...behind(4_605)), { verdict: 'not-enough-seen' }],
  [
    'hashes of two compactions are not compared, and prove no agreement',
    seen({ compactRevision: 1000 }),
    { verdict: 'not-enough-seen' },
  ],
  [
    'member/ once missing, no wal file and no log',
    seen({}, {}, { ...down, memberWasMissing: true, walFiles: 0 }),
    { verdict: 'disk-lost', target: [m3], proposed: 'replace-member' },
  ],
  [
    'a lost log where nobody knows whether member/ was ever missing',
    seen({ ...down, memberWasMissing: undefined, lastStartBlock: tocommit }),
    { verdict: 'raft-log-lost', proposed: 'replace-member', allowed: ['replace-member'] },
  ],
  [
    'member/ gone, whatever an old log says',
    seen(
      {},
      {},
      {
        ...down,
        memberDir: false,
        walFiles: 0,
        lastStartBlock: 'E | etcdserver: the member has been permanently removed from the cluster',
      },
    ),
    { verdict: 'disk-lost', target: [m3] },
  ],
  [
    'member/ gone from the bootstrap instance, whatever an old log says',
    seen({
      ...down,
      memberDir: false,
      walFiles: 0,
      lastStartBlock: 'E | etcdserver: the member has been permanently removed from the cluster',
    }),
    { verdict: 'disk-lost-bootstrap', target: [m1] },
  ],
  [
    'three healthy that list a fourth',
    seen(...[a, b, c].map(() => ({ memberIds: [hex(a), hex(b), hex(c), '1234abcd'] }))),
    { verdict: 'not-enough-seen' },
  ],
  [
    'two masters that tell the same member id',
    seen({ ...down, lastStartBlock: tocommit }, {}, { status: status(b) }),
    { verdict: 'not-enough-seen' },
  ],
  [
    'a learner in the pair',
    seen({ ...down, lastStartBlock: tocommit }, {}, { status: status(c, { isLearner: true }) }),
    { verdict: 'raft-log-lost' },
  ],
  [
    'a learner among three',
    seen({}, {}, { status: status(c, { isLearner: true }) }),
    { verdict: 'not-enough-seen' },
  ],
  [
    'alarms of the pair not read',
    seen({ ...down, lastStartBlock: tocommit }, { alarms: null }),
    { verdict: 'not-enough-seen' },
  ],
  [
    'alarms of the pair not told at all',
    seen({ ...down, lastStartBlock: tocommit }, {}, { alarms: undefined }),
    { verdict: 'not-enough-seen' },
  ],
  [
    'a pair that has not applied what it has',
    seen(
      { ...down, lastStartBlock: tocommit },
      { status: status(b, { raftIndex: 9000 }) },
      { status: status(c, { raftIndex: 9000 }) },
    ),
    { verdict: 'lagging' },
  ],
  [
    'no version told',
    seen(
      { ...down, lastStartBlock: tocommit },
      { status: status(b, { version: undefined }) },
      { status: status(c, { version: undefined }) },
    ),
    { verdict: 'raft-log-lost' },
  ],
];

/** What refuses has no cure and says why. */
const refusing = ({ verdict, allowed, refused }: Fields): boolean =>
  verdict !== 'healthy' &&
  allowed === undefined &&
  refused === undefined &&
  verdict !== 'rogue' &&
  verdict !== 'disk-lost' &&
  verdict !== 'disk-lost-bootstrap';

describe('what was recorded', () => {
  test.each(rows)('%s', (_what, document, told) => {
    const got = answer(document);
    expect(got).toMatchObject(told);
    if (refusing(told))
      expect(got).toMatchObject({ proposed: null, allowed: [], refused: expect.stringMatching(/.{60}/) });
  });

  test('takes the empty list that etcdctl prints for a member that is down as no status', () =>
    expect(answer(seen({ ...down, status: [], statusAfter5s: [], lastStartBlock: tocommit }))).toMatchObject({
      verdict: 'raft-log-lost',
      allowed: ['move-leader', 'replace-member', 'disk-loss-original'],
    }));

  test('never says to disarm a CORRUPT alarm', () =>
    expect(answer(seen({ alarms: ['memberID:1 alarm:CORRUPT'] })).refused).toMatch(/never disarm/i));

  test('answers the others where one of an array cannot be read', () => {
    const [first, second, third] = answer([seen(), { masters: { [m1]: { up: 'yes' } } }, seen(nospace(a))]);
    expect([first.verdict, third.verdict]).toEqual(['healthy', 'no-space']);
    expect(second).toMatchObject({ verdict: 'not-enough-seen', target: [], proposed: null, allowed: [] });
    expect(second.refused).toContain('observation 2');
  });
});

const lostLogs = [
  tocommit,
  'raft2026/11/25 22:28:16 tocommit(71) is out of range [lastIndex(0)]. Was the raft log corrupted, truncated, or lost?',
  '{"level":"panic","ts":"2026-11-25T22:28:21.903Z","logger":"raft","caller":"etcdserver/zap_raft.go:101","msg":"tocommit(77) is out of range [lastIndex(0)]. Was the raft log corrupted, truncated, or lost?","stacktrace":"go.etcd.io/etcd/raft.(*raftLog).commitTo"}',
];
const corruptLogs = [
  '2026-11-25 22:28:22.117358 C | etcdmain: walpb: crc mismatch',
  '{"level":"fatal","ts":"2026-11-25T22:28:27.093Z","caller":"etcdmain/etcd.go:204","msg":"discovery failed","error":"walpb: crc mismatch","stacktrace":"go.etcd.io/etcd/server/etcdmain.startEtcdOrProxyV2"}',
  '2026-11-25 22:28:30.002467 C | mvcc/backend: cannot open database at /var/vcap/store/etcd/member/snap/db (invalid database)',
  '{"level":"panic","msg":"failed to open database","path":"/var/vcap/store/etcd/member/snap/db","error":"invalid database"}',
  'panic: freepages: failed to get all reachable pages (page 7091923453868569982: out of bounds: 6)',
  'panic: assertion failed: Page expected to be: 2, but self identifies as 1563265077852842413',
  'panic: cannot use none as id',
  'C | etcdmain: wal: max entry size limit exceeded, recBytes: 8192, fileSize(64000000)',
  '{"level":"fatal","msg":"failed to read WAL, cannot be repaired","error":"wal: max entry size limit exceeded"}',
  'panic: unmarshal should never fail (proto: illegal wireType 7)',
  '{"level":"panic","msg":"failed to recover v3 backend from snapshot","error":"failed to find database snapshot file (snap: snapshot file doesn\'t exist)"}',
];
const removedLogs = [
  '2026-11-25 22:36:22.876697 E | etcdserver: the member has been permanently removed from the cluster',
  '{"level":"warn","ts":"2026-11-25T22:36:27.750Z","caller":"etcdserver/server.go:1154","msg":"server error","error":"the member has been permanently removed from the cluster"}',
];
/** Lines that members wrote who then served. */
const harmlessLogs = [
  '2026-11-25 22:28:16.858288 I | etcdserver: repaired WAL, unexpected EOF; snap: crc mismatch',
  '{"level":"warn","msg":"snap file is corrupt","error":"snap: crc mismatch"}',
  '{"level":"info","msg":"No snapshot found. Recovering WAL from scratch!"}',
  '{"level":"error","msg":"setting up serving from embedded etcd failed.","error":"accept tcp: use of closed network connection"}',
  '2026-11-25 22:28:50.770678 N | pkg/osutil: received terminated signal, shutting down...',
  '2026-11-25 22:37:08.675153 E | rafthttp: request cluster ID mismatch (got e6a63253692d2d8e want e530e3aa777e754e)',
];
const verdictOn = (lastStartBlock: string) => answer(seen({}, {}, { ...down, lastStartBlock })).verdict;

describe('a log as etcd wrote it', () => {
  test.each(lostLogs)('a lost raft log: %s', log => expect(verdictOn(log)).toBe('raft-log-lost'));
  test.each(corruptLogs)('corrupt data: %s', log => expect(verdictOn(log)).toBe('corrupt'));
  test.each(removedLogs)('a removed id: %s', log => expect(verdictOn(log)).toBe('removed-id'));
  test.each(harmlessLogs)('no fault: %s', log => expect(verdictOn(log)).toBe('process-down'));
  test('counts from its last start only', () => {
    const start = '2026-11-25 22:28:16.000000 I | etcdmain: etcd Version: 3.4.23';
    const serves = '2026-11-25 22:28:17.000000 I | embed: ready to serve client requests';
    expect(verdictOn([start, tocommit, start, serves].join('\n'))).toBe('process-down');
    expect(verdictOn([start, serves, start, tocommit].join('\n'))).toBe('raft-log-lost');
  });
});
