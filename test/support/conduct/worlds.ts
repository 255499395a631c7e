import type { MasterSeen } from '../../../src/cluster/seen.ts';
import type { RunbookName } from '../../../src/cluster/verdict-types.ts';
import { exampleScene } from '../../../src/runbooks/example.ts';
import type { Scene } from '../../../src/runbooks/runbook.ts';
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
} from '../../runbooks/a-scene.ts';

type Change = (scene: Scene) => Scene;
const master = (scene: Scene, instance: string): MasterSeen => {
  const found = scene.seen.masters.find(each => each.instance === instance);
  if (!found) throw new Error(`no ${instance}`);
  return found;
};
const seen =
  (change: Partial<Scene['seen']>): Change =>
  scene => ({ ...scene, seen: { ...scene.seen, ...change } });
const at =
  (instance: string, change: Partial<MasterSeen>): Change =>
  scene =>
    withMaster(scene, instance, change);
const etcdAt =
  (instance: string, change: Partial<NonNullable<MasterSeen['etcd']>>): Change =>
  scene => {
    const { etcd } = master(scene, instance);
    return etcd ? withMaster(scene, instance, { etcd: { ...etcd, ...change } }) : scene;
  };
const statusAt =
  (instance: string, change: object): Change =>
  scene => {
    const status = master(scene, instance).etcd?.status;
    const now = status ? { ...status, ...change } : null;
    return etcdAt(instance, { status: now, later: now })(scene);
  };
const inTurn =
  (...changes: readonly Change[]): Change =>
  scene =>
    changes.reduce((all, change) => change(all), scene);
const both = (change: (instance: string) => Change): Change => inTurn(change(leader), change(follower));

const processes = (state: string) => [
  { name: 'etcd', state: 'running' },
  { name: 'fluentd', state },
];
const healed: Change = scene =>
  inTurn(
    at(failed, {
      processState: 'running',
      processes: [{ name: 'etcd', state: 'running' }],
      monit: [{ name: 'etcd', state: 'running' }],
      files: someFiles,
      etcd: master(scene, leader).etcd,
    }),
    statusAt(failed, { memberId: failedId }),
  )(scene);

/** The fault that each runbook is for, with a snapshot taken. */
const faults: Readonly<Record<RunbookName, Change>> = {
  'restart-process': at(failed, { lastStartBlock: 'etcdmain: etcd Version: 3.4.23' }),
  'move-leader': at(failed, { lastStartBlock: 'panic: tocommit(312) is out of range [lastIndex(0)]' }),
  'replace-member': at(failed, { lastStartBlock: 'panic: walpb: crc mismatch' }),
  'remove-half-added': at(failed, { files: noFiles, lastStartBlock: 'Error: etcdserver: unhealthy cluster' }),
  'disk-loss-original': at(failed, { lastStartBlock: 'panic: tocommit(312) is out of range [lastIndex(0)]' }),
  recreate: inTurn(healed, at(failed, { processState: 'failing', processes: processes('failing') })),
  'snapshot-survivors': scene => scene,
};
const sound = (cure: RunbookName): Scene => {
  const scene = exampleScene(cure);
  const saved = { ...scene.facts.snapshot, revision: '41007', bytes: '20480', compactRevision: '0' };
  const start = established(withMaster(scene, failed, { ...looping, files: someFiles }), 'snapshot', saved);
  return faults[cure](start);
};

const isStopped = at(failed, stopped);
const isRemoved = inTurn(isStopped, withoutFailed, scene =>
  established(scene, 'stop-etcd', { state: 'stopped' }),
);
const isEmpty = inTurn(isRemoved, at(failed, { files: emptyFiles }));
const isAdded = inTurn(
  isEmpty,
  scene => listing(scene, [...listed(scene), added]),
  scene => established(scene, 'member-add', { id: newId }),
);
const isStarted = inTurn(healed, statusAt(failed, { memberId: newId }), scene =>
  listing(scene, [...listed(withoutFailed(scene)), { ...added, name: failed.split('/')[1] ?? '' }]),
);
const task = { id: '9', state: 'processing', description: 'x', deployment: 'd', user: 'u' };
const missingVm = { id: '1', type: 'missing_vm', description: 'VM missing', instance: failed };
const facts =
  (more: Scene['facts']): Change =>
  scene => ({ ...scene, facts: { ...scene.facts, ...more } });
const canary =
  (value: string): Change =>
  scene => ({
    ...scene,
    canary: Object.fromEntries(scene.seen.masters.map(each => [each.instance, value])),
  });
const vmAt =
  (change: object): Change =>
  scene => ({
    ...scene,
    vms: Object.fromEntries(Object.entries(scene.vms).map(([name, vm]) => [name, { ...vm, ...change }])),
  });
const settings =
  (change: Partial<Scene['settings']>): Change =>
  scene => ({ ...scene, settings: { ...scene.settings, ...change } });

/** What may be true when it is a step's turn: each by itself speaks against something that some step looks at. */
const changes: Readonly<Record<string, Change>> = {
  sound: scene => scene,
  'as the pages show it': scene => exampleScene(scene.cure),
  healed,
  'healed, canary read': inTurn(
    healed,
    canary('written by run-00000000'),
    facts({ canary: { readBy: '2', of: '2' } }),
  ),
  'healed, canary gone': inTurn(healed, canary('')),
  'healed, service answers': inTurn(healed, facts({ canary: { readBy: '2', of: '2' } }), scene => ({
    ...scene,
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
    scene =>
      listing(
        scene,
        listed(scene).map(each => ({ ...each, name: each.name || failed })),
      ),
    scene => etcdAt(failed, { members: listed(scene) })(scene),
    facts({ canary: { readBy: '2', of: '2' } }),
    scene => ({ ...scene, service: { answers: true, status: 200, title: 'ok' } }),
  ),
  'no VM': at(failed, { cid: null, processes: [], etcd: null }),
  'no VM, follower off': inTurn(
    at(failed, { cid: null, processes: [], etcd: null }),
    at(follower, { etcd: null, processState: 'unresponsive agent' }),
    vmAt({ power: 'off' }),
  ),
  'VM back': at(failed, { processState: 'running', processes: processes('running') }),
  'VM back, fluentd fails': at(failed, { processState: 'failing', processes: processes('failing') }),
  'two masters': scene => seen({ masters: scene.seen.masters.slice(0, 2) })(scene),
  'a task': seen({ tasks: [task] }),
  'a lock': scene =>
    seen({ locks: [{ type: 'deployment', resource: scene.deployment, taskId: '9' }] })(scene),
  'tasks unread': seen({ tasks: null }),
  'one ignored': at(follower, { ignored: true }),
  'a healthy one’s process fails': at(follower, { processState: 'failing', processes: processes('failing') }),
  'another cluster id': statusAt(follower, { clusterId: 'dd' }),
  'another term': statusAt(follower, { raftTerm: 8 }),
  'another hash': etcdAt(follower, { hash: { revision: 41_007, hash: 1, compactRevision: 0 } }),
  'hash unread': both(each => etcdAt(each, { hash: null })),
  'a learner': scene =>
    listing(
      scene,
      listed(scene).map(each => ({ ...each, learner: each.id !== failedId })),
    ),
  'an alarm': etcdAt(leader, { alarms: ['memberID:1 alarm:NOSPACE'] }),
  lagging: statusAt(follower, { raftAppliedIndex: 1, raftIndex: 1 }),
  emptied: seen({ memory: { revision: 9_999_999, keyCount: 999_999 } }),
  'no snapshot': scene => ({ ...scene, facts: {} }),
  'an unverified snapshot': scene =>
    established(scene, 'snapshot', { sha256: 'ab', revision: '41007', bytes: '1' }),
  'an older snapshot': scene => established(scene, 'snapshot', { ...scene.facts.snapshot, revision: '7' }),
  'lists unread': both(each => etcdAt(each, { members: null })),
  'nobody unnamed': scene =>
    listing(
      scene,
      listed(scene).map(each => ({ ...each, name: each.name || each.id })),
    ),
  'strangers listed': scene =>
    listing(scene, [...listed(scene), { ...added, name: 'x', peerUrls: ['https://x.invalid:1'] }]),
  'another peer URL': facts({ 'peer-url': { url: 'https://x.invalid:1' } }),
  'disk full': at(failed, { files: { ...someFiles, freeBytes: 0 } }),
  'a link to nothing': at(failed, {
    files: { ...someFiles, ground: { link: 'dangling', owner: 'vcap', binary: true } },
  }),
  unmounted: at(failed, { files: { ...someFiles, mounted: false } }),
  'files unread': at(failed, { files: null }),
  'etcd 3.3': both(each => statusAt(each, { version: '3.3.17' })),
  'vCenter unread': scene => ({ ...scene, vms: {} }),
  'vCenter refuses': scene => ({
    ...scene,
    vms: Object.fromEntries(
      Object.keys(scene.vms).map(name => [name, { unread: 'x', words: same('x'), trouble: 'login-failure' }]),
    ),
  }),
  'VMs elsewhere': vmAt({ datacenter: 'ELSEWHERE' }),
  'VMs off': vmAt({ power: 'off' }),
  'VMs off, long ended': inTurn(vmAt({ power: 'off' }), scene => ({ ...scene, secondsSinceEnd: 9_999 })),
  'VMs off, healed': inTurn(vmAt({ power: 'off' }), healed),
  'VMs with a question': vmAt({ question: true }),
  'a CID twice': scene => at(follower, { cid: master(scene, failed).cid })(scene),
  'resurrection on': seen({ resurrection: 'on' }),
  'resurrection unknown': seen({ resurrection: 'unknown' }),
  'resurrection switched off by this run': facts({ 'resurrection-off': { state: 'off', found: 'on' } }),
  'resurrection switched off, nobody knows how it was': facts({
    'resurrection-off': { state: 'off', found: 'unknown' },
  }),
  'cck: one problem': scene => ({ ...scene, problems: [missingVm] }),
  'cck: two problems': scene => ({ ...scene, problems: [missingVm, { ...missingVm, instance: leader }] }),
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
  'just ended': scene => ({ ...scene, secondsSinceEnd: 1 }),
  'long ended': scene => ({ ...scene, secondsSinceEnd: 9_999 }),
  'no SERVICE_URL': settings({ serviceUrl: null }),
  ETCD_BIN: settings({ snapshots: { folder: 'f', keepDays: 1, etcdBin: '/opt/etcd', host: 'h' } }),
};

export const worldsOf = (cure: RunbookName): Readonly<Record<string, Scene>> =>
  Object.fromEntries(Object.entries(changes).map(([name, change]) => [name, change(sound(cure))]));
