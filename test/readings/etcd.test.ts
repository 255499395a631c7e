import { describe, expect, test } from 'vitest';
import { hashOf } from '../../src/readings/etcd-hash.ts';
import { alarmsOf, keyCountOf } from '../../src/readings/etcd-keys.ts';
import { lastStartBlock } from '../../src/readings/etcd-log.ts';
import { membersOf, readAddedMember } from '../../src/readings/etcd-members.ts';
import { stamped, stampOf, statusOf } from '../../src/readings/etcd-status.ts';
import { findJson, hexOf, quoteLongIntegers } from '../../src/readings/json.ts';
import { monitOf } from '../../src/readings/monit.ts';
import { isMissed } from '../../src/readings/reading.ts';
import { againOf } from '../../src/readings/second-look.ts';
import { vmSaid } from './ran.ts';

/** As etcdctl 3.4.23 printed it. */
const statusLine =
  '[{"Endpoint":"http://127.0.0.1:42379","Status":{"header":{"cluster_id":11726722738389020898,"member_id":7383792418829112008,"revision":3,"raft_term":2},"version":"3.4.23","dbSize":20480,"leader":7383792418829112008,"raftIndex":10,"raftTerm":2,"raftAppliedIndex":10,"dbSizeInUse":16384}}]';
const hashLine =
  '[{"Endpoint":"http://127.0.0.1:42379","HashKV":{"header":{"cluster_id":11726722738389020898,"member_id":7383792418829112008,"revision":3,"raft_term":2},"hash":2587454935,"compact_revision":-1}}]';

describe('uint64 ids', () => {
  test('survive JSON', () => {
    expect(hexOf('3750784878566404662')).toBe('340d76f97bdb7236');
    expect(quoteLongIntegers('{"a":3750784878566404662,"b":12,"c":"9999999999999999"}')).toBe(
      '{"a":"3750784878566404662","b":12,"c":"9999999999999999"}',
    );
    expect(quoteLongIntegers('["in a \\" string 3750784878566404662"]')).toBe(
      '["in a \\" string 3750784878566404662"]',
    );
  });
  test('have no leading zero, and 0 is none', () => {
    expect(hexOf('38712720341031407')).toBe('898903983759ef');
    expect([hexOf(0), hexOf('-1'), hexOf('18446744073709551616'), hexOf('x')]).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });
});

describe('endpoint status', () => {
  const read = (text: string) => stamped(statusOf(findJson(text)), stampOf(text));
  test('is read with its ids in hex, in tty noise', () => {
    expect(read(`Unauthorized use is prohibited.\r\n${statusLine}\r\n`)).toMatchObject({
      memberId: '667880157b8812c8',
      clusterId: 'a2bdb033212c70e2',
      leaderId: '667880157b8812c8',
      raftTerm: 2,
      revision: 3,
      version: '3.4.23',
      learner: false,
      errors: [],
    });
  });
  test('of 3.3 takes the index for the applied one, and no leader for none', () => {
    const old = statusLine
      .replace(',"raftAppliedIndex":10,"dbSizeInUse":16384', '')
      .replace('"leader":7383792418829112008,', '');
    expect(read(old)).toMatchObject({ raftAppliedIndex: 10, leaderId: null });
  });
  test('is stamped where its VM printed the time before it', () => {
    expect(read(`1764444000.250000000\r\n${statusLine}\r\n`)).toMatchObject({ at: 1764444000.25 });
    expect(read(statusLine)).not.toHaveProperty('at');
  });
  test('that is half there, or of a member that is down, is none', () => {
    expect(read(statusLine.slice(0, 90))).toBeNull();
    expect(read('{"level":"warn","msg":"retrying of unary invoker failed"}\n[]\nError: x')).toBeNull();
  });
});

describe('a second look', () => {
  const saw = (text: string, exitCode = 0) =>
    againOf({ instance: 'master/x', stdout: text, stderr: '', exitCode });
  const hash = { revision: 9, hash: 2587454935, compactRevision: -1 };
  test('has the later status, stamped, and the hashes of the revisions that the member has', () => {
    const text = `\n@@ later\n1764444005.5\n${statusLine}\n@@ hash 9\n${hashLine}\n\n@@ hash 2\n[]\n\n@@ end\n`;
    expect(saw(text)).toMatchObject({
      later: { at: 1764444005.5, revision: 3 },
      hashes: new Map([[9, hash]]),
    });
  });
  test('at a member that gives no answer is silence, and one that was cut off is none at all', () => {
    expect(saw('\n@@ later\n1764444005.5\n[]\n@@ end\n')).toEqual({ later: 'silent', hashes: new Map() });
    expect(isMissed(saw(`\n@@ later\n1764444005.5\n${statusLine}\n`))).toBe(true);
    expect(isMissed(saw('', 127))).toBe(true);
  });
});

describe('member list', () => {
  const six = 'f6c644b5a1bd75d8, unstarted, , http://127.0.0.1:42382, , false';
  test('has six columns on 3.4 and five on 3.3', () => {
    expect(
      membersOf(
        '898903983759ef, started, m2, http://a:1, http://a:2, false\r\n18ac61d8503c2eb, started, m1, http://b:1,http://c:1, http://b:2, true\n',
      ),
    ).toEqual([
      { id: '898903983759ef', name: 'm2', peerUrls: ['http://a:1'], learner: false },
      { id: '18ac61d8503c2eb', name: 'm1', peerUrls: ['http://b:1', 'http://c:1'], learner: true },
    ]);
    expect(
      membersOf('667880157b8812c8, started, m1, http://127.0.0.1:42380, http://127.0.0.1:42379')?.[0]?.name,
    ).toBe('m1');
  });
  test('shows a member that never started without a name, also where its line ends in a comma', () => {
    const unstarted = {
      id: 'f6c644b5a1bd75d8',
      name: '',
      peerUrls: ['http://127.0.0.1:42382'],
      learner: false,
    };
    expect(membersOf(six)).toEqual([unstarted]);
    expect(membersOf(six.replace(', , false', ','))).toEqual([unstarted]);
    expect(membersOf(six.replace(', , false', ', '))).toEqual([unstarted]);
  });
  test('of nobody is null', () =>
    expect([membersOf(''), membersOf('Error: context deadline exceeded')]).toEqual([null, null]));
  test('member add tells the new id, or the reason', () => {
    expect(
      readAddedMember(vmSaid('Member f6c644b5a1bd75d8 added to cluster a2bdb033212c70e2\n\nETCD_NAME="m2"')),
    ).toBe('f6c644b5a1bd75d8');
    const refused = readAddedMember(vmSaid('Error: etcdserver: unhealthy cluster\n', 1));
    expect(isMissed(refused) && refused.unread).toContain('etcdserver: unhealthy cluster');
  });
});

describe('what else etcdctl and monit print is read:', () => {
  test('the answer of hashkv', () => {
    expect(hashOf(findJson(hashLine), 2)).toEqual({ revision: 2, hash: 2587454935, compactRevision: -1 });
    expect(hashOf(findJson('[]\nError: mvcc: required revision is a future revision'), 99)).toBeNull();
    expect(hashOf(findJson('nonsense'))).toBeNull();
  });
  test('the alarms and the keys', () => {
    expect(alarmsOf('')).toEqual([]);
    expect(alarmsOf('memberID:7383792418829112008 alarm:NOSPACE \r\n')).toEqual([
      'memberID:7383792418829112008 alarm:NOSPACE',
    ]);
    expect(keyCountOf('{"header":{"revision":4},"kvs":[{"key":"azE="}],"more":true,"count":3}')).toBe(3);
    expect(keyCountOf('{"header":{"revision":1}}')).toBe(0);
    expect(keyCountOf('NAME:\n\tget - Gets the key')).toBeNull();
  });
  test('monit, in the seed’s own words', () => {
    const said =
      "monitrc:3: Warning: the executable does not exist\nProcess 'kube-apiserver'            running\r\nProcess 'etcd'                      Execution failed\nProcess 'fluentd'                   not monitored - restart pending\nSystem 'system_localhost'           running";
    expect(monitOf(said)).toEqual([
      { name: 'kube-apiserver', state: 'running' },
      { name: 'etcd', state: 'Execution failed' },
      { name: 'fluentd', state: 'not monitored - restart pending' },
    ]);
    expect(monitOf('cannot connect to the monit daemon')).toBeNull();
  });
});

describe('the etcd log', () => {
  const start = (at: string, known: boolean) =>
    `2026-11-22 ${at} I | etcdmain: etcd Version: 3.4.23\n${known ? `2026-11-22 ${at} N | etcdmain: the server is already initialized as member before, starting as etcd member...\n` : ''}2026-11-22 ${at} I | embed: name = m3\n`;
  const panic =
    'panic: tocommit(11) is out of range [lastIndex(4)]. Was the raft log corrupted, truncated, or lost?\n';
  test('ends with the last start that shows what became of it', () => {
    const last = start('10:01', true) + panic;
    expect(lastStartBlock(`noise\n${start('10:00', true)}${panic}${last}`)).toBe(last.trimEnd());
    expect(lastStartBlock('only the tail\nof it\n')).toBe('only the tail\nof it');
  });
  test('of a crash loop shows the panic before a start that says nothing yet', () => {
    const loop = start('10:00', true) + panic + start('10:01', true);
    expect(lastStartBlock(start('09:59', true) + loop)).toBe(loop.trimEnd());
  });
  test('in zap of 3.5 begins where etcd says Running', () => {
    const zap =
      '{"level":"info","msg":"Running: ","args":["etcd"]}\n{"level":"info","msg":"server has been already initialized","dir-type":"member"}\n{"level":"info","msg":"configuring peer listeners"}\n{"msg":"ready to serve client requests"}';
    expect(lastStartBlock(`{"msg":"x"}\n${zap}\n${zap}`)).toBe(zap);
  });
  test('in zap of 3.4 begins one line earlier where it found its data', () => {
    const first = '{"level":"info","msg":"configuring peer listeners"}\n{"msg":"ready"}';
    const again =
      '{"level":"info","msg":"server has been already initialized"}\n{"level":"info","msg":"configuring peer listeners"}\n{"msg":"ready to serve client requests"}';
    expect(lastStartBlock(`${first}\n${again}`)).toBe(again);
  });
});
