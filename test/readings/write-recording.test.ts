import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Observation } from '../../src/cluster/observation.ts';
import { verdictOf } from '../../src/cluster/verdict.ts';
import { parseJson } from '../../src/readings/json.ts';
import { isMissed } from '../../src/readings/reading.ts';
import { readObservation } from '../../src/readings/recorded-observation.ts';
import { recordingOf } from '../../src/readings/write-recording.ts';
import {
  broken,
  clusterOf,
  downEtcd,
  etcdOf,
  m1,
  m3,
  masterOf,
  statusOf,
  tocommit,
} from '../cluster/build.ts';
import { disk, refused } from '../cluster/must-allow.ts';
import { remembered } from '../cluster/remembered.ts';
import { anyWorld } from '../cluster/worlds.ts';

/** Leaves of plain JSON, as somebody edits a file. */
type Field = string | number;
type Tree = { [field: Field]: unknown };
const asTree = (value: unknown): Tree => value as Tree; // the test knows its own documents
const recorded = (seen: Observation): Tree => asTree(structuredClone(recordingOf(seen)));
const readBack = (recording: unknown): Observation => {
  const read = readObservation(parseJson(JSON.stringify(recording)) ?? null, 'it');
  return isMissed(read) ? expect.fail(read.unread) : read;
};

/** Beside one that is known to be the bootstrap instance, no other is unknown. */
const settled = (seen: Observation): Observation => {
  const known = seen.masters.some(({ bootstrap }) => bootstrap === true);
  const masters = seen.masters.map(each => ({
    ...each,
    bootstrap: each.bootstrap ?? (known ? false : null),
  }));
  return { ...seen, masters };
};

describe('a recording of what was seen', () => {
  test('is read as what was seen, whatever it was', () =>
    fc.assert(
      fc.property(anyWorld, ({ seen }) => {
        expect(readBack(recordingOf(seen))).toEqual(settled(seen));
      }),
      { numRuns: 400 },
    ));
  test('has nothing in it that looks like a secret', () => {
    const secret = 'hunter2-Uq7w9';
    const said = `Error: password: ${secret}`;
    const seen = clusterOf({
      [m1]: broken(`panic: x\n{"msg":"login","token":"${secret}"}`, { etcd: { ...downEtcd, said } }),
    });
    expect(JSON.stringify(recordingOf(seen))).not.toContain(secret);
  });
});

/** A cluster in which each field counts for something: one is down with a lost log. */
const sick = (more: Partial<Observation> = {}): Observation =>
  clusterOf({ [m1]: broken(tocommit, { etcd: { ...downEtcd, said: refused } }) }, more);
const well = (): Observation => remembered(clusterOf({}, { memory: { revision: 1200, keyCount: 310 } }));

/** The same with one field changed; `path` leads to it. */
const changed = (seen: Observation, path: readonly Field[], value: unknown): Tree => {
  const recording = recorded(seen);
  const last = path.at(-1) ?? '';
  const at = path.slice(0, -1).reduce<Tree>((tree, field) => asTree(tree[field]), recording);
  if (value === undefined) delete at[last];
  else at[last] = value;
  return recording;
};
const of = (instance: string, ...path: readonly Field[]) => ['masters', instance, ...path];
const answer = (recording: unknown) => JSON.stringify(verdictOf(readBack(recording)));

const later = { ...statusOf(m3), raftIndex: 5000, raftAppliedIndex: 5000 };
const lagging = clusterOf({
  [m3]: { etcd: etcdOf(m3, { status: { ...later, at: 100 }, later: { ...later, at: 105 } }) },
  [m1]: {
    etcd: etcdOf(m1, {
      status: statusOf(m1, { raftAppliedIndex: 5100, at: 100 }),
      later: statusOf(m1, { raftAppliedIndex: 5100, at: 105 }),
    }),
  },
});
const silent = clusterOf({
  [m3]: { ...broken(''), etcd: { ...downEtcd, said: 'context deadline exceeded' }, monit: [] },
});

const unsure = clusterOf({ [m1]: broken(tocommit, { files: { ...disk, memberWasMissing: null } }) });
/** No birth is remembered of these three: they are judged by their age. */
const neverBorn = ((seen: Observation): Observation => ({
  ...seen,
  memory: seen.memory && {
    ...seen.memory,
    identity: seen.memory.identity && {
      ...seen.memory.identity,
      hash: null,
      members: { 'master/x': { memberId: '1', born: 1, raftIndex: 1, dbBytes: null, starts: [] } },
    },
  },
}))(well());

const pairs: readonly (readonly [Observation, readonly Field[], unknown])[] = [
  [sick(), ['lastKnownRevision'], 9000],
  [well(), ['lastKnownKeys'], 9000],
  [well(), ['lastKnown', 'raftTerm'], 9000],
  [neverBorn, ['at'], '2036-11-22T10:57:28Z'],
  [sick(), ['unread'], [{ what: 'tasks', why: 'no' }]],
  [clusterOf({ [m3]: { etcd: null } }), of(m3, 'unread'), [{ what: 'probe', why: 'no route to host' }]],
  [sick(), of(m3, 'asked'), false],
  [clusterOf({ [m3]: { etcd: null, cid: 'vm-1' } }), of(m3, 'cid'), null],
  [sick(), of(m3, 'up'), false],
  [well(), of(m3, 'healthy'), false],
  [well(), of(m3, 'status'), null],
  [well(), of(m3, 'statusAfter5s', 'header', 'cluster_id'), '7'],
  [well(), of(m3, 'status', 'header', 'revision'), 1300],
  [well(), of(m3, 'statusAfter5s', 'header', 'member_id'), '7'],
  [sick(), of(m3, 'statusAfter5s', 'version'), '3.3.17'],
  [well(), of(m3, 'statusAfter5s', 'leader'), '7'],
  [well(), of(m3, 'statusAfter5s', 'raftTerm'), 8],
  [well(), of(m3, 'statusAfter5s', 'raftAppliedIndex'), 4000],
  [well(), of(m3, 'status', 'raftIndex'), 9000],
  [well(), of(m3, 'statusAfter5s', 'isLearner'), true],
  [well(), of(m3, 'statusAfter5s', 'errors'), ['alarm:NOSPACE']],
  [well(), of(m3, 'statusAfter5s'), null],
  [lagging, of(m3, 'statusAfter5sAt'), 100],
  [lagging, of(m1, 'statusAt'), 999],
  [sick(), of(m3, 'hashAtRevision'), 1],
  [sick(), of(m3, 'hashRevision'), 1100],
  [sick(), of(m3, 'compactRevision'), 900],
  [well(), of(m3, 'members', 0, 'id'), 'ffff'],
  [sick(), of('master/8cdf6298-e50a-4dc3-997b-b7e14502cc57', 'members', 0, 'name'), ''],
  [well(), of(m1, 'members', 0, 'learner'), true],
  [sick(), of(m3, 'alarms'), ['alarm:NOSPACE']],
  [clusterOf({}, { memory: { revision: 1200, keyCount: 9000 } }), of(m3, 'keyCount'), 9000],
  [silent, of(m3, 'stderr'), refused],
  [silent, of(m3, 'monit'), [{ name: 'etcd', state: 'not monitored' }]],
  [silent, of(m3, 'apiserver'), { healthy: false, said: 'HTTP 500 etcd failed' }],
  [
    silent,
    of(m3, 'certificates'),
    [{ file: '/x/etcd.crt', until: '2026-11-01T00:00:00.000Z', daysLeft: -20 }],
  ],
  [
    well(),
    of(m3, 'starts'),
    {
      now: '2026-11-22T10:57:28Z',
      at: ['2026-11-22T10:57:00Z', '2026-11-22T10:57:10Z', '2026-11-22T10:57:20Z'],
    },
  ],
  [sick(), of(m1, 'memberDir'), false],
  [sick(), of(m1, 'memberWasMissing'), null],
  [unsure, of(m1, 'bootstrap'), false],
  [clusterOf({ [m3]: broken('', { etcd: { ...downEtcd, said: refused } }) }), of(m3, 'walFiles'), 0],
  [sick(), of(m1, 'mounted'), false],
  [sick(), of(m1, 'ground', 'link'), 'dangling'],
  [sick(), of(m1, 'ground', 'owner'), 'root'],
  [sick(), of(m1, 'ground', 'binary'), false],
  [sick(), of(m1, 'lastStartBlock'), 'panic: walpb: crc mismatch'],
  [well(), of(m3, 'identity', 'systemKey'), 'absent'],
  [well(), of(m3, 'identity', 'earlierHash', 'hash'), 9],
  [well(), of(m3, 'identity', 'born'), 1_800_000_000],
  [well(), of(m3, 'processes'), [{ name: 'fluentd', state: 'failing' }]],
  [well(), of(m3, 'ignored'), true],
];

/** Gates and cards look at these, the verdict does not. */
const others: readonly (readonly [readonly Field[], unknown])[] = [
  [['cluster'], 'dev-2'],
  [['tasks'], [{ id: '7', state: 'processing', description: 'x', deployment: 'y', user: 'z' }]],
  [['locks'], null],
  [['resurrection'], 'off'],
  ...(
    [
      ['az', 'az9'],
      ['ip', '127.0.0.9'],
      ['ips', ['127.0.0.9', '127.0.1.9']],
      ['agentId', null],
      ['diskCids', ['disk-1']],
      ['desired', 'stopped'],
      ['index', '7'],
      ['processState', 'failing'],
      ['dbBytes', 9],
      ['quotaBytes', 9],
      ['disk', null],
      ['freeBytes', 9],
    ] as const
  ).map(([field, value]) => [of(m3, field), value] as const),
];

describe('of two recordings that differ in one field alone', () => {
  test.each(pairs.map(([seen, path, value]) => [path.slice(-2).join('.'), seen, path, value] as const))(
    '%s, the answers differ',
    (_, seen, path, value) => expect(answer(changed(seen, path, value))).not.toBe(answer(recorded(seen))),
  );
  test.each(others.map(([path, value]) => [path.at(-1), path, value] as const))(
    '%s, what was seen differs and the verdict does not',
    (_, path, value) => {
      const [before, after] = [recorded(sick()), changed(sick(), path, value)];
      expect(readBack(after)).not.toEqual(readBack(before));
      expect(verdictOf(readBack(after)).name).toBe(verdictOf(readBack(before)).name);
    },
  );
  test('no field of a recording was left out of these', () => {
    const told = masterOf(m3, {
      ips: ['1', '2'],
      certificates: [],
      starts: { now: '', at: [] },
      disk: { held: null, log: null },
      identity: { born: 1, ageSeconds: 1, systemKey: 1, earlierHash: null },
    });
    const whole = clusterOf({
      [m3]: {
        ...told,
        etcd: etcdOf(m3, {
          status: statusOf(m3, { at: 1, dbInUseBytes: 7 }),
          later: statusOf(m3, { at: 2 }),
          said: '',
          quotaBytes: 1,
        }),
      },
    });
    const fields = [
      ...Object.keys(recorded(remembered(whole))),
      ...Object.keys(asTree(asTree(recorded(whole).masters)[m3])),
    ];
    const tried = [...pairs.map(([, path]) => path), ...others.map(([path]) => path)].flat();
    expect(fields.filter(field => !tried.includes(field))).toEqual(['deployment']);
  });
});
