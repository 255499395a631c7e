import { describe, expect, test } from 'vitest';
import type { EtcdObservation } from '../../src/cluster/observation.ts';
import { verdictOf } from '../../src/cluster/verdict.ts';
import { allListed, clusterOf, etcdOf, m1, m2, statusOf } from './build.ts';

/** Emptied and begun anew by "new": in a term of its own, alone in its list, under the ids that the script makes again. */
const own = { raftTerm: 2, raftIndex: 2004, raftAppliedIndex: 2004, revision: 2001 };
const alone = allListed.filter(each => each.id === 'a1');
const with3 = (more: Partial<EtcdObservation>) => verdictOf(clusterOf({ [m1]: { etcd: etcdOf(m1, more) } }));
const status = statusOf(m1, own);
/** Of the cluster, some way back. */
const joins = statusOf(m1, { raftTerm: 6, raftAppliedIndex: 4000, raftIndex: 5000, revision: 900 });

describe('a cluster of its own', () => {
  test('is told where the member calls itself healthy, as on etcd 3.4 once it has more writes than the others', () => {
    const verdict = with3({ status, members: alone });
    expect(verdict).toMatchObject({ name: 'rogue', target: [m1], confidence: 'certain' });
    expect(verdict.sentence.en).toMatch(
      /^master\/9b8ad6e0 calls itself healthy but serves a cluster of its own \(/,
    );
    expect(verdict.sentence.ko).toMatch(/^master\/9b8ad6e0은 정상이라고 응답하지만 별도 클러스터를/);
  });

  test('is told where it does not, as on 3.5, whose health asks the other cluster’s leader for alarms', () => {
    const verdict = with3({ status, members: alone, healthy: false, alarms: null });
    expect(verdict).toMatchObject({ name: 'rogue', target: [m1], confidence: 'certain' });
    expect(verdict.allowed).toEqual(with3({ status, members: alone }).allowed);
    expect(verdict.sentence).toEqual({
      en: 'master/9b8ad6e0 serves a cluster of its own (member list: a1 on master/9b8ad6e0, a1 b2 c3 on master/8cdf6298; raft term: 2 on master/9b8ad6e0, 7 on master/8cdf6298); the other two agree. What it acknowledges will be lost: stop its etcd at once.',
      ko: 'master/9b8ad6e0은 별도 클러스터를 서비스하고 있습니다(멤버 목록: master/9b8ad6e0에서 a1, master/8cdf6298에서 a1 b2 c3; raft term: master/9b8ad6e0에서 2, master/8cdf6298에서 7). 나머지 두 대는 일치합니다. 이 멤버가 승인한 쓰기는 유실되므로 즉시 etcd를 멈춰야 합니다.',
    });
  });

  test('is told by another cluster id, with a list or without', () => {
    const other = { ...status, clusterId: 'beef' };
    expect(with3({ status: other, healthy: false }).name).toBe('rogue');
    expect(with3({ status: other, healthy: false, members: null }).name).toBe('rogue');
  });

  test('is told by its log alone once its list can’t be had: it turns both of the others away', () => {
    const told = (...lines: readonly string[]) =>
      verdictOf(
        clusterOf({
          [m1]: {
            etcd: etcdOf(m1, { status: joins, healthy: false, members: null, alarms: null }),
            lastStartBlock: lines.join('\n'),
          },
        }),
      ).name;
    const inJson = (id: string) =>
      `{"level":"warn","ts":"2026-11-26T17:31:42Z","caller":"rafthttp/http.go:413","msg":"failed to find remote peer in cluster","local-member-id":"a1","remote-peer-id-stream-handler":"a1","remote-peer-id-from":"${id}","cluster-id":"c0ffee"}`;
    const inWords = (id: string) =>
      `2026-11-26 17:31:42.376858 E | rafthttp: failed to find member ${id} in cluster c0ffee`;
    expect(told(inJson('b2'), inJson('c3'))).toBe('rogue');
    expect(told(inWords('b2'), inWords('c3'))).toBe('rogue');
    expect(told(inJson('b2'), inJson('b2'))).toBe('lagging');
    expect(told(inWords('b2'), inWords('d4'))).toBe('lagging');
    expect(told('b2 c3')).toBe('lagging');
  });

  test('is none where the member joins: it lists the others, or one of them while its log is old', () => {
    for (const members of [allListed, [...alone, ...allListed.filter(each => each.id === 'b2')], [], null])
      expect(with3({ status: joins, healthy: false, members }).name).toBe('lagging');
  });

  test('is none that is of the cluster and holds other data: those forbid every cure', () => {
    for (const members of [allListed, [], null])
      expect(with3({ status, healthy: false, members })).toMatchObject({
        name: 'pair-disagrees',
        allowed: [],
      });
  });

  test('is none where it told no status, or none in the second look', () => {
    expect(with3({ status: null, healthy: false, members: alone }).name).toBe('lagging');
    expect(with3({ status, later: 'silent', healthy: false, members: alone }).name).toBe('lagging');
  });

  test('may hold the truth that the other two lost, where nobody remembers how far they were', () => {
    const seen = clusterOf(
      { [m1]: { etcd: etcdOf(m1, { status: { ...status, clusterId: 'beef' }, healthy: false }) } },
      { memory: null },
    );
    const verdict = verdictOf(seen);
    expect(verdict).toMatchObject({ name: 'pair-disagrees', allowed: [] });
    expect(verdict.sentence.en).toMatch(
      /^3 members answer and contradict each other: cluster id: beef on master\/9b8ad6e0/,
    );
    const fewer = { ...status, revision: 1203 };
    const behind = clusterOf(
      { [m1]: { etcd: etcdOf(m1, { status: fewer, members: alone, healthy: false }) } },
      { memory: null },
    );
    expect(verdictOf(behind).name).toBe('rogue');
  });

  test('is not believed of two at once', () => {
    const both = clusterOf({
      [m1]: { etcd: etcdOf(m1, { status, members: alone, healthy: false }) },
      [m2]: { etcd: etcdOf(m2, { status: statusOf(m2, own), members: alone, healthy: false }) },
    });
    expect(verdictOf(both).name).toBe('quorum-lost');
  });
});
