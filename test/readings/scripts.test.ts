import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readBackup } from '../../src/readings/bbr.ts';
import { commonRevision } from '../../src/readings/master.ts';
import type { Probe } from '../../src/readings/probe.ts';
import { isMissed, type Reading } from '../../src/readings/reading.ts';
import { readService } from '../../src/readings/service.ts';
import { readSnapshot } from '../../src/readings/snapshot.ts';
import { probeIn, probeSaid, ranOf, vmSaid } from './ran.ts';

const fact = <T>(reading: Reading<T>): T => {
  if (isMissed(reading)) throw new Error(reading.unread);
  return reading;
};
const why = (reading: unknown): string =>
  isMissed(reading) ? reading.unread : `not missed: ${JSON.stringify(reading)}`;

const status = (id: string, revision: number) =>
  `[{"Endpoint":"x","Status":{"header":{"cluster_id":11726722738389020898,"member_id":${id},"revision":${revision},"raft_term":2},"version":"3.4.23","dbSize":20480,"leader":7383792418829112008,"raftIndex":10,"raftTerm":2,"raftAppliedIndex":10}}]`;
const head = (member: string) => `Unauthorized use is prohibited.
@@ monit
Process 'etcd'                      running
@@ mount
/var/vcap/store is a mountpoint
@@ df
Filesystem     1024-blocks    Used Available Capacity Mounted on
/dev/sdc1         10188088   57800   9589716       1% /var/vcap/store
@@ member
${member}
@@ wal
0.tmp
0000000000000000-0000000000000000.wal
@@ db
20480
@@ log
2026-11-22 10:57:28.133838 I | etcdmain: etcd Version: 3.4.23
@@ apiserver
ok
200
`;
const up = (
  id = '7383792418829112008',
  revision = 3,
  list = '667880157b8812c8, started, m1, http://a:1, http://a:2, false',
) => `${head('present')}@@ status
${status(id, revision)}

@@ health
[{"endpoint":"x","health":true,"took":"1.3ms"}]

@@ members
${list}
@@ alarms
@@ keys
{"header":{"revision":3},"kvs":[{"key":"azE="}],"more":true,"count":3}

@@ end
`;
const down = `${head('present')}@@ status
[]

@@ birth
present 2

@@ end
`;

describe('where the data come from', () => {
  const told = (text: string) => fact(probeIn(vmSaid(text))).identity;
  const born = (line: string) => told(up().replace('@@ wal', `@@ born\n${line}\n@@ wal`));
  test('is the birth of member/ and its age, both by the VM’s own clock', () =>
    expect(born('1795981001 1795984601')).toEqual({
      born: 1795981001,
      ageSeconds: 3600,
      systemKey: null,
      earlierHash: null,
    }));
  test.each(['0 1795984601', '- 1795984601', '? 1795984601', ' 1795984601', '', 'W 1'])(
    'is not known where stat tells "%s": a filesystem without births, an older stat, no folder',
    line => expect(born(line)).toMatchObject({ born: null, ageSeconds: null }),
  );
  const key = (json: string) => told(up().replace('@@ end', `@@ kube-system\n${json}\n@@ end`)).systemKey;
  test('is kube-system’s create revision, or that there is no such key, or that it was not read', () => {
    const header = '"header":{"cluster_id":13680177129500227847,"revision":9}';
    const kvs = '"kvs":[{"key":"L3I=","create_revision":2,"mod_revision":7,"version":3}],"count":1';
    expect(key(`{${header},${kvs}}`)).toBe(2);
    expect(key(`{${header}}`)).toBe('absent');
    for (const nothing of ['', '{}', 'Error: permission denied', '[]']) expect(key(nothing)).toBeNull();
  });
});

describe('the probe', () => {
  test('tells all of a healthy member, through a tty', () => {
    const probe = fact(probeIn(vmSaid(up().replaceAll('\n', '\r\n'))));
    expect(probe).toMatchObject({
      instance: 'master/9b8ad6e0-a438-4033-9767-46c586fb4771',
      monit: [{ name: 'etcd', state: 'running' }],
      etcd: { up: true, healthy: true, keyCount: 3, alarms: [], members: [{ name: 'm1' }] },
      files: {
        memberDir: true,
        memberWasMissing: null,
        walFiles: 1,
        dbBytes: 20480,
        freeBytes: 9589716 * 1024,
        mounted: true,
      },
      apiserver: { healthy: true, said: 'HTTP 200 ok' },
    });
  });
  test.each([
    ['ok\n200', true, 'HTTP 200 ok'],
    ['ok200', true, 'HTTP 200 ok'],
    ['[+]ping ok\n[-]etcd failed: reason withheld\nhealthz check failed\n500', false, 'HTTP 500 [+]ping ok'],
    ['\n000', false, 'no answer'],
    ['{"kind":"Status","code":401}\n401', null, 'HTTP 401'],
    ['sh: 8: curl: not found', null, 'sh: 8: curl: not found'],
    ['', null, ''],
  ])('tells of a kube-apiserver that says %j whether it is healthy', (said, healthy, word) => {
    const probe = fact(probeIn(vmSaid(up().replace('@@ apiserver\nok\n200', `@@ apiserver\n${said}`))));
    expect(probe.apiserver).toEqual({ healthy, said: word });
  });
  test('tells when its VM says that it was, and nothing where its date knows no fractions', () => {
    const at = (stamp: string) =>
      fact(probeIn(vmSaid(up().replace('@@ health', `@@ at\n${stamp}\n@@ health`)))).etcd.status?.at;
    expect(at('1764444000.250000000')).toBe(1764444000.25);
    expect(at('1764444000.%N')).toBeUndefined();
    expect(fact(probeIn(vmSaid(up()))).etcd.status).not.toHaveProperty('at');
  });
  test('does not take alarms that could not be listed for none', () =>
    expect(fact(probeIn(vmSaid(up().replace('@@ alarms\n', '@@ alarms\nunread\n')))).etcd.alarms).toBeNull());
  test('of a dead etcd is a fact', () => {
    expect(fact(probeIn(vmSaid(down)))).toMatchObject({
      etcd: { up: false, healthy: false, status: null, alarms: null, keyCount: null },
    });
  });
  test('of a dead etcd tells how its data began, or that its log does not say', () => {
    const missing = (birth: string) =>
      fact(probeIn(vmSaid(down.replace('present 2', birth)))).files?.memberWasMissing;
    expect(['present 0', 'absent 2', 'absent 0', 'unseen 2', 'unseen 0', ''].map(missing)).toEqual([
      false,
      false,
      true,
      false,
      null,
      null,
    ]);
  });
  const withSections = (sections: string) =>
    fact(probeIn(vmSaid(down.replace('@@ db', `${sections}\n@@ db`))));
  test('of one that does not answer keeps what etcdctl said', () => {
    const said = 'x: connection refused\nFailed to get the status of endpoint x (context deadline exceeded)';
    expect(withSections(`@@ said\n${said}`).etcd.said).toBe(said);
    expect(fact(probeIn(vmSaid(down))).etcd.said).toBeNull();
  });
  test('tells wal files that could not be listed, or a member/ that could not be looked at, from none', () => {
    const probe = (from: string | RegExp, to: string) => fact(probeIn(vmSaid(down.replace(from, to))));
    expect(probe(/0\.tmp\n.*\.wal/, 'unread').files?.walFiles).toBeNull();
    expect(probe(/0\.tmp\n.*\.wal\n/, '').files?.walFiles).toBe(0);
    expect(probe(/^present$/m, 'unread').files).toBeNull();
  });
  test('tells whether the next steps can work, and what of that was not read', () => {
    const ground = (text: string) => withSections(`@@ ground\n${text}`).files?.ground;
    expect(ground('owner vcap\nlink dangling\nbinary no')).toEqual({
      owner: 'vcap',
      link: 'dangling',
      binary: false,
    });
    expect(ground('nothing there\nlink none\nbinary yes')).toEqual({ owner: '', link: 'none', binary: true });
    expect(ground('link what')).toEqual({ owner: null, link: null, binary: null });
  });
  test('tells when certificates end, by the VM’s clock; one that cannot be read is not fine', () => {
    const { certificates } = withSections(
      '@@ clock\n2026-11-29T19:37:17Z\n@@ certificates\n/x/etcd.crt notAfter=Nov 29 12:00:00 2026 GMT\n/x/peer.crt notAfter=Dec 10 19:37:16 2026 GMT\n/x/etcdctl.crt unread',
    );
    expect(certificates).toEqual([
      { file: '/x/etcd.crt', until: '2026-11-29T12:00:00.000Z', daysLeft: -1 },
      { file: '/x/peer.crt', until: '2026-12-10T19:37:16.000Z', daysLeft: 10 },
      { file: '/x/etcdctl.crt', until: null, daysLeft: null },
    ]);
    expect(withSections('@@ certificates\n').certificates).toBeNull();
  });
  test('tells when etcd was started, in capnslog and in zap', () => {
    const lines = [
      '{"level":"info","ts":"2026-11-25T22:37:13.663280Z","msg":"Running: ","args":["etcd"]}',
      '2026-11-25 22:37:08.967188 I | etcdmain: etcd Version: 3.4.23',
    ];
    expect(withSections(`@@ clock\n2026-11-29T19:37:17Z\n@@ starts\n${lines.join('\n')}`).starts).toEqual({
      now: '2026-11-29T19:37:17Z',
      at: ['2026-11-25T22:37:08.000Z', '2026-11-25T22:37:13.663Z'],
    });
  });
  test('tells the absence of member/ and of a mount', () => {
    const probe = fact(
      probeSaid(down.replace('present', 'absent').replace('is a mountpoint', 'is not a mountpoint')),
    );
    expect(probe.files).toMatchObject({ memberDir: false, mounted: false });
  });
  test('without a log has none', () => {
    const probe = fact(
      probeIn(
        vmSaid(
          down.replace(
            /2026-.*\n/,
            "tail: cannot open '/var/vcap/sys/log/etcd/etcd.stderr.log' for reading: No such file\n",
          ),
        ),
      ),
    );
    expect(probe.lastStartBlock).toBeNull();
  });
  test('cut anywhere is none, so that no missing section is taken for a missing disk', () => {
    const text = up();
    for (let end = 0; end < text.indexOf('@@ end'); end += 7)
      expect(why(probeIn(vmSaid(text.slice(0, end)))), `cut at ${end}`).toContain('only part of the probe');
  });
  describe('hashes are compared', () => {
    const probe = (id: string, revision: number, list?: string): Probe =>
      fact(probeIn(vmSaid(up(id, revision, list))));
    const rogue = probe('3', 7, '3, started, m3, http://c:1, http://c:2, false');
    const at = (revision: number, told = false) => ({ revision, told });

    test('at the newest that one of the agreeing members has, not at a rogue’s', () => {
      expect(commonRevision([probe('1', 1204), probe('2', 1200), rogue])).toEqual(at(1204));
      const far = probe('3', 9000, '3, started, m3, http://c:1, http://c:2, false');
      expect(commonRevision([far, probe('1', 1204), probe('2', 1200)])).toEqual(at(1204));
      expect(commonRevision([probe('1', 1204), rogue])).toEqual(at(1204));
      expect(commonRevision([fact(probeIn(vmSaid(down)))])).toBeNull();
    });

    test('at a later one that all of them told already, and never at one below the newest first look', () => {
      const telling = (id: string, revision: number, hashes: readonly number[]): Probe => ({
        ...probe(id, revision),
        sample: {
          later: null,
          hashes: new Map(hashes.map(each => [each, { revision: each, hash: 1, compactRevision: 1 }])),
        },
      });
      expect(
        commonRevision([
          telling('1', 1200, [1204, 1208, 1216]),
          telling('2', 1201, [1208, 1216, 1220]),
          rogue,
        ]),
      ).toEqual(at(1216, true));
      expect(commonRevision([telling('1', 1200, [1204]), telling('2', 1205, [1204])])).toEqual(at(1205));
      expect(commonRevision([telling('1', 1200, [1204]), telling('2', 1201, [1208])])).toEqual(at(1201));
    });
  });
});

describe('a snapshot', () => {
  const sum = 'ab'.repeat(32);
  const hash = (value: number, revision = 1204) =>
    `[{"Endpoint":"x","HashKV":{"header":{"cluster_id":1,"member_id":2,"revision":${revision},"raft_term":2},"hash":${value},"compact_revision":-1}}]`;
  const script = ({
    before = '1200',
    revision = '1204',
    after = '1206',
    size = '20512',
    trailer = sum,
    restored = hash(5),
    live = hash(5, 1300),
  } = {}) =>
    `@@ before\n${before}\n@@ room\n9000000 20\n@@ save\nSnapshot saved at /var/vcap/data/x.db\n@@ after\n${after}\n@@ size\n${size}\n@@ trailer\n${trailer}\n@@ computed\n${sum}\n@@ file\n${'cd'.repeat(32)}\n@@ revision\n${revision}\n@@ live\n${live}\n@@ restore\n@@ restored\n${restored}\n@@ end\n`;
  const read = (parts = {}, exit = 0) => fact(readSnapshot(vmSaid(script(parts), exit)));
  test('is proven by its trailer, its revision and a restore', () =>
    expect(read()).toMatchObject({
      ok: true,
      proven: true,
      bytes: 20512,
      sha256: 'cd'.repeat(32),
      revision: 1204,
      live: { hash: 5, compactRevision: -1 },
    }));
  test.each([
    [{ size: '20480' }, 'cut: 20480 bytes'],
    [{ size: '' }, 'not saved whole'],
    [{ trailer: 'ef'.repeat(32) }, 'damaged'],
    [{ revision: '1199' }, 'revision 1199 is not within 1200 and 1206'],
    [{ revision: '1207' }, 'revision 1207 is not within 1200 and 1206'],
    [{ before: '' }, 'could not be read'],
    [{ restored: '' }, 'gave no hash'],
    [{ live: '' }, 'live member gave no hash at revision 1204'],
    [{ live: hash(6) }, 'hash 5 and 6'],
    [{ live: hash(6).replace('-1}', '1100}') }, 'A compaction came in between'],
  ])('%o is none', (parts, words) => {
    expect(read(parts)).toMatchObject({ ok: false, proven: false });
    expect(read(parts).why.en).toContain(words);
  });
  test('of a script that failed is none', () => expect(read({}, 13).why.en).toContain('exit 13'));
  test('that did not start says where to look', () =>
    expect(why(readSnapshot(vmSaid('', 11)))).toContain('exit 11'));
});

test.each(['killed', 'deadline', 'lost'] as const)('a backup that was %s may have left its lock', end => {
  const read = readBackup(ranOf(['./bbr.sh', 'd'], { tool: 'bbr', end, exitCode: null }));
  expect(why(read)).toMatch(/run `bbr … cleanup`/);
  expect('words' in read && read.words.ko).toMatch(/`bbr … cleanup`을 실행/);
});

describe('bbr', () => {
  const seed =
    'Error attempting to run backup for job bbr-etcd on master/9b8ad6e0-a438-4033-9767-46c586fb4771: Error: dial tcp 172.28.3.2:2379: connect: connection refused - exit code 2\n';
  const bbr = (stdout: string, exitCode: number) =>
    readBackup(ranOf(['./bbr.sh', 'd'], { tool: 'bbr', stdout, exitCode }));
  test('fails as expected where the etcd job’s endpoints are names and BOSH DNS has none for the member that is down', () => {
    const stderr = readFileSync(
      new URL('../fixtures/cases/bosh/05d-bbr-dns-34.txt', import.meta.url),
      'utf8',
    );
    const read = fact(readBackup(ranOf(['./backup.sh'], { tool: 'bbr', exitCode: 1, stderr })));
    expect(read.outcome).toBe('expected');
    expect(read.words.en).toContain('BOSH DNS has no healthy master-0.etcd.cfcr.internal');
    const elsewhere = stderr.replace('bbr-etcd', 'uaa');
    expect(
      fact(readBackup(ranOf(['./backup.sh'], { tool: 'bbr', exitCode: 1, stderr: elsewhere }))).outcome,
    ).toBe('failed');
  });
  test('fails as expected by its words, whatever its exit code', () => {
    for (const exit of [0, 1])
      expect(
        fact(bbr(`INFO - Running post-backup-unlock scripts...\n1 error occurred:\n${seed}`, exit)).outcome,
      ).toBe('expected');
  });
  test('fails otherwise by any other words, also with exit 0', () => {
    const locked = fact(bbr(`1 error occurred:\n${seed}`, 1));
    expect(locked).toMatchObject({ leftovers: true, words: { en: expect.stringContaining('cleanup') } });
    const unlocked = `INFO - Finished running post-backup-unlock scripts.\n1 error occurred:\n${seed}`;
    expect(fact(bbr(unlocked, 1)).words.en).not.toContain('cleanup');
    expect(fact(bbr('1 error occurred:\nno space left on device\n', 0)).outcome).toBe('failed');
    expect(fact(bbr('something\n', 1))).toMatchObject({ outcome: 'failed', leftovers: true });
  });
  test('is done, or says nothing and is not believed', () => {
    expect(fact(bbr('INFO - Finished backup\n', 0)).outcome).toBe('done');
    expect(why(bbr('', 0))).toContain('printed nothing');
    expect(why(bbr('', 0))).not.toContain('cleanup');
    expect(why(bbr('<html>\ufffd 502 Bad Gateway\n', 0))).toContain('502 Bad Gateway');
  });
});

describe('the service', () => {
  const curl = (stdout: string, exitCode = 0, stderr = '') =>
    readService(ranOf(['curl', 'http://10.195.70.159'], { tool: 'curl', stdout, exitCode, stderr }));
  test('answers with its status and title', () => {
    expect(curl('<html><title>Welcome to nginx!</title></html>\n200\n')).toEqual({
      status: 200,
      answers: true,
      title: 'Welcome to nginx!',
    });
    expect(curl('oops\n503\n')).toMatchObject({ status: 503, answers: false });
  });
  test('or says how it did not', () => {
    expect(why(curl('\n000\n', 7, 'curl: (7) Failed to connect'))).toContain('refused');
    expect(why(curl('\n000\n', 28))).toContain('no answer within 10 s');
  });
});
