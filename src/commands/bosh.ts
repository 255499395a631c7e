import type { Command } from '../model/command.ts';
import type { Instance } from '../model/instance.ts';
import { quoteArgv } from './quote.ts';
import { shownVm, type VmCommand } from './vm.ts';

const reads = (deadlineSeconds: number, ...words: string[]): Command => ({
  tool: 'bosh',
  argv: ['bosh', ...words],
  effect: 'reads',
  deadlineSeconds,
});
/** --tty over a pipe prints `Task N` within 60 ms and streams events; plain and --json print nothing until the end. */
const changes = (deadlineSeconds: number, ...words: string[]): Command => ({
  tool: 'bosh',
  argv: ['bosh', '-n', '--tty', '--no-color', ...words],
  effect: 'changes',
  byTask: true,
  deadlineSeconds,
});

const instancePattern = /^[a-z0-9][a-z0-9-]*\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
export const oneInstance = (instance: Instance): Instance => {
  if (!instancePattern.test(instance))
    throw new TypeError(
      `${instance} is not one instance (group/uuid): a group or a whole deployment is never named`,
    );
  return instance;
};
/** Human-readable and uuid VM CIDs of the vSphere CPI; anything else could be a glob or a path (docs/evidence.md#names-of-vms). */
const cidPattern =
  /^(vm-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[a-z0-9][a-z0-9-]*_[a-z0-9-]+_[0-9a-f]{12})$/;
export const oneCid = (cid: string): string => {
  if (!cidPattern.test(cid) || cid.length > 79)
    throw new TypeError(`${cid} is not a VM CID as the vSphere CPI writes it`);
  return cid;
};

export const boshVersion = (): Command => reads(10, '--version');
export const environment = (): Command => reads(20, 'env', '--json');
export const deployments = (): Command => reads(30, 'deployments', '--json');
export const taskCancel = (id: string): Command => ({
  ...reads(30, '-n', 'cancel-task', id),
  effect: 'changes',
});
export const taskShow = (id: string): Command => reads(30, 'curl', `/tasks/${id}`);
/** Replays a task's events from the start and follows it to its end. Exported for its tests. */
export const taskFollow = (id: string): Command => reads(3600, '--tty', '--no-color', 'task', id);
/** Tasks of every type that have not ended, delete_vm included, whose deployment is null. */
export const tasksRunning = (): Command => reads(30, 'tasks', '--all', '--json');
export const tasksRecent = (count: number): Command =>
  reads(30, 'tasks', `--recent=${count}`, '--all', '--json');
export const locks = (): Command => reads(30, 'locks', '--json');
export const resurrectionState = (): Command => reads(30, 'curl', '/resurrection');
export const resurrection = (to: 'on' | 'off'): Command => ({
  ...changes(60, 'update-resurrection', to),
  byTask: false,
  asAdmin: true,
});
/** `bosh ssh` has none of its own: a VM that takes the call and says nothing would hang it. */
const connectTimeout = '--opts=-oConnectTimeout=5';

const login = (
  deployment: readonly string[],
  slug: string,
  command: VmCommand,
  effect: Command['effect'],
  deadlineSeconds: number,
): Command => {
  const words = (line: string): readonly [string, ...string[]] => [
    'bosh',
    ...deployment,
    'ssh',
    slug,
    connectTimeout,
    '--results',
    '--json',
    '-c',
    line,
  ];
  return {
    tool: 'bosh',
    argv: words(quoteArgv(command)),
    shown: words(quoteArgv(shownVm(command))),
    effect,
    deadlineSeconds,
  };
};

/** Command lines of one deployment. */
export const bosh = (deployment: string) => {
  const d = ['-d', deployment];
  return {
    /** Makes no task, and tells nothing of processes. */
    instancesLight: () => reads(30, 'curl', `/deployments/${deployment}/instances`),
    instances: () => reads(60, ...d, 'instances', '--details', '--ps', '--json'),
    cckReport: () => reads(300, ...d, 'cck', '--report', '--json'),
    /** Every master in one login, for a reading and nothing else. One silent agent spoils it for all of them. */
    sshMasters: (command: VmCommand, deadlineSeconds: number): Command =>
      login(d, 'master', command, 'reads', deadlineSeconds),
    ssh: (
      instance: Instance,
      command: VmCommand,
      effect: Command['effect'] = 'reads',
      deadlineSeconds = 60,
    ): Command => login(d, oneInstance(instance), command, effect, deadlineSeconds),
    /** -d is not sent: it deletes whatever CID it is given, in any deployment. The caller matched it to the failed instance. */
    deleteVm: (cid: string): Command => ({ ...changes(1800, ...d, 'delete-vm', oneCid(cid)), asAdmin: true }),
    cckDeleteReference: () => changes(1800, ...d, 'cck', '--resolution', 'delete_vm_reference'),
    /** Converge: updates the broken instance first and waits for it. */
    recreate: (instance: Instance) => changes(3600, ...d, 'recreate', oneInstance(instance)),
    /** Touches this instance only (CLI 6.0.0, Director 270.4.0 or later). */
    recreateNoConverge: (instance: Instance) =>
      changes(3600, ...d, 'recreate', oneInstance(instance), '--no-converge'),
  };
};
