import type { HexId } from '../model/instance.ts';
import { scriptText } from './scripts.ts';

/**
 * Command lines that run on a master's VM, as argv. `bosh.ssh` carries them there, quoted by quoteArgv.
 * The box's VMs run these and nothing else (drill/foundation), so a new one is added in both places.
 */
export type VmCommand = readonly [string, ...string[]];

const monitPath = '/var/vcap/bosh/bin/monit';
/** The job's own etcdctl, which knows endpoints and certificates. */
const wrapper = '/var/vcap/jobs/etcd/bin/etcdctl';

/** `src/commands/scripts/NAME.sh`, which says what it does. */
const onVm = (name: string) => {
  const text = scriptText(name);
  return (...args: readonly string[]): VmCommand => ['sudo', 'sh', '-c', text, `pks-${name}`, ...args];
};

/** The same with a script's lines left out: `<pks-snapshot: 28 lines>`. */
export const shownVm = (command: VmCommand): VmCommand => {
  const [program, ...args] = command;
  if (args[0] !== 'sh' || args[2] === undefined) return command;
  const lines = args[2].split('\n').length;
  return [program, 'sh', '-c', `<${args[3]}: ${lines} lines>`, ...args.slice(3)];
};

/** LOCAL=true makes the wrapper ask this VM's own member only (docs/evidence.md#the-etcd-job). */
const etcdctlFor = (seconds: number, ...args: string[]): VmCommand => [
  'sudo',
  'ETCDCTL_API=3',
  'LOCAL=true',
  wrapper,
  `--command-timeout=${seconds}s`,
  ...args,
];
const etcdctl = (...args: string[]): VmCommand => etcdctlFor(5, ...args);

export const monit = (verb: 'start' | 'stop' | 'restart'): VmCommand => ['sudo', monitPath, verb, 'etcd'];

const probeWith = onVm('probe');
/** What a master can tell of itself; where a sample is asked for, its etcd so many seconds later once more, with hashes. */
export const probe = (sample?: {
  readonly seconds: number;
  /** At which its hash is asked for too; null: none is remembered. */
  readonly remembered: number | null;
}): VmCommand => (sample ? probeWith(String(sample.seconds), String(sample.remembered ?? '-')) : probeWith());

const againWith = onVm('again');
/** Its etcd alone, so many seconds later, and its hash at these revisions. */
export const etcdAgain = (seconds: number, revisions: readonly number[]): VmCommand =>
  againWith(String(seconds), revisions.join(' '));

/** Must run on the leader's VM: a follower answers "no leader endpoint given", exit 128. */
export const moveLeader = (to: HexId): VmCommand => etcdctl('move-leader', to);
export const memberRemove = (id: HexId): VmCommand => etcdctl('member', 'remove', id);
export const memberAdd = (name: string, peerUrl: string): VmCommand =>
  etcdctl('member', 'add', name, `--peer-urls=${peerUrl}`);

/** Not `--physical`: it would block. */
export const compact = (revision: number): VmCommand => etcdctl('compact', String(revision));
export const defrag = (seconds: number): VmCommand => etcdctlFor(seconds, 'defrag');
export const disarm = (): VmCommand => etcdctl('alarm', 'disarm');

const canaryKey = (run: string) => `/pks-rescue/canary/${run}`;
/** Outside /registry, so that Kubernetes never sees it. */
export const canaryPut = (run: string, value: string): VmCommand => etcdctl('put', canaryKey(run), value);
export const canaryGet: (run: string) => VmCommand = onVm('canary');
export const canaryDelete = (run: string): VmCommand => etcdctl('del', canaryKey(run));

export const saveSnapshot: (path: string) => VmCommand = onVm('snapshot');
export const snapshotOffer: (path: string) => VmCommand = onVm('offer');
export const snapshotClear: (path: string) => VmCommand = onVm('clear');

export const setAside: (suffix: string) => VmCommand = onVm('set-aside');

const peerUrlScript = scriptText('peer-url');
export const peerUrl = (): VmCommand => ['sudo', 'bash', '-c', peerUrlScript];
