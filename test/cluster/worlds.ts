import fc from 'fast-check';
import type { MasterObservation, Observation } from '../../src/cluster/observation.ts';
import type { CureName, VerdictName } from '../../src/cluster/verdict-types.ts';
import { anyCluster } from './any-cluster.ts';
import {
  allListed,
  broken,
  clusterOf,
  downEtcd,
  etcdOf,
  ids,
  kept,
  m1,
  m2,
  m3,
  statusOf,
  stopped,
} from './build.ts';
import { anyLog, begun, told } from './busy-log.ts';
import { anyPlant } from './disagreeing.ts';
import { forgettable, forgetting } from './forgetting.ts';
import { disk, live, lost, mustAllow, type Noise, oneFails, refused, served } from './must-allow.ts';
import { oneWrong } from './one-wrong.ts';
import { remembered } from './remembered.ts';

/** A cluster as it may be seen, and the cures that a person must be offered there, by hand. */
export type World = { readonly seen: Observation; readonly must: readonly CureName[] };
type Worlds = fc.Arbitrary<World>;

const three = [m1, m2, m3] as const;
const without = (worlds: fc.Arbitrary<Observation>): Worlds => worlds.map(seen => ({ seen, must: [] }));

/** What differs from cluster to cluster and changes nothing. */
const noise: fc.Arbitrary<Noise> = fc
  .record({
    version: fc.constantFrom('3.4.3', '3.4.23', '3.5.16'),
    raftTerm: fc.integer({ min: 2, max: 900 }),
    revision: fc.integer({ min: 1204, max: 9_000_000 }),
    entries: fc.nat(9_000_000),
    compactRevision: fc.constantFrom(-1, 0, 900),
    keyCount: fc.constantFrom(null, 300, 120_000),
    remembered: fc.boolean(),
  })
  .map(({ version, raftTerm, revision, entries, compactRevision, keyCount, remembered }) => ({
    status: {
      version,
      raftTerm,
      revision,
      raftIndex: revision + entries,
      raftAppliedIndex: revision + entries,
    },
    etcd: { hash: { revision, hash: revision % 9973, compactRevision }, keyCount },
    more: { memory: remembered ? { revision: revision - 4, keyCount: null } : null },
  }));

/** Two looks at three members of one log that grows, told at moments of their own. */
const busy: fc.Arbitrary<Observation> = fc
  .record({
    log: anyLog,
    at: fc.tuple(...three.map(() => fc.nat(900))),
    pause: fc.constantFrom(1000, 5000),
  })
  .map(({ log, at, pause }) => {
    const look = (instance: string, index: number, wait: number) =>
      told(instance, log, { ms: (at[index] ?? 0) + wait, late: 0, ahead: false });
    const revision = Math.max(...three.map((instance, index) => look(instance, index, 0).revision));
    const change = three.map((instance, index): [string, Partial<MasterObservation>] => {
      const later = look(instance, index, 900 + pause);
      const hash = { revision, hash: 7, compactRevision: 900 };
      return [instance, { etcd: etcdOf(instance, { status: look(instance, index, 0), later, hash }) }];
    });
    const memory = { revision: begun.revision, keyCount: null };
    return clusterOf(Object.fromEntries(change), { memory });
  });

const ofTable = (rows: typeof mustAllow): Worlds =>
  fc
    .record({ row: fc.constantFrom(...rows), which: fc.nat(2), noise })
    .map(({ row, which, noise: more }) => ({
      seen: oneFails(row.where[which % row.where.length] ?? m3, row.change, more),
      must: row.must,
    }));
const table = (...words: readonly string[]): Worlds =>
  ofTable(mustAllow.filter(({ fault }) => words.some(word => fault.startsWith(word))));

/** The list of the two without the third, or with it nameless. */
const listedAs = (which: string, how: 'absent' | 'nameless') =>
  allListed.flatMap(member => {
    if (!which.endsWith(member.name)) return [member];
    return how === 'absent' ? [] : [{ ...member, name: '' }];
  });
const beside = (how: 'absent' | 'nameless', logs: readonly string[], must: readonly CureName[]): Worlds =>
  fc.record({ which: fc.constantFrom(...three), log: fc.constantFrom(...logs), noise }).map(each => ({
    must,
    seen: oneFails(each.which, broken(each.log, { ...live, files: how === 'absent' ? disk : lost }), {
      ...each.noise,
      etcd: { ...each.noise.etcd, members: listedAs(each.which, how) },
    }),
  }));

/** One that serves a cluster of its own: by its list, its cluster id, or another leader in another term. */
const rogue: Worlds = fc
  .record({ which: fc.constantFrom(m1, m3), how: fc.constantFrom('list', 'cluster', 'led'), noise })
  .map(({ which, how, noise: more }) => {
    const own = { memberId: ids[which], leaderId: ids[which], raftTerm: 1, revision: 700 };
    const status = statusOf(which, how === 'cluster' ? { ...own, clusterId: 'beef' } : own);
    const members = how === 'list' ? allListed.filter(({ id }) => id === ids[which]) : allListed;
    const hash = { revision: 700, hash: 5, compactRevision: 0 };
    return {
      must: ['replace-member' as const],
      seen: oneFails(which, { etcd: etcdOf(which, { status, members, hash }) }, more),
    };
  });

const all = (change: Partial<MasterObservation>) => Object.fromEntries(three.map(each => [each, change]));
const alarmed = (raised: readonly (string | undefined)[]): Observation =>
  clusterOf(
    Object.fromEntries(
      three.map((instance, at) => [
        instance,
        { etcd: etcdOf(instance, { alarms: raised[at] ? [raised[at]] : [] }) },
      ]),
    ),
  );
const anyAlarm = fc.constantFrom('memberID:1 alarm:NOSPACE', undefined);

const mega = 1_000_000;
/** A quota of 16 MB used up: by old revisions or by free pages, which a run may free, or by live keys, which none may. 3.5 calls
 *  all of them unhealthy for the alarm; one may be stopped meanwhile. */
const full = (by: 'history' | 'fragments' | 'live', mayBeAway = false): Worlds =>
  fc
    .record({
      version: fc.constantFrom('3.4.23', '3.5.16'),
      away: mayBeAway ? fc.constantFrom(m1, m3) : fc.constant(null),
      size: fc.integer({ min: 13, max: 17 }),
      free: fc.constantFrom(100, 4000),
      keyCount: fc.integer({ min: 40, max: 500 }),
    })
    .map(({ version, away, size, free, keyCount }) => {
      const status = (instance: string) =>
        statusOf(instance, {
          version,
          revision: 5000,
          dbSizeBytes: size * mega,
          dbInUseBytes: by === 'fragments' ? 2 * mega : size * mega - 4096,
        });
      const told = (instance: string) => ({
        files: disk && { ...disk, freeBytes: free * mega },
        etcd: etcdOf(instance, {
          healthy: version === '3.4.23',
          status: status(instance),
          alarms: ['memberID:1 alarm:NOSPACE'],
          quotaBytes: 16 * mega,
          keyCount: by === 'live' ? 400_000 : keyCount,
          hash: { revision: 5000, hash: 7, compactRevision: 200 },
        }),
      });
      const change = three.map(each => [each, each === away ? stopped(each) : told(each)] as const);
      return {
        must: by === 'live' ? [] : ['free-space' as const],
        seen: clusterOf(Object.fromEntries(change)),
      };
    });

const lagging = fc
  .record({ which: fc.constantFrom(...three), behind: fc.integer({ min: 51, max: 4000 }) })
  .map(({ which, behind }) => {
    const status = statusOf(which, {
      raftAppliedIndex: 5000 - behind,
      raftIndex: 5000,
      revision: 1204 - Math.min(behind, 1200),
    });
    return clusterOf({ [which]: { etcd: etcdOf(which, { status, hash: null }) } });
  });
const joining = fc
  .constantFrom(m1, m3)
  .map(which => clusterOf({ [which]: { etcd: etcdOf(which, { healthy: false }) } }));

const twoDown = fc
  .record({
    up: fc.constantFrom(...three, null),
    log: fc.constantFrom(served, 'panic: walpb: crc mismatch', ''),
  })
  .map(({ up, log }) =>
    clusterOf(
      Object.fromEntries(
        three.map(each => [
          each,
          each === up
            ? { etcd: etcdOf(each, { healthy: false, status: statusOf(each, { leaderId: null }) }) }
            : broken(log, { ...live, cid: log === '' ? null : 'vm' }),
        ]),
      ),
    ),
  );

const stoppedQuorum: Worlds = fc
  .tuple(...three.map(() => fc.integer({ min: 4999, max: 9999 })))
  .map(ends => ({
    must: ['start-quorum' as const],
    seen: clusterOf(
      Object.fromEntries(three.map((each, at) => [each, stopped(each, { lastIndex: ends[at] ?? 5000 })])),
      { memory: kept() },
    ),
  }));

const emptied = fc
  .record({ revision: fc.integer({ min: 1, max: 1203 }), down: fc.constantFrom(m1, m3, null) })
  .map(({ revision, down }) => {
    const low = { revision, hash: 3, compactRevision: 0 };
    const change = three.map(each => [
      each,
      each === down
        ? broken(served, live)
        : { etcd: etcdOf(each, { status: statusOf(each, { revision }), hash: low }) },
    ]);
    return clusterOf(Object.fromEntries(change), { memory: { revision: 1204, keyCount: null } });
  });

const silent = fc
  .record({
    which: fc.constantFrom(...three),
    said: fc.constantFrom(
      'context deadline exceeded',
      'x509: certificate has expired',
      'etcdserver: no leader',
      null,
      refused,
    ),
    monit: fc.constantFrom('running', 'not monitored - start pending'),
    everybody: fc.boolean(),
  })
  .map(({ which, said, monit, everybody }) => {
    const mute = {
      ...broken('', { etcd: { ...downEtcd, said } }),
      monit: said === refused ? null : [{ name: 'etcd', state: monit }],
    };
    return clusterOf(everybody && said !== refused ? all(mute) : { [which]: mute });
  });

const failing = [{ name: 'fluentd', state: 'failing' }];
const damaged: Worlds = fc.constantFrom(...three).map(each => ({
  seen: clusterOf({ [each]: { processes: failing } }),
  must: ['recreate'],
}));

/** What leads to each verdict. A new one needs its own here, or the fuzz never comes to it. */
export const worlds: Readonly<Record<VerdictName, Worlds>> = {
  healthy: fc.oneof({ weight: 3, arbitrary: without(busy) }, { weight: 1, arbitrary: damaged }),
  'process-down': table('a process'),
  'raft-log-lost': table('a lost log', 'a cut log', 'a member/'),
  'disk-lost': ofTable(mustAllow.filter(({ fault }) => fault === 'a lost disk')),
  'disk-lost-bootstrap': table('a lost disk of'),
  corrupt: table('corrupt'),
  'half-added': beside(
    'nameless',
    ['', 'etcdserver: re-configuration failed due to not enough started members'],
    ['remove-half-added'],
  ),
  'removed-id': beside(
    'absent',
    [served, 'the member has been permanently removed from the cluster'],
    ['replace-member'],
  ),
  rogue,
  'no-space': fc.oneof(
    without(fc.tuple(anyAlarm, anyAlarm, fc.constant('memberID:1 alarm:NOSPACE')).map(alarmed)),
    full('history'),
    full('fragments'),
    full('live'),
  ),
  lagging: without(fc.oneof(lagging, joining)),
  'quorum-lost': without(twoDown),
  'quorum-stopped': stoppedQuorum,
  're-bootstrapped-empty': without(
    fc.oneof(
      emptied,
      busy.map(seen => remembered(seen, true)),
    ),
  ),
  'pair-disagrees': without(fc.tuple(busy, anyPlant).map(([seen, plant]) => plant(seen))),
  'not-enough-seen': without(silent),
};

const forgotten = fc.record({ which: fc.nat(2), field: fc.constantFrom(...forgettable) });
const forgets = fc.array(forgotten, { minLength: 1, maxLength: 3 });
/** The same cluster seen before, or not well seen: then nobody says by hand what must be allowed. */
const alsoSeen = (worlds: Worlds): Worlds =>
  fc
    .record({
      world: worlds,
      before: fc.constantFrom(false, false, true),
      isBlurred: fc.constantFrom(false, false, false, true),
      blur: forgets,
    })
    .map(({ world: { seen, must }, before, isBlurred, blur }) => {
      const known = before && seen.memory?.identity === undefined ? remembered(seen) : seen;
      if (!isBlurred) return { seen: known, must };
      return {
        seen: blur.reduce((left, { which, field }) => forgetting(left, which, field), known),
        must: [],
      };
    });

/** Anything that may be seen: of each kind as often, and what nobody thought of. */
export const anyWorld: Worlds = alsoSeen(
  fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...Object.values(worlds)).chain(world => world) },
    { weight: 1, arbitrary: full('history', true) },
    { weight: 1, arbitrary: without(oneWrong) },
    { weight: 1, arbitrary: without(anyCluster) },
  ),
);
