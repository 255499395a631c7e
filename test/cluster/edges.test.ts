import { describe, expect, test } from 'vitest';
import { peopleFor } from '../../src/approvals/people.ts';
import { healthyAfter, quorumOf } from '../../src/cluster/quorum.ts';
import { verdictOf } from '../../src/cluster/verdict.ts';
import { memberIdOf } from '../../src/cluster/victim.ts';
import {
  allListed,
  broken,
  clusterOf,
  downEtcd,
  etcdOf,
  files,
  m1,
  m2,
  m3,
  statusOf,
  tocommit,
} from './build.ts';

const unseen = { etcd: null, files: null, lastStartBlock: null };
const name = (change: Parameters<typeof clusterOf>[0], more = {}) => verdictOf(clusterOf(change, more)).name;
const disk = files ?? {
  memberDir: true,
  memberWasMissing: false,
  walFiles: 1,
  dbBytes: 1,
  freeBytes: 1,
  mounted: true,
};

describe('what is seen, not seen or down is told apart:', () => {
  test('the quorum of 3 is 2, of 5 is 3, of 4 is 3', () =>
    expect([3, 5, 4, 1].map(quorumOf)).toEqual([2, 3, 3, 1]));
  test('two that could not be looked at are not two that are down', () => {
    expect(name({ [m1]: unseen, [m2]: unseen })).toBe('not-enough-seen');
    expect(name({ [m1]: broken(tocommit), [m2]: unseen })).toBe('not-enough-seen');
    expect(name({ [m1]: { ...unseen, cid: null }, [m2]: broken(tocommit) })).toBe('quorum-lost');
  });
  test('a member that is stopped no longer counts', () => {
    const seen = clusterOf({ [m1]: broken(tocommit) });
    expect([healthyAfter(seen, []), healthyAfter(seen, [m2]), healthyAfter(seen, [m1])]).toEqual([2, 1, 2]);
  });
  test('a member that calls itself healthy and whose status could not be read does not count', () => {
    const seen = clusterOf({ [m2]: { etcd: etcdOf(m2, { status: null }) } });
    expect(healthyAfter(seen, [])).toBe(2);
  });
  test('one person is enough while quorum stays', () =>
    expect(peopleFor('change', { before: 3, after: 2, quorum: 2 })).toBe(1));
});

describe('the target’s member id', () => {
  const listedAs = (name: string) => {
    const members = allListed.map(each => (each.id === 'a1' ? { ...each, name } : each));
    const told = (instance: string) => ({ etcd: etcdOf(instance, { members }) });
    return memberIdOf(clusterOf({ [m1]: broken(tocommit), [m2]: told(m2), [m3]: told(m3) }), m1);
  };
  test.each([
    ['the target’s own name', m1.split('/')[1] ?? ''],
    ['no name yet', ''],
    ['its id for a name, as a recording has it', 'a1'],
  ])('is that of the entry which is neither of the healthy two’s, with %s', (_, name) =>
    expect(listedAs(name)).toEqual({ known: true, id: 'a1' }),
  );
  test.each([
    ['another instance', 'b1f0'],
    ['the whole of the instance', m1],
  ])('is not known where the entry is named after %s', (_, name) => expect(listedAs(name).known).toBe(false));
  test('needs the lists of two healthy members', () => {
    const alone = clusterOf({ [m1]: broken(tocommit), [m2]: broken(tocommit) });
    const silent = clusterOf({
      [m1]: broken(tocommit),
      [m2]: { etcd: etcdOf(m2, { members: null }) },
      [m3]: { etcd: etcdOf(m3, { members: null }) },
    });
    expect([memberIdOf(alone, m1).known, memberIdOf(silent, m1).known]).toEqual([false, false]);
  });
});

describe('on the edge of a rule', () => {
  test('the very revision seen before is not below it', () => {
    expect(name({}, { memory: { revision: 1204, keyCount: null } })).toBe('healthy');
    expect(name({}, { memory: { revision: 1205, keyCount: null } })).toBe('re-bootstrapped-empty');
  });
  test('a pair whose list has not both of them is no pair', () => {
    const members = allListed.filter(each => each.id !== 'c3');
    expect(
      name({
        [m1]: broken(tocommit),
        [m2]: { etcd: etcdOf(m2, { members }) },
        [m3]: { etcd: etcdOf(m3, { members }) },
      }),
    ).toBe('pair-disagrees');
  });
  test('hashes of different compactions are not compared, and are to be read again', () => {
    const hash = { revision: 1204, hash: 1, compactRevision: 900 };
    expect(name({ [m1]: broken(tocommit), [m3]: { etcd: etcdOf(m3, { hash }) } })).toBe('not-enough-seen');
  });
  test('another cluster id is a rogue’s', () =>
    expect(name({ [m1]: { etcd: etcdOf(m1, { status: statusOf(m1, { clusterId: 'beef' }) }) } })).toBe(
      'rogue',
    ));
  test('a victim whose log or files were not read is not cured', () => {
    expect(name({ [m1]: broken('', { lastStartBlock: null }) })).toBe('not-enough-seen');
    expect(name({ [m1]: broken(tocommit, { files: null }) })).toBe('not-enough-seen');
  });
  test('a missing member/ needs no log to be told', () =>
    expect(
      name({ [m3]: broken('', { lastStartBlock: null, files: { ...disk, memberDir: false, walFiles: 0 } }) }),
    ).toBe('disk-lost'));
  test('an empty member/ without a listed member is half of a replacement', () => {
    const two = allListed.filter(each => each.id !== 'a1');
    const pair = {
      [m2]: { etcd: etcdOf(m2, { members: two }) },
      [m3]: { etcd: etcdOf(m3, { members: two }) },
    };
    expect(name({ ...pair, [m1]: broken('', { files: { ...disk, walFiles: 0 } }) })).toBe('removed-id');
    expect(name({ [m1]: broken('', { files: { ...disk, walFiles: 0 } }) })).toBe('raft-log-lost');
  });
  test('a lost log that ends at 9 on the bootstrap instance was made by new, at 10 it was cut', () => {
    const at = (end: number) => name({ [m1]: broken(tocommit.replace('(0)', `(${end})`)) });
    expect([at(0), at(1), at(9), at(10)]).toEqual([
      'raft-log-lost',
      'disk-lost-bootstrap',
      'disk-lost-bootstrap',
      'raft-log-lost',
    ]);
  });
  test('a script’s stale refusal is no fault of a process that is down', () =>
    expect(name({ [m1]: broken('Error: etcdserver: unhealthy cluster') })).toBe('process-down'));
  test('all of etcd up and nobody healthy is a lost quorum', () => {
    const leaderless = { ...downEtcd, up: true };
    expect(name({ [m1]: { etcd: leaderless }, [m2]: { etcd: leaderless }, [m3]: { etcd: leaderless } })).toBe(
      'quorum-lost',
    );
  });
  test('four voters are diagnosed and not cured', () => {
    const members = [...allListed, { id: 'd4', name: 'stranger', peerUrls: [], learner: false }];
    const verdict = verdictOf(
      clusterOf({
        [m1]: broken(tocommit),
        [m2]: { etcd: etcdOf(m2, { members }) },
        [m3]: { etcd: etcdOf(m3, { members }) },
      }),
    );
    expect(verdict).toMatchObject({ name: 'raft-log-lost', allowed: [] });
    expect(verdict.refused?.en).toContain('4 members are listed');
  });
});
