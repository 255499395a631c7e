import type { MonitState } from '../machine.ts';
import { agentAnswers, type Instance, jobState } from './inventory.ts';
import type { Job } from './job.ts';
import type { DirectorState } from './state.ts';

export const stemcell = { name: 'bosh-vsphere-esxi-ubuntu-xenial-go_agent', version: '621.76' } as const;

const processStates: Readonly<Record<MonitState, string>> = {
  running: 'running',
  initializing: 'starting',
  'not monitored': 'unknown',
  'not monitored - restart pending': 'unknown',
  'Execution failed': 'failing',
};

const isoSeconds = (at: number) => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
const uptimeSeconds = ({ machine }: Instance) =>
  Math.max(0, Math.floor((Date.now() - (machine.vm?.createdAt ?? Date.now())) / 1000));

/** Numbers of a quiet master; nothing reads them but people. */
const vitals = (instance: Instance) => ({
  cpu: { sys: '4.6', user: '10.7', wait: '0.3' },
  disk: {
    system: { inode_percent: '34', percent: '52' },
    ephemeral: { inode_percent: '3', percent: '17' },
    ...(instance.machine.diskCid ? { persistent: { inode_percent: '0', percent: '1' } } : {}),
  },
  load: ['0.40', '0.35', '0.30'],
  mem: { kb: '1843200', percent: '45' },
  swap: { kb: '0', percent: '0' },
  uptime: { secs: uptimeSeconds(instance) },
});

const processRows = (instance: Instance) =>
  instance.machine.processes().map(({ name, state }) => ({
    name,
    state: processStates[state],
    uptime: { secs: state === 'running' ? uptimeSeconds(instance) : 0 },
    mem: { kb: 20_480 + name.length * 4096, percent: 0.5 + name.length / 10 },
    cpu: { total: 1.2 },
  }));

const vmFields = (instance: Instance) => ({
  vm_cid: instance.cid,
  active: instance.cid === null ? null : true,
  vm_created_at:
    instance.cid !== null && instance.machine.vm ? isoSeconds(instance.machine.vm.createdAt) : null,
  ips: instance.cid === null ? [] : [instance.machine.ip],
  agent_id: instance.cid === null ? null : (instance.machine.vm?.agentId ?? null),
});

/** What only the agent can tell. */
const agentFields = (instance: Instance) => {
  if (instance.cid === null) return { job_state: null, vitals: null, processes: [] };
  if (!agentAnswers(instance)) return { job_state: 'unresponsive agent', vitals: null, processes: [] };
  return { job_state: jobState(instance), vitals: vitals(instance), processes: processRows(instance) };
};

/** One line of `instances?format=full`. An agent that does not answer costs the timeout; the readings run side by side. */
export const readInstance = async (state: DirectorState, job: Job, instance: Instance): Promise<object> => {
  if (instance.cid !== null && !agentAnswers(instance)) await job.wait(state.timings.agentTimeout);
  const { machine } = instance;
  return {
    ...vmFields(instance),
    cloud_properties: {},
    disk_cid: machine.diskCid,
    disk_cids: machine.diskCid ? [machine.diskCid] : [],
    job_name: machine.group,
    index: machine.index,
    ...agentFields(instance),
    state: instance.desired,
    resource_pool: machine.group === 'worker' ? 'medium.disk' : 'medium',
    vm_type: machine.group === 'worker' ? 'medium.disk' : 'medium',
    resurrection_paused: false,
    az: machine.az,
    id: machine.uuid,
    bootstrap: machine.bootstrap,
    ignore: instance.ignored,
    stemcell,
  };
};

/** GET instances without a task: what the database knows, no agent is asked. */
export const databaseRow = (instance: Instance): object => {
  const { vm_cid, vm_created_at, ips, agent_id } = vmFields(instance);
  const { group, index, uuid, az } = instance.machine;
  return {
    agent_id,
    cid: vm_cid,
    job: group,
    index,
    id: uuid,
    az,
    ips,
    vm_created_at,
    expects_vm: !instance.errand,
  };
};
