import { describe, expect, test } from 'vitest';
import type { MasterObservation, Observation } from '../../src/cluster/observation.ts';
import { verdictOf } from '../../src/cluster/verdict.ts';
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

const lost = { ...(files as NonNullable<MasterObservation['files']>), memberDir: false, walFiles: 0 };
const named = (seen: Observation) => {
  const { name, target, proposed } = verdictOf(seen);
  return { name, target, proposed };
};

describe('the runbook’s own fault', () => {
  const verdict = verdictOf(clusterOf({ [m1]: broken(tocommit) }));
  test('is told with its numbers, in English and in Korean', () => {
    expect(verdict.sentence.en).toBe(
      "master/9b8ad6e0's raft log is lost: tocommit(312) is out of range [lastIndex(0)], member/ is there; the other two are healthy and agree.",
    );
    expect(verdict.sentence.ko).toContain(
      'raft 로그가 유실되었습니다. tocommit(312) is out of range [lastIndex(0)]',
    );
  });
  test('proposes the least invasive cure and allows the original runbook', () => {
    expect(verdict).toMatchObject({
      name: 'raft-log-lost',
      target: [m1],
      proposed: 'move-leader',
      allowed: ['move-leader', 'replace-member', 'disk-loss-original'],
      refused: null,
      healthy: [m2, m3],
    });
  });
  test('says why the others are not for it', () => {
    expect(verdict.disallowed['restart-process']?.en).toContain('panics again');
    expect(Object.keys(verdict.disallowed).toSorted()).toEqual([
      'free-space',
      'recreate',
      'remove-half-added',
      'restart-process',
      'start-quorum',
    ]);
  });
  test('is the same for a log that was cut, not emptied', () =>
    expect(
      named(
        clusterOf({
          [m2]: { etcd: etcdOf(m2, { status: statusOf(m2, { leaderId: 'c3' }) }) },
          [m3]: { etcd: etcdOf(m3, { status: statusOf(m3, { leaderId: 'c3' }) }) },
          [m1]: broken(tocommit.replace('(0)', '(308)')),
        }),
      ).name,
    ).toBe('raft-log-lost'));
});

describe('each row of the decision table holds:', () => {
  const rows: readonly (readonly [string, Observation, string, string, string | null])[] = [
    [
      'process down, data intact',
      clusterOf({ [m1]: broken('I | etcdmain: etcd Version: 3.4.23') }),
      'process-down',
      m1,
      'restart-process',
    ],
    [
      'disk lost elsewhere',
      clusterOf({ [m3]: broken('Error: etcdserver: unhealthy cluster', { files: lost }) }),
      'disk-lost',
      m3,
      'replace-member',
    ],
    [
      'disk lost on the bootstrap instance',
      clusterOf({ [m1]: broken('', { files: lost }) }),
      'disk-lost-bootstrap',
      m1,
      'replace-member',
    ],
    [
      're-created by a start with new',
      clusterOf({
        [m1]: broken(tocommit.replace('(0)', '(4)'), {
          files: { ...lost, memberDir: true, walFiles: 1, memberWasMissing: true },
        }),
      }),
      'disk-lost-bootstrap',
      m1,
      'replace-member',
    ],
    [
      're-created by new, the start itself out of the log’s tail',
      clusterOf({ [m1]: broken(tocommit.replace('(0)', '(4)')) }),
      'disk-lost-bootstrap',
      m1,
      'replace-member',
    ],
    [
      'log lost where member/ once was missing',
      clusterOf({
        [m3]: broken(tocommit, { files: { ...lost, memberDir: true, walFiles: 1, memberWasMissing: true } }),
      }),
      'disk-lost',
      m3,
      'replace-member',
    ],
    [
      'wal crc',
      clusterOf({
        [m1]: broken('C | etcdserver: read wal error (walpb: crc mismatch) and cannot be repaired'),
      }),
      'corrupt',
      m1,
      'replace-member',
    ],
    [
      'wal too long',
      clusterOf({ [m1]: broken('panic: wal: max entry size limit exceeded, recBytes: 1') }),
      'corrupt',
      m1,
      'replace-member',
    ],
    [
      'zero-byte wal',
      clusterOf({ [m1]: broken('panic: cannot use none as id') }),
      'corrupt',
      m1,
      'replace-member',
    ],
    ['bad db', clusterOf({ [m1]: broken('panic: invalid database') }), 'corrupt', m1, 'replace-member'],
    [
      'removed id',
      clusterOf({ [m1]: broken('E | etcdserver: the member has been permanently removed from the cluster') }),
      'removed-id',
      m1,
      'replace-member',
    ],
  ];
  test.each(rows)('%s', (_what, seen, name, target, proposed) => {
    expect(named(seen)).toEqual({ name, target: [target], proposed });
  });

  test('half-added is told by an unnamed member, also while the victim’s member/ is absent', () => {
    const members = allListed.map(member => (member.id === 'c3' ? { ...member, name: '' } : member));
    const seen = clusterOf({
      [m1]: { etcd: etcdOf(m1, { members }) },
      [m2]: { etcd: etcdOf(m2, { members }) },
      [m3]: broken('Error: etcdserver: re-configuration failed due to not enough started members', {
        files: lost,
      }),
    });
    expect(named(seen)).toEqual({ name: 'half-added', target: [m3], proposed: 'remove-half-added' });
  });

  test('half-added is told no more once the id is gone from the list, whatever the old log says', () => {
    const members = allListed.slice(0, 2);
    const seen = clusterOf({
      [m1]: { etcd: etcdOf(m1, { members }) },
      [m2]: { etcd: etcdOf(m2, { members }) },
      [m3]: broken('Error: etcdserver: re-configuration failed due to not enough started members', {
        files: lost,
      }),
    });
    expect(named(seen).name).toBe('disk-lost');
  });

  test('rogue is one that calls itself healthy, lists only itself, and has another term and hash', () => {
    const rogue = etcdOf(m1, {
      status: statusOf(m1, { raftTerm: 2, revision: 820 }),
      members: allListed.slice(0, 1),
      hash: { revision: 820, hash: 1, compactRevision: 0 },
    });
    expect(named(clusterOf({ [m1]: { etcd: rogue } }))).toEqual({
      name: 'rogue',
      target: [m1],
      proposed: 'replace-member',
    });
  });

  test('rogue is not one that differs in its hash alone, and nothing is offered', () => {
    const etcd = etcdOf(m3, { hash: { revision: 1204, hash: 5, compactRevision: 0 } });
    expect(verdictOf(clusterOf({ [m3]: { etcd } }))).toMatchObject({ name: 'pair-disagrees', allowed: [] });
  });

  const refusals: readonly (readonly [string, Observation, string])[] = [
    [
      'NOSPACE',
      clusterOf({ [m1]: { etcd: etcdOf(m1, { alarms: ['memberID:161 alarm:NOSPACE'] }) } }),
      'no-space',
    ],
    [
      'NOSPACE in status errors only',
      clusterOf({
        [m1]: { etcd: etcdOf(m1, { status: statusOf(m1, { errors: ['memberID:161 alarm:NOSPACE '] }) }) },
      }),
      'no-space',
    ],
    [
      'NOSPACE while one is down',
      clusterOf({
        [m1]: broken(tocommit),
        [m2]: { etcd: etcdOf(m2, { alarms: ['memberID:161 alarm:NOSPACE'] }) },
      }),
      'no-space',
    ],
    ['two down', clusterOf({ [m1]: broken(tocommit), [m2]: broken(tocommit) }), 'quorum-lost'],
    ['all down', clusterOf({ [m1]: broken(''), [m2]: broken(''), [m3]: broken('') }), 'quorum-lost'],
    [
      'all green below the revision seen before',
      clusterOf({}, { memory: { revision: 9000, keyCount: null } }),
      're-bootstrapped-empty',
    ],
    [
      'a pair below the revision seen before',
      clusterOf({ [m1]: broken(tocommit) }, { memory: { revision: 9000, keyCount: null } }),
      're-bootstrapped-empty',
    ],
    [
      'a pair of different hashes',
      clusterOf({
        [m1]: broken(tocommit),
        [m2]: { etcd: etcdOf(m2, { hash: { revision: 1204, hash: 5, compactRevision: 0 } }) },
      }),
      'pair-disagrees',
    ],
    ['a leader that is none of the pair', clusterOf({ [m2]: broken(tocommit) }), 'pair-disagrees'],
    [
      'three hashes, all different',
      clusterOf({
        [m1]: { etcd: etcdOf(m1, { hash: { revision: 1204, hash: 4, compactRevision: 0 } }) },
        [m2]: { etcd: etcdOf(m2, { hash: { revision: 1204, hash: 5, compactRevision: 0 } }) },
      }),
      'pair-disagrees',
    ],
    [
      'one not seen at all',
      clusterOf({ [m1]: { etcd: null, files: null, lastStartBlock: null } }),
      'not-enough-seen',
    ],
    [
      'no VM',
      clusterOf({ [m1]: { cid: null, etcd: null, files: null, lastStartBlock: null } }),
      'not-enough-seen',
    ],
    [
      'no hash of a pair',
      clusterOf({ [m1]: broken(tocommit), [m3]: { etcd: etcdOf(m3, { hash: null }) } }),
      'not-enough-seen',
    ],
    ['no hash of three', clusterOf({ [m1]: { etcd: etcdOf(m1, { hash: null }) } }), 'not-enough-seen'],
    [
      'an unknown fatal line',
      clusterOf({ [m1]: broken('C | etcdmain: listen tcp 0.0.0.0:2380: bind: address already in use') }),
      'not-enough-seen',
    ],
    ['two masters', { ...clusterOf(), masters: clusterOf().masters.slice(1) }, 'not-enough-seen'],
    ['up and not healthy yet', clusterOf({ [m1]: { etcd: etcdOf(m1, { healthy: false }) } }), 'lagging'],
  ];
  test.each(refusals)('refuses with the next human move: %s', (_what, seen, name) => {
    const verdict = verdictOf(seen);
    expect(verdict.name).toBe(name);
    expect(verdict.allowed).toEqual([]);
    expect(verdict.proposed).toBeNull();
    expect(verdict.refused?.en.length).toBeGreaterThan(60);
    expect(verdict.refused?.ko).toMatch(/[가-힣]/);
  });
});

describe('lagging', () => {
  const behind = (first: number, later: number) =>
    verdictOf(
      clusterOf({
        [m3]: {
          etcd: etcdOf(m3, {
            status: statusOf(m3, { raftAppliedIndex: 5000 - first }),
            later: statusOf(m3, { raftAppliedIndex: 5000 - later }),
          }),
        },
      }),
    );
  test('is more than 50 entries that its peers had in the first look and it has not in the second', () => {
    expect(behind(51, 51)).toMatchObject({ name: 'lagging', target: [m3], allowed: [] });
    expect(behind(50, 50).name).toBe('healthy');
  });
  test('is not the first look alone', () => {
    expect(behind(400, 3).name).toBe('healthy');
    expect(behind(3, 400).name).toBe('lagging');
  });
});

describe('a healthy cluster', () => {
  test('needs nothing', () =>
    expect(verdictOf(clusterOf())).toMatchObject({
      name: 'healthy',
      target: [],
      proposed: null,
      allowed: [],
      refused: null,
      warnings: [],
    }));
  test('with fluentd failing on exactly one master warns and may be recreated there', () => {
    const processes = [
      { name: 'etcd', state: 'running' },
      { name: 'fluentd', state: 'failing' },
    ];
    const verdict = verdictOf(clusterOf({ [m1]: { processes } }));
    expect(verdict).toMatchObject({
      name: 'healthy',
      target: [m1],
      proposed: 'recreate',
      allowed: ['recreate'],
    });
    expect(verdict.warnings[0]?.en).toContain('fluentd');
    expect(verdictOf(clusterOf({ [m1]: { processes }, [m2]: { processes } })).allowed).toEqual([]);
  });
  test('warns when fewer than half of the keys are left', () => {
    const warned = (keyCount: number) =>
      verdictOf(clusterOf({}, { memory: { revision: 1, keyCount } })).warnings.length;
    expect([warned(600), warned(601)]).toEqual([0, 1]);
  });
});

describe('an etcd', () => {
  const on = (version: string, options = {}) => {
    const status = (instance: string) => ({
      etcd: etcdOf(instance, { status: statusOf(instance, { version }) }),
    });
    return verdictOf(clusterOf({ [m1]: broken(tocommit), [m2]: status(m2), [m3]: status(m3) }), options);
  };
  test.each(['3.6.1', '3.2.32', '4.0.0', '3.3.17', '2.3.8'])(
    '%s is diagnosed and every cure refused',
    version => {
      expect(on(version)).toMatchObject({ name: 'raft-log-lost', allowed: [], proposed: null });
      expect(on(version).refused?.en).toContain(version);
    },
  );
  test('3.3 is cured behind its switch, 3.4 and 3.5 always', () => {
    for (const verdict of [on('3.3.17', { cures33: true }), on('3.5.12'), on('3.4.3')])
      expect(verdict.proposed).toBe('move-leader');
  });
});

test('a store that is no mount point is diagnosed, and nothing is cured on it', () => {
  const verdict = verdictOf(clusterOf({ [m3]: broken('', { files: { ...lost, mounted: false } }) }));
  expect(verdict).toMatchObject({ name: 'disk-lost', allowed: [] });
  expect(verdict.refused?.en).toContain('no mount point');
});

test('one healthy member alone is no quorum, and the sentence says that it may serve a cluster of its own', () => {
  const alone = etcdOf(m1, { members: allListed.slice(0, 1) });
  const verdict = verdictOf(
    clusterOf({ [m1]: { etcd: alone }, [m2]: { etcd: downEtcd }, [m3]: { etcd: downEtcd } }),
  );
  expect(verdict.name).toBe('quorum-lost');
  expect(verdict.sentence.en).toContain('a cluster of its own');
});
