import { describe, expect, test } from 'vitest';
import { scriptSaysHalfAdded } from '../../src/cluster/last-attempt.ts';
import type { MasterObservation, MemberListed } from '../../src/cluster/observation.ts';
import { standingOf } from '../../src/cluster/quorum.ts';
import { type Listed, listedBeside, type Signature, signatureOf } from '../../src/cluster/signature.ts';
import { allListed, broken, clusterOf, etcdOf, files, m1, m2, m3, masterOf } from './build.ts';

const disk = { ...(files ?? expect.fail('no files')), memberWasMissing: null };
const [own] = allListed;
const asListed: Listed = { unstarted: null, others: own ? [own] : [] };
const nobody: Listed = { unstarted: null, others: [] };
const lost = 'tocommit(312) is out of range [lastIndex(0)]';
const removed = 'the member has been permanently removed from the cluster';

/** m3 is no bootstrap instance, m1 is. */
const told = (
  log: string | null,
  more: Partial<typeof disk> | { memberWasMissing: boolean | null } | null = {},
  { listed = asListed, bootstrap = false, ...master }: Partial<MasterObservation> & { listed?: Listed } = {},
): readonly [Signature['name'], string, Signature['confidence']] => {
  const victim = masterOf(bootstrap ? m1 : m3, {
    ...broken(''),
    lastStartBlock: log,
    files: more === null ? null : { ...disk, ...more },
    ...master,
  });
  const { name, found, confidence } = signatureOf(victim, listed);
  return [name, found.en, confidence];
};

describe('half added', () => {
  const unstarted: MemberListed = { id: 'd4', name: '', peerUrls: [], learner: false };
  const listed: Listed = { unstarted, others: [] };
  test('is a member that is listed without a name, whatever else is there', () => {
    expect(told('', {}, { listed })).toEqual(['half-added', 'member d4 is listed without a name', 'likely']);
    expect(signatureOf(masterOf(m3, broken('')), listed).found.ko).toBe('멤버 d4가 이름 없이 목록에 있음');
  });
  test('is told in the start script’s own words where it has them', () =>
    expect(told('x\nError: not enough started members, 2', { memberDir: false }, { listed })).toEqual([
      'half-added',
      'not enough started members',
      'certain',
    ]));
  test.for([
    ['', false],
    ['unhealthy cluster', false],
    ['not enough started members', true],
    ['unhealthy cluster\nnot enough started members', true],
    ['not enough started members\nunhealthy cluster', false],
  ] as const)('by the script that said last %j: %s', ([log, half]) =>
    expect(scriptSaysHalfAdded(log)).toBe(half),
  );
});

describe('a lost disk', () => {
  test('has no member/, and the log’s words where it tells of the cluster', () => {
    expect(told('', { memberDir: false })).toEqual(['disk-lost', 'member/ is gone', 'likely']);
    expect(told('Error: etcdserver: unhealthy cluster', { memberDir: false }, { bootstrap: true })).toEqual([
      'disk-lost-bootstrap',
      'member/ is gone; etcdserver: unhealthy cluster',
      'certain',
    ]);
  });
  test('of the bootstrap instance began anew by itself', () => {
    const missing = { memberWasMissing: true };
    expect(told('', missing, { bootstrap: true })).toEqual([
      'disk-lost-bootstrap',
      'member/ was re-created by a start with "new"',
      'likely',
    ]);
    expect(told(`panic: ${lost}`, missing, { bootstrap: true })[1]).toBe(
      `member/ was re-created by a start with "new"; ${lost}`,
    );
    expect(told('', missing)[0]).toBe('process-down');
    expect(told('', {}, { bootstrap: true })[0]).toBe('process-down');
  });
  test('left no wal file behind where member/ was missing', () => {
    const empty = { walFiles: 0, memberWasMissing: true };
    expect(told('', empty)).toEqual(['disk-lost', 'member/ was missing and has no wal file', 'likely']);
    expect(told('', { walFiles: 0 })).toEqual([
      'raft-log-lost',
      'member/ is there without any wal file',
      'likely',
    ]);
  });
});

describe('a removed id', () => {
  test('is nobody’s in the list, whatever the log says', () => {
    expect(told('', {}, { listed: nobody })).toEqual(['removed-id', 'no member is listed for it', 'certain']);
    expect(told(`C | ${removed}`, {}, { listed: nobody })[1]).toBe(`${removed}; no member is listed for it`);
    expect(told(`panic: ${lost}`, {}, { listed: nobody })[1]).toBe(`${lost}; no member is listed for it`);
    const { found } = signatureOf(masterOf(m3, broken('')), nobody);
    expect(found.ko).toBe('목록에 해당 멤버가 없음');
  });
  test('with an empty member/ is likely only', () =>
    expect(told('', { walFiles: 0 }, { listed: nobody })).toEqual([
      'removed-id',
      'an empty member/ and no member listed for it',
      'likely',
    ]));
  test('is told by the log where a name like its own is listed', () =>
    expect(told(`C | rafthttp: ${removed}`)).toEqual(['removed-id', removed, 'likely']));
  test('is no lost disk: without member/ and unlisted the disk is what is gone', () =>
    expect(told('', { memberDir: false }, { listed: nobody })[0]).toBe('disk-lost'));
  test('is told by the log where the files were not read', () =>
    expect(told(removed, null, { listed: nobody })).toEqual(['removed-id', removed, 'likely']));
});

describe('corruption', () => {
  test.for([
    'panic: walpb: crc mismatch',
    'C | wal: file not found',
    `\tpanic: runtime error: invalid memory address or nil pointer dereference
[signal SIGSEGV: segmentation violation code=0x1 addr=0x20 pc=0xc14a09]

goroutine 1 [running]:
go.etcd.io/etcd/etcdserver.NewServer.func2()`,
    'panic: freepages: failed to get all reachable pages',
    'snap: empty snapshot',
    'WAL error: WAL, cannot be repaired',
  ])('%s', log => expect(told(log)).toEqual(['corrupt', expect.any(String), 'certain']));
  test('that etcd only warns of is none: it went on', () => {
    expect(told('2026-11-22 10:57:28 W | wal: crc mismatch, repaired')[0]).toBe('process-down');
    expect(told('{"level":"warn","msg":"snap: empty snapshot"}')[0]).toBe('process-down');
    expect(told('2026-11-22 10:57:28 I | x: crc mismatch\npanic: walpb: crc mismatch')[0]).toBe('corrupt');
    expect(told('2026-11-22 10:57:28 E | wal: crc mismatch')[0]).toBe('corrupt');
  });
  test('is not read across two lines', () => expect(told('I | x crc\nmismatch')[0]).toBe('process-down'));
});

describe('a lost raft log', () => {
  const at = (end: number) =>
    `panic: tocommit(312) is out of range [lastIndex(${end})]. Was the raft log lost?`;
  test('is certain where member/ is known to have been there', () => {
    expect(told(at(0), { memberWasMissing: false })).toEqual(['raft-log-lost', lost, 'certain']);
    expect(told(at(0))).toEqual(['raft-log-lost', lost, 'likely']);
    expect(told(at(0), null)).toEqual(['raft-log-lost', lost, 'likely']);
  });
  test('with member/ once missing is a lost disk', () =>
    expect(told(at(0), { memberWasMissing: true })).toEqual(['disk-lost', lost, 'likely']));
  test.for([
    [0, 'raft-log-lost'],
    [1, 'disk-lost-bootstrap'],
    [9, 'disk-lost-bootstrap'],
    [10, 'raft-log-lost'],
  ] as const)('on the bootstrap instance with a log that ends at %i: %s', ([end, name]) => {
    expect(told(at(end), {}, { bootstrap: true })[0]).toBe(name);
    expect(told(at(end))[0]).toBe('raft-log-lost');
  });
  test('of a fresh log on the bootstrap instance is likely', () =>
    expect(told(at(3), {}, { bootstrap: true })[2]).toBe('likely'));
});

describe('what is left', () => {
  test.for([
    'panic: something new',
    'fatal error: out of memory',
    '2026-11-22 10:57:28 C | etcdmain: listen tcp: bind: address already in use',
    'Error: unknown flag',
  ])('is unknown with a fatal line: %s', log =>
    expect(told(`x\n${log}\ny`)).toEqual(['unknown', log, 'unsure']),
  );
  test('shows 160 letters of it', () => expect(told(`panic: ${'x'.repeat(200)}`)[1]).toHaveLength(160));
  test('shows the cause of a zap line whole: it stands in "error", at its end', () => {
    const cause = `listen tcp 127.0.0.1:2380: bind: ${'x'.repeat(300)} address already in use`;
    const line = (msg: string) =>
      `{"level":"fatal","ts":"2026","caller":"etcdmain/etcd.go:161","msg":"${msg}","error":"${cause}"}`;
    expect(told(line('discovery failed'))).toEqual(['unknown', `discovery failed: ${cause}`, 'unsure']);
    expect(told(line('y'.repeat(500)))[1]).toMatch(/address already in use$/);
    expect(told('{"level":"fatal","msg":"discovery failed"}')[1]).toBe('discovery failed');
  });
  test('is unknown where its last attempt could not even begin etcd, whatever was wrong before', () => {
    const shell =
      '/var/vcap/jobs/etcd/bin/etcd: line 57: /var/vcap/packages/etcd/bin/etcd: No such file or directory';
    const served = '2026-11-22 10:57:28.100000 I | embed: ready to serve client requests';
    expect(told(`${served}\n${shell}`)).toEqual(['unknown', shell, 'unsure']);
    expect(told(`panic: ${lost}\n${served}\n${shell}`)[0]).toBe('unknown');
    expect(told(`${shell}\n${served}`)[0]).toBe('process-down');
  });
  test('is no fatal line where the script only waited', () => {
    expect(told('Error: etcdserver: unhealthy cluster')[0]).toBe('process-down');
    expect(told('Error: etcdserver: re-configuration failed')[0]).toBe('process-down');
  });
  test('is a process that is down with its data intact, less surely without a log', () => {
    expect(told('ready')).toEqual([
      'process-down',
      '1 wal file, no fatal line in its last start block',
      'certain',
    ]);
    expect(told(' \n', { walFiles: 2 })).toEqual([
      'process-down',
      '2 wal files, no fatal line in its last start block',
      'likely',
    ]);
    expect(told(null)[2]).toBe('likely');
  });
  test('is joining where it answers', () => {
    const etcd = etcdOf(m3, { healthy: false });
    const joining = ['joining', 'its etcd answers but is not healthy yet', 'likely'];
    expect(told('', {}, { etcd })).toEqual(joining);
    expect(told('', null, { etcd })).toEqual(joining);
  });
  test('is nothing where nothing was read', () =>
    expect(told(null, null)).toEqual(['unknown', 'neither files nor log could be read', 'unsure']));
});

describe('what is read of it', () => {
  test('of the healthy members’ list is who is neither of them, started or not', () => {
    const unstarted = { id: 'd4', name: '', peerUrls: [], learner: false };
    const members = [...allListed, unstarted];
    const seen = clusterOf({ [m1]: broken(''), [m2]: { etcd: etcdOf(m2, { members }) } });
    expect(listedBeside(standingOf(seen).healthy)).toEqual({ unstarted, others: [own] });
    expect(listedBeside([])).toEqual({ unstarted: null, others: [] });
  });
});
