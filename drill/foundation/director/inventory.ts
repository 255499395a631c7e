import type { Machine } from '../machine.ts';

export type SshUser = { readonly user: string; readonly publicKey: string };

/** An instance as the Director's database has it. */
export type Instance = {
  readonly machine: Machine;
  /** `master/<uuid>` */
  readonly name: string;
  /** The database's own number, seen in cck's events. */
  readonly rowId: number;
  /** An errand (apply-addons) has no VM and needs none. */
  readonly errand: boolean;
  desired: 'started' | 'stopped' | 'detached';
  ignored: boolean;
  /** The VM that the database knows; cck's "Delete VM reference" forgets it while the VM lives on in vCenter. */
  cid: string | null;
  /** BOSH stopped the jobs and has not started them since. */
  jobsStopped: boolean;
  sshUsers: readonly SshUser[];
};

/** As BOSH writes it in events and descriptions: `master/<uuid> (0)`. */
export const withIndex = ({ name, machine }: Instance): string => `${name} (${machine.index})`;
export const expectsVm = ({ errand, desired }: Instance): boolean => !errand && desired !== 'detached';

/** The VM that the database knows is there and powered on. */
export const agentAnswers = ({ cid, machine }: Instance): boolean =>
  cid !== null && machine.vm?.cid === cid && machine.vm.power === 'on';

/** The agent's summary of monit (docs/evidence.md#what-bosh-prints): everything running, or what is not. */
export const jobState = (instance: Instance): 'running' | 'failing' | 'starting' | 'stopped' => {
  if (instance.jobsStopped) return 'stopped';
  const states = instance.machine.processes().map(({ state }) => state);
  if (states.includes('initializing')) return 'starting';
  return states.every(state => state === 'running') ? 'running' : 'failing';
};

/** Wanted started, and not running: what a converge updates first and the resurrector may recreate. */
export const isBroken = (instance: Instance): boolean =>
  expectsVm(instance) &&
  instance.desired === 'started' &&
  !(agentAnswers(instance) && jobState(instance) === 'running');

export const vmIsLost = (instance: Instance): boolean =>
  expectsVm(instance) && instance.desired === 'started' && !agentAnswers(instance);

export const takeInventory = (machines: readonly Machine[]): readonly Instance[] =>
  machines.map((machine, at) => ({
    machine,
    name: `${machine.group}/${machine.uuid}`,
    rowId: at + 5,
    errand: machine.group === 'apply-addons',
    desired: 'started',
    ignored: false,
    cid: machine.vm?.cid ?? null,
    jobsStopped: false,
    sshUsers: [],
  }));
