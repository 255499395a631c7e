import type { MasterObservation } from '../../../src/cluster/observation.ts';
import type { RunbookName } from '../../../src/cluster/verdict-types.ts';
import { exampleContext } from '../../../src/runbooks/example.ts';
import type { StepContext } from '../../../src/runbooks/runbook.ts';
import { asidePath } from '../../../src/runbooks/steps/set-aside.ts';
import { same } from '../../../src/words.ts';
import {
  added,
  emptyFiles,
  established,
  failed,
  failedId,
  follower,
  leader,
  listed,
  listing,
  looping,
  newId,
  noEtcd,
  noFiles,
  someFiles,
  stopped,
  withMaster,
  withoutFailed,
} from '../../runbooks/a-context.ts';

type Change = (context: StepContext) => StepContext;
const master = (context: StepContext, instance: string): MasterObservation => {
  const found = context.seen.masters.find(each => each.instance === instance);
  if (!found) throw new Error(`no ${instance}`);
  return found;
};
const seen =
  (change: Partial<StepContext['seen']>): Change =>
  context => ({ ...context, seen: { ...context.seen, ...change } });
const at =
  (instance: string, change: Partial<MasterObservation>): Change =>
  context =>
    withMaster(context, instance, change);
const etcdAt =
  (instance: string, change: Partial<NonNullable<MasterObservation['etcd']>>): Change =>
  context => {
    const { etcd } = master(context, instance);
    return etcd ? withMaster(context, instance, { etcd: { ...etcd, ...change } }) : context;
  };
const statusAt =
  (instance: string, change: object): Change =>
  context => {
    const status = master(context, instance).etcd?.status;
    const now = status ? { ...status, ...change } : null;
    return etcdAt(instance, { status: now, later: now })(context);
  };
const inTurn =
  (...changes: readonly Change[]): Change =>
  context =>
    changes.reduce((all, change) => change(all), context);
const atAll = (change: (instance: string) => Change): Change =>
  inTurn(...[failed, leader, follower].map(change));
const etcdAtAll = (change: Parameters<typeof etcdAt>[1]): Change => atAll(each => etcdAt(each, change));
const both = (change: (instance: string) => Change): Change => inTurn(change(leader), change(follower));

const processes = (state: string) => [
  { name: 'etcd', state: 'running' },
  { name: 'fluentd', state },
];
const healed: Change = context =>
  inTurn(
    at(failed, {
      processState: 'running',
      processes: [{ name: 'etcd', state: 'running' }],
      monit: [{ name: 'etcd', state: 'running' }],
      files: someFiles,
      etcd: master(context, leader).etcd,
    }),
    statusAt(failed, { memberId: failedId }),
  )(context);

const lastWords = 'etcdmain: etcd Version: 3.4.23\nembed: ready to serve client requests';
const logOf = (instance: string) => ({
  memberId: instance.slice(7, 15),
  clusterId: 'c0',
  ...{ lastTerm: 7, lastIndex: 900, commit: 899, torn: false },
});
const asleep = (instance: string): Change =>
  at(instance, {
    ...stopped,
    files: someFiles,
    lastStartBlock: lastWords,
    disk: { held: false, log: logOf(instance) },
  });
/** What lies between the starts of a stopped quorum. */
const startWorlds: Readonly<Record<string, Change>> = {
  'best started alone': at(failed, {
    disk: { held: true, log: logOf(failed) },
    lastStartBlock: `${lastWords}\nrestarting member f0 in cluster c0 at commit index 899`,
    starts: { now: '2026-11-22T10:57:28Z', at: ['2026-11-22T10:57:00Z'] },
  }),
  'best started a second ago': at(failed, {
    disk: { held: true, log: logOf(failed) },
    lastStartBlock: `${lastWords}\nrestarting member f0 in cluster c0 at commit index 899`,
    starts: { now: '2026-11-22T10:57:01Z', at: ['2026-11-22T10:57:00Z'] },
  }),
  'best started from other data': at(failed, {
    disk: { held: true, log: logOf(failed) },
    lastStartBlock: `${lastWords}\nrestarting member f0 in cluster c0 at commit index 7`,
    starts: { now: '2026-11-22T10:57:28Z', at: ['2026-11-22T10:57:00Z'] },
  }),
  'second ahead of the best': at(leader, {
    disk: { held: false, log: { ...logOf(leader), lastIndex: 901 } },
  }),
  'one torn': at(follower, { disk: { held: false, log: { ...logOf(follower), torn: true } } }),
  'an old disk': inTurn(
    at(follower, { disk: { held: false, log: { ...logOf(follower), lastIndex: 12, commit: 12 } } }),
    at(leader, { disk: { held: false, log: { ...logOf(leader), lastIndex: 12, commit: 12 } } }),
  ),
  'certificates ended': at(leader, {
    certificates: [{ file: '/etcd.crt', until: '2026-11-01T00:00:00Z', daysLeft: -21 }],
  }),
};

const quotaBytes = 27_000_000;
const isFull = (instance: string, dbInUseBytes: number, dbSizeBytes = 26_000_000): Change =>
  inTurn(
    etcdAt(instance, { quotaBytes, alarms: ['memberID:1 alarm:NOSPACE'] }),
    statusAt(instance, { dbSizeBytes, dbInUseBytes }),
  );
const forgot = etcdAtAll({ hash: { revision: 41_007, hash: 3_141_592_653, compactRevision: 41_006 } });
/** What lies between the steps that free the space. */
const spaceWorlds: Readonly<Record<string, Change>> = {
  'only fragments': atAll(each => isFull(each, 1_000_000)),
  forgotten: forgot,
  compacted: inTurn(
    forgot,
    atAll(each => isFull(each, 1_000_000)),
  ),
  'compacted, not everywhere': etcdAt(leader, {
    hash: { revision: 41_007, hash: 3_141_592_653, compactRevision: 41_006 },
  }),
  'compacted, follower small': inTurn(
    forgot,
    atAll(each => isFull(each, 1_000_000)),
    isFull(follower, 1_000_000, 1_000_000),
  ),
  'compacted, another leads': inTurn(
    forgot,
    atAll(each => inTurn(isFull(each, 1_000_000), statusAt(each, { leaderId: 'b0b0b0b0b0b0b0b0' }))),
    isFull(follower, 1_000_000, 1_000_000),
  ),
  'all small': inTurn(
    forgot,
    atAll(each => isFull(each, 1_000_000, 1_000_000)),
  ),
  'all small, disarmed': inTurn(
    forgot,
    context => ({ ...context, secondsSinceEnd: 9_999 }),
    atAll(each => inTurn(isFull(each, 1_000_000, 1_000_000), etcdAt(each, { alarms: [] }))),
  ),
  'full of live keys': etcdAtAll({ keyCount: 4_000_000 }),
  'a size not told': statusAt(follower, { dbSizeBytes: null }),
  'an alarm beside it': etcdAt(follower, { alarms: ['memberID:2 alarm:CORRUPT'] }),
  'no room on a disk': at(follower, { files: { ...someFiles, freeBytes: 1_000_000 } }),
};

/** The fault that each runbook is for, with a snapshot taken. */
const faults: Readonly<Record<RunbookName, Change>> = {
  'restart-process': at(failed, { lastStartBlock: 'etcdmain: etcd Version: 3.4.23' }),
  'move-leader': at(failed, { lastStartBlock: 'panic: tocommit(312) is out of range [lastIndex(0)]' }),
  'replace-member': at(failed, { lastStartBlock: 'panic: walpb: crc mismatch' }),
  'remove-half-added': at(failed, { files: noFiles, lastStartBlock: 'Error: etcdserver: unhealthy cluster' }),
  'disk-loss-original': at(failed, { lastStartBlock: 'panic: tocommit(312) is out of range [lastIndex(0)]' }),
  recreate: inTurn(healed, at(failed, { processState: 'failing', processes: processes('failing') })),
  'snapshot-survivors': context => context,
  'start-quorum': context => inTurn(...[failed, leader, follower].map(asleep))(context),
  'free-space': context =>
    inTurn(
      healed,
      atAll(each => isFull(each, 25_900_000)),
    )(context),
};
const sound = (cure: RunbookName): StepContext => {
  const context = exampleContext(cure);
  const saved = { ...context.facts.snapshot, revision: '41007', bytes: '20480', compactRevision: '0' };
  const start = established(withMaster(context, failed, { ...looping, files: someFiles }), 'snapshot', saved);
  return faults[cure](start);
};

const isStopped = at(failed, stopped);
const isRemoved = inTurn(isStopped, withoutFailed, context =>
  established(context, 'stop-etcd', { state: 'stopped' }),
);
const isEmpty = inTurn(isRemoved, at(failed, { files: emptyFiles }));
const isAdded = inTurn(
  isEmpty,
  context => listing(context, [...listed(context), added]),
  context => established(context, 'member-add', { id: newId }),
);
const isStarted = inTurn(healed, statusAt(failed, { memberId: newId }), context =>
  listing(context, [...listed(withoutFailed(context)), { ...added, name: failed.split('/')[1] ?? '' }]),
);
const task = { id: '9', state: 'processing', description: 'x', deployment: 'd', user: 'u' };
const missingVm = { id: '1', type: 'missing_vm', description: 'VM missing', instance: failed };
const facts =
  (more: StepContext['facts']): Change =>
  context => ({ ...context, facts: { ...context.facts, ...more } });
const canary =
  (value: string): Change =>
  context => ({
    ...context,
    canary: Object.fromEntries(context.seen.masters.map(each => [each.instance, value])),
  });
const vmAt =
  (change: object): Change =>
  context => ({
    ...context,
    vms: Object.fromEntries(Object.entries(context.vms).map(([name, vm]) => [name, { ...vm, ...change }])),
  });
const settings =
  (change: Partial<StepContext['settings']>): Change =>
  context => ({ ...context, settings: { ...context.settings, ...change } });

/** What may be true when it is a step's turn: each by itself speaks against something that some step looks at. */
const changes: Readonly<Record<string, Change>> = {
  sound: context => context,
  'as the pages show it': context => exampleContext(context.cure),
  healed,
  'healed, canary read': inTurn(
    healed,
    canary('written by run-00000000'),
    facts({ canary: { readBy: '2', of: '2' } }),
  ),
  'healed, canary gone': inTurn(healed, canary('')),
  'healed, service answers': inTurn(healed, facts({ canary: { readBy: '2', of: '2' } }), context => ({
    ...context,
    service: { answers: true, status: 200, title: 'ok' },
  })),
  'healed, apiserver ill': inTurn(
    healed,
    facts({ canary: { readBy: '2', of: '2' } }),
    at(leader, { apiserver: { healthy: false, said: 'no' } }),
  ),
  'healed, its fluentd fails': inTurn(
    healed,
    at(failed, { processState: 'failing', processes: processes('failing') }),
  ),
  whole: inTurn(
    healed,
    context =>
      listing(
        context,
        listed(context).map(each => ({ ...each, name: each.name || failed })),
      ),
    context => etcdAt(failed, { members: listed(context) })(context),
    facts({ canary: { readBy: '2', of: '2' } }),
    context => ({ ...context, service: { answers: true, status: 200, title: 'ok' } }),
  ),
  'no VM': at(failed, { cid: null, processes: [], etcd: null }),
  'no VM, follower off': inTurn(
    at(failed, { cid: null, processes: [], etcd: null }),
    at(follower, { etcd: null, processState: 'unresponsive agent' }),
    vmAt({ power: 'off' }),
  ),
  'VM back': at(failed, { processState: 'running', processes: processes('running') }),
  'VM back, fluentd fails': at(failed, { processState: 'failing', processes: processes('failing') }),
  'two masters': context => seen({ masters: context.seen.masters.slice(0, 2) })(context),
  'a task': seen({ tasks: [task] }),
  'a lock': context =>
    seen({ locks: [{ type: 'deployment', resource: context.deployment, taskId: '9' }] })(context),
  'tasks unread': seen({ tasks: null }),
  'one ignored': at(follower, { ignored: true }),
  'a healthy one’s process fails': at(follower, { processState: 'failing', processes: processes('failing') }),
  'a healthy one’s kube-apiserver fails': at(follower, {
    processState: 'failing',
    processes: [...processes('running'), { name: 'kube-apiserver', state: 'failing' }],
  }),
  'another cluster id': statusAt(follower, { clusterId: 'dd' }),
  'another term': statusAt(follower, { raftTerm: 8 }),
  'another hash': etcdAt(follower, { hash: { revision: 41_007, hash: 1, compactRevision: 0 } }),
  'hash unread': both(each => etcdAt(each, { hash: null })),
  'a learner': context =>
    listing(
      context,
      listed(context).map(each => ({ ...each, learner: each.id !== failedId })),
    ),
  'an alarm': etcdAt(leader, { alarms: ['memberID:1 alarm:NOSPACE'] }),
  lagging: statusAt(follower, { raftAppliedIndex: 1, raftIndex: 1 }),
  emptied: seen({ memory: { revision: 9_999_999, keyCount: 999_999 } }),
  'no snapshot': context => ({ ...context, facts: {} }),
  'an unverified snapshot': context =>
    established(context, 'snapshot', { sha256: 'ab', revision: '41007', bytes: '1' }),
  'an older snapshot': context =>
    established(context, 'snapshot', { ...context.facts.snapshot, revision: '7' }),
  'lists unread': both(each => etcdAt(each, { members: null })),
  'nobody unnamed': context =>
    listing(
      context,
      listed(context).map(each => ({ ...each, name: each.name || each.id })),
    ),
  'strangers listed': context =>
    listing(context, [...listed(context), { ...added, name: 'x', peerUrls: ['https://x.invalid:1'] }]),
  'another peer URL': facts({ 'peer-url': { url: 'https://x.invalid:1' } }),
  'disk full': at(failed, { files: { ...someFiles, freeBytes: 0 } }),
  'a link to nothing': at(failed, {
    files: { ...someFiles, ground: { link: 'dangling', owner: 'vcap', binary: true } },
  }),
  unmounted: at(failed, { files: { ...someFiles, mounted: false } }),
  'files unread': at(failed, { files: null }),
  'etcd 3.3': both(each => statusAt(each, { version: '3.3.17' })),
  'vCenter unread': context => ({ ...context, vms: {} }),
  'vCenter refuses': context => ({
    ...context,
    vms: Object.fromEntries(
      Object.keys(context.vms).map(name => [
        name,
        { unread: 'x', words: same('x'), trouble: 'login-failure' },
      ]),
    ),
  }),
  'VMs elsewhere': vmAt({ datacenter: 'ELSEWHERE' }),
  'VMs off': vmAt({ power: 'off' }),
  'VMs off, long ended': inTurn(vmAt({ power: 'off' }), context => ({ ...context, secondsSinceEnd: 9_999 })),
  'VMs off, healed': inTurn(vmAt({ power: 'off' }), healed),
  'VMs with a question': vmAt({ question: true }),
  'a CID twice': context => at(follower, { cid: master(context, failed).cid })(context),
  'resurrection on': seen({ resurrection: 'on' }),
  'resurrection unknown': seen({ resurrection: 'unknown' }),
  'resurrection switched off by this run': facts({ 'resurrection-off': { state: 'off', found: 'on' } }),
  'resurrection switched off, nobody knows how it was': facts({
    'resurrection-off': { state: 'off', found: 'unknown' },
  }),
  'cck: one problem': context => ({ ...context, problems: [missingVm] }),
  'cck: two problems': context => ({ ...context, problems: [missingVm, { ...missingVm, instance: leader }] }),
  'one more answers than is well': etcdAt(follower, { healthy: false }),
  'nobody leads': both(each => statusAt(each, { leaderId: null })),
  'the pair is down': both(each => at(each, { etcd: noEtcd })),
  rogue: inTurn(healed, statusAt(failed, { clusterId: 'dd', leaderId: failedId, raftTerm: 2 })),
  'rogue stopped': inTurn(isStopped, facts({ 'stop-rogue': { verdict: 'rogue' } })),
  stopped: isStopped,
  removed: isRemoved,
  'set aside': inTurn(isEmpty, facts({ 'set-aside': { path: asidePath('run-00000000') } })),
  added: isAdded,
  'added, member/ absent': inTurn(isAdded, at(failed, { files: noFiles })),
  started: isStarted,
  'monit gave up': at(failed, { monit: [{ name: 'etcd', state: 'not monitored' }] }),
  'no bootstrap instance, member/ absent': at(failed, { bootstrap: false, files: noFiles }),
  'just ended': context => ({ ...context, secondsSinceEnd: 1 }),
  'long ended': context => ({ ...context, secondsSinceEnd: 9_999 }),
  'no SERVICE_URL': settings({ serviceUrl: null }),
  ETCD_BIN: settings({ snapshots: { folder: 'f', keepDays: 1, etcdBin: '/opt/etcd', host: 'h' } }),
};

const allStarted: Readonly<Record<string, Change>> = {
  'all started': context => changes.whole?.(exampleContext(context.cure)) ?? context,
};

export const worldsOf = (cure: RunbookName): Readonly<Record<string, StepContext>> =>
  Object.fromEntries(
    Object.entries({
      ...changes,
      ...(cure === 'start-quorum' ? { ...startWorlds, ...allStarted } : {}),
      ...(cure === 'free-space' ? { ...spaceWorlds, ...allStarted } : {}),
    }).map(([name, change]) => [name, change(sound(cure))]),
  );
