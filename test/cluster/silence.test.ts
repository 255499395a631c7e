import { describe, expect, test } from 'vitest';
import type { CertificateObservation, MasterObservation } from '../../src/cluster/observation.ts';
import { notServing, silenceOf } from '../../src/cluster/silence.ts';
import { verdictOf } from '../../src/cluster/verdict.ts';
import { broken, clusterOf, downEtcd, etcdOf, m1, m2, m3, masterOf, statusOf, tocommit } from './build.ts';

/** As etcdctl 3.4.23 wrote it here, or as docs/evidence.md#what-etcdctl-says has it for 3.4 and 3.5. */
const zap = (error: string) =>
  `{"level":"warn","ts":"2026-11-29T19:37:17.823Z","caller":"clientv3/retry_interceptor.go:62","msg":"retrying of unary invoker failed","target":"passthrough:///x","attempt":0,"error":"${error}"}\nFailed to get the status of endpoint x (context deadline exceeded)\n`;
const refused = zap(
  'rpc error: code = DeadlineExceeded desc = latest balancer error: connection error: desc = \\"transport: Error while dialing dial tcp 127.0.0.1:1: connect: connection refused\\"',
);
const frozen = zap('rpc error: code = DeadlineExceeded desc = context deadline exceeded');
const expired = zap(
  'rpc error: code = DeadlineExceeded desc = latest balancer error: connection error: desc = \\"transport: authentication handshake failed: x509: certificate has expired or is not yet valid: current time 2026-11-29T19:37:17Z is after 2026-11-01T00:00:00Z\\"',
);

test.for([
  [refused, 'refused'],
  [frozen, 'timeout'],
  [expired, 'certificate'],
  ['error reading server preface: remote error: tls: expired certificate', 'certificate'],
  ['authentication handshake failed: tls: failed to verify certific...', 'certificate'],
  [zap('rpc error: code = InvalidArgument desc = etcdserver: user name is empty'), 'auth'],
  ['Error: etcdserver: permission denied', 'auth'],
  ['Error: open /var/vcap/jobs/etcd/config/etcdctl.key: permission denied', 'permission'],
  ['sudo: /var/vcap/jobs/etcd/bin/etcdctl: command not found', 'permission'],
  ['Error: open /nonexist.crt: no such file or directory', 'permission'],
  ['Error: etcdserver: no leader', 'no-leader'],
  ['{"error":"latest balancer error: connection closed"}', 'unknown'],
  ['', 'unknown'],
] as const)('etcdctl that says %j means %s', ([said, kind]) => expect(silenceOf(said)).toBe(kind));

const at = '2026-11-22 10:57:28.000001';
const started = `${at} I | etcdmain: etcd Version: 3.4.23`;
const served = `${started}\n${at} I | embed: ready to serve client requests`;
const rejected = `${served}\n${at} I | embed: rejected connection from "127.0.0.1:57328" (error "tls: failed to verify client certificate: x509: certificate has expired or is not yet valid", ServerName "")`;
const etcdUnder = (state: string | null) => (state === null ? null : [{ name: 'etcd', state }]);
const silent = (said: string | null, monit: string | null, log = served): Partial<MasterObservation> => ({
  ...broken(log),
  monit: etcdUnder(monit),
  etcd: { ...downEtcd, said },
});
const old: CertificateObservation = {
  file: '/var/vcap/jobs/etcd/config/etcdctl.crt',
  until: '2026-11-01T00:00:00.000Z',
  daysLeft: -22,
};
const verdict = (change: Partial<MasterObservation>, more: Parameters<typeof clusterOf>[0] = {}) =>
  verdictOf(clusterOf({ [m3]: change, ...more }));

describe('no answer is not "down": one that does not answer', () => {
  test.for([
    ['a refused port is down', silent(refused, 'running'), 'down'],
    ['is down where monit says so, whatever etcdctl heard', silent(frozen, 'not monitored'), 'down'],
    ['and says itself why it ended is down', silent(frozen, 'running', `${started}\n${tocommit}`), 'down'],
    ['in time may be frozen, slow or without a leader', silent(frozen, 'running'), 'timeout'],
    ['in time is not down because monit was not read', silent(frozen, null), 'timeout'],
    ['is not down because nobody kept why', silent(null, 'running'), 'unknown'],
    ['a refused port with a start under way is starting', silent(refused, 'running', started), 'starting'],
    ['and that monit starts is starting', silent(refused, 'not monitored - start pending'), 'starting'],
    ['for x509 is turned away', silent(expired, 'running'), 'certificate'],
    [
      'while its log turns clients away for x509 is turned away',
      silent(frozen, 'running', rejected),
      'certificate',
    ],
    [
      'a refused port is down, though its log once turned a client away',
      silent(refused, 'running', rejected),
      'down',
    ],
    ['with a certificate that ended', { ...silent(frozen, null), certificates: [old] }, 'certificate'],
  ] as const)('%s', ([, change, why]) => expect(notServing(masterOf(m3, change))).toBe(why));

  test('and answers without a leader, with peer certificates that ended, is whole', () => {
    const etcd = etcdOf(m3, { healthy: false, status: statusOf(m3, { leaderId: null }) });
    expect(notServing(masterOf(m3, { etcd, lastStartBlock: rejected }))).toBe('certificate');
    expect(notServing(masterOf(m3, { etcd }))).toBe('answers');
  });

  test.for([
    ['refused', silent(refused, 'running')],
    ['monit says that it is stopped', silent(frozen, 'not monitored')],
  ] as const)('is started again where a witness says that it is down: %s', ([, change]) =>
    expect(verdict(change)).toMatchObject({ name: 'process-down', allowed: ['restart-process'] }),
  );

  test.for([
    ['frozen or slow', silent(frozen, 'running'), 'it may be frozen, slow or without a leader'],
    ['starting', silent(refused, 'running', started), 'its etcd is being started'],
    ['not told why', silent(null, null), 'why, nobody kept or knows'],
    ['auth', silent('Error: etcdserver: user name is empty', 'running'), 'asks for a user or a role'],
    ['permission', silent('open x: permission denied', 'running'), 'could not run or read its files'],
  ] as const)('is not restarted where it is %s, and the sentence says so', ([, change, words]) => {
    const told = verdict(change);
    expect(told).toMatchObject({ name: 'not-enough-seen', allowed: [], target: [m3] });
    expect(told.sentence.en).toContain(words);
    expect(told.sentence.en).toContain('not the same as being down');
    expect(told.refused?.en).toContain('Restart nothing.');
    expect(told.sentence.ko).toContain('내려간 것과는 다릅니다');
  });
});

describe('an expired certificate', () => {
  const one = { ...silent(frozen, 'running'), certificates: [old] };
  test('is named with its date, and nothing is restored', () => {
    const told = verdict(one);
    expect(told).toMatchObject({ name: 'not-enough-seen', allowed: [], target: [m3] });
    expect(told.sentence.en).toContain('master/774bfafe: etcdctl.crt expired 2026-11-01T00:00');
    expect(told.sentence.ko).toContain('etcdctl.crt 2026-11-01T00:00 만료');
    expect(told.refused?.en).toContain('Restore nothing and restart nothing.');
    expect(told.refused?.en).toContain('tkgi rotate-certificates dev-1 --all');
  });
  test('on two or three is no lost quorum, and is said once', () => {
    expect(verdict(one, { [m2]: one })).toMatchObject({ name: 'not-enough-seen', target: [m2, m3] });
    const all = verdict(one, { [m1]: one, [m2]: one });
    expect(all).toMatchObject({ name: 'not-enough-seen', target: [], allowed: [] });
    expect(all.sentence.en.match(/etcdctl\.crt expired/g)).toHaveLength(1);
    expect(all.sentence.en).toContain('3 of 3 kube-apiservers say ok');
  });
  test('is dated by etcd’s own words where no file was read', () =>
    expect(verdict(silent(expired, 'running')).sentence.en).toContain('one expired 2026-11-01T00:00:00Z'));
  test('beside two that are down changes nothing: the quorum is lost', () =>
    expect(verdict(one, { [m1]: broken(tocommit), [m2]: broken(tocommit) }).name).toBe('quorum-lost'));
});

describe('two that do not serve', () => {
  test('and do not say why are no lost quorum', () =>
    expect(verdict(silent(frozen, 'running'), { [m2]: silent(frozen, 'running') })).toMatchObject({
      name: 'not-enough-seen',
      target: [m2, m3],
    }));
  test('and answer without a leader have lost the quorum, and are not called down', () => {
    const leaderless = (instance: string) => ({
      etcd: etcdOf(instance, { healthy: false, status: statusOf(instance, { leaderId: null }) }),
    });
    const told = verdict(leaderless(m3), { [m1]: leaderless(m1), [m2]: leaderless(m2) });
    expect(told.name).toBe('quorum-lost');
    expect(told.sentence.en).not.toContain('are down');
    expect(told.sentence.en).toContain('3 of 3 answer and are not healthy');
  });
});
