import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { scriptText } from '../../src/commands/scripts.ts';
import { memberWasMissing } from '../../src/readings/etcd-log.ts';

/** Lines as real members of 3.4.23 and 3.5.16 wrote them, of which the rest of a start is left out. */
const capnslog = {
  start: '2026-11-25 22:37:08.967188 I | etcdmain: etcd Version: 3.4.23',
  had: '2026-11-25 22:37:08.967325 N | etcdmain: the server is already initialized as member before, starting as etcd member...',
  born: (id: string) =>
    `2026-11-25 22:37:06.026358 I | etcdserver: starting member ${id} in cluster e530e3aa777e754e`,
  again: (id: string) =>
    `2026-11-25 22:37:08.977662 I | etcdserver: restarting member ${id} in cluster e530e3aa777e754e at commit index 4`,
  added: (_own: string, id: string) =>
    `2026-11-25 22:37:09.010698 I | etcdserver/membership: added member ${id} [http://127.77.4.1:2380] to cluster e530e3aa777e754e`,
  panic:
    'panic: tocommit(312) is out of range [lastIndex(4)]. Was the raft log corrupted, truncated, or lost?',
  bind: '2026-11-25 22:28:50.770980 C | etcdmain: listen tcp 127.77.4.3:2380: bind: address already in use',
};
const zap: typeof capnslog = {
  start:
    '{"level":"info","ts":"2026-11-25T22:37:13.663280Z","caller":"etcdmain/etcd.go:73","msg":"Running: ","args":["etcd","--initial-cluster-state","existing"]}',
  had: '{"level":"info","caller":"etcdmain/etcd.go:116","msg":"server has been already initialized","data-dir":"/var/vcap/store/etcd","dir-type":"member"}',
  born: id =>
    `{"level":"info","caller":"etcdserver/raft.go:505","msg":"starting local member","local-member-id":"${id}","cluster-id":"cf9d12383e65126d"}`,
  again: id =>
    `{"level":"info","caller":"etcdserver/raft.go:540","msg":"restarting local member","cluster-id":"cf9d12383e65126d","local-member-id":"${id}","commit-index":4}`,
  added: (own, id) =>
    `{"level":"info","caller":"membership/cluster.go:421","msg":"added member","cluster-id":"cf9d12383e65126d","local-member-id":"${own}","added-peer-id":"${id}","added-peer-peer-urls":["http://127.77.5.1:2380"]}`,
  panic:
    '{"level":"panic","logger":"raft","msg":"tocommit(88) is out of range [lastIndex(4)]. Was the raft log corrupted, truncated, or lost?"}',
  bind: '{"level":"fatal","msg":"discovery failed","error":"listen tcp 127.77.5.3:2380: bind: address already in use"}',
};
const [own, peer, other] = ['263287917bea33d1', 'c8f008cf4a7c323e', 'f3c5fe020cbc1795'];

/** A shell with awk is what runs on the VM. */
const told = (lines: readonly string[]): string =>
  execFileSync('sh', ['-c', `${scriptText('birth')}\nbirth -`], {
    input: `${lines.join('\n')}\n`,
    encoding: 'utf8',
  }).trim();

describe.each([
  ['capnslog', capnslog],
  ['zap', zap],
])('how the data of now began, by a log in %s', (_name, log) => {
  const young = [log.start, log.born(own), log.added(own, own), log.added(own, peer), log.added(own, other)];
  const served = [log.start, log.had, log.again(own), log.added(own, peer), log.added(own, own)];
  const anew = [log.start, log.born(own), log.added(own, own)];
  const loop = [log.start, log.had, log.again(own), log.added(own, own), log.panic];
  const wiped = [log.start, log.had, log.born(own), log.panic];

  test('a young cluster, whose first start found no member/ and which others joined since', () =>
    expect(told([...young, ...served])).toBe('absent 3'));
  test('an instance that started anew, though a thousand starts have panicked since', () =>
    expect(told([...young, ...anew, log.panic, ...Array.from({ length: 1000 }, () => loop).flat()])).toBe(
      'absent 0',
    ));
  test('an instance that once served a cluster of its own and was started again', () =>
    expect(told([...served, ...anew, ...loop])).toBe('absent 0'));
  test('a lost log, which started with its member/ there', () =>
    expect(told([...young, ...served, ...wiped, ...loop])).toBe('present 0'));
  test('one that was replaced from an empty member/ is not held to what was there before', () =>
    expect(told([...anew, ...loop, log.start, log.had, log.born(other), log.added(other, own)])).toBe(
      'present 1',
    ));
  test('a log that began after the data: what it knows of others, or nothing', () => {
    expect(told(served)).toBe('unseen 1');
    expect(told([log.start, log.had, log.again(own), log.panic])).toBe('unseen 0');
    expect(told([])).toBe('unseen 0');
  });
  test('a start that ended before it came to its data says nothing of the next one', () =>
    expect(told([...served, log.start, log.had, log.bind, ...anew])).toBe('absent 0'));
});

test('what began anew and knows nobody is the only one that counts as missing', () =>
  expect(
    ['absent 0', 'absent 2', 'present 0', 'unseen 2', 'unseen 0', 'awk: not found'].map(memberWasMissing),
  ).toEqual([true, false, false, false, null, null]));
