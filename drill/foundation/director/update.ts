import type { Effect } from '../machine.ts';
import { agentAnswers, type Instance, jobState, withIndex } from './inventory.ts';
import { type Job, TaskError } from './job.ts';
import type { DirectorState } from './state.ts';

const cpiCall = (state: DirectorState, method: string) => {
  const message = state.faults.takeCpiError();
  if (message !== null)
    throw new TaskError(
      100,
      `Unknown CPI error 'Unknown' with message '${message}' in '${method}' CPI method (CPI request ID: 'cpi-640013')`,
    );
};

/** Fails like a real Director's NATS call to an agent that is silent. */
export const needAgent = async (state: DirectorState, job: Job, instance: Instance, method: string) => {
  if (agentAnswers(instance)) return;
  await job.wait(state.timings.agentTimeout);
  const agent = instance.machine.vm?.agentId ?? '';
  throw new TaskError(
    450_002,
    `Timed out sending '${method}' to instance: '${instance.name}', agent-id: '${agent}' after 45 seconds`,
  );
};

export const stopJobs = async (state: DirectorState, job: Job, instance: Instance) => {
  await needAgent(state, job, instance, 'stop');
  await instance.machine.stopJobs();
  instance.jobsStopped = true;
};

export const startJobs = async (state: DirectorState, job: Job, instance: Instance) => {
  await needAgent(state, job, instance, 'start');
  await instance.machine.startJobs();
  instance.jobsStopped = false;
};

/** false: another task has taken that VM away meanwhile. */
export const dropVm = async (state: DirectorState, job: Job, instance: Instance): Promise<boolean> => {
  const { vm } = instance.machine;
  cpiCall(state, 'delete_vm');
  await job.wait(state.timings.deleteVm);
  if (vm && state.goneCids.has(vm.cid)) return false;
  if (vm) {
    state.goneCids.add(vm.cid);
    await instance.machine.deleteVm();
  }
  instance.cid = null;
  instance.sshUsers = [];
  return vm !== null;
};

/** A new VM, its jobs starting. */
export const makeVm = async (state: DirectorState, job: Job, instance: Instance) => {
  job.checkpoint();
  cpiCall(state, 'create_vm');
  await job.wait(state.timings.createVm);
  // A VM that the database forgot still stands in the way; the box has one VM an instance.
  if (instance.machine.vm) await instance.machine.deleteVm();
  await instance.machine.createVm();
  instance.cid = instance.machine.vm?.cid ?? null;
  instance.jobsStopped = false;
  instance.desired = 'started';
};

export type Record = { readonly what: Effect['what']; readonly detail: string };

/** Old VM away (its jobs stopped first where the agent answers), new VM in its place. */
export const replaceVm = async (
  state: DirectorState,
  job: Job,
  instance: Instance,
  { what, detail }: Record,
) => {
  if (agentAnswers(instance)) await stopJobs(state, job, instance);
  if (instance.cid !== null) await dropVm(state, job, instance);
  await makeVm(state, job, instance);
  state.effects.record({ what, on: instance.name, detail });
};

/** Work that was cancelled or failed half-way has still done something: that is written down too. */
export const recordHalfDone = async (
  state: DirectorState,
  job: Job,
  instance: Instance,
  work: () => Promise<void>,
) => {
  const { cid, jobsStopped } = instance;
  try {
    await work();
  } catch (failure) {
    const detail = `task ${job.task.id} ended half-way`;
    if (cid !== null && instance.cid === null)
      state.effects.record({ what: 'delete-vm', on: instance.name, detail: `${cid}, ${detail}` });
    else if (!jobsStopped && instance.jobsStopped)
      state.effects.record({ what: 'stop', on: instance.name, detail });
    throw failure;
  }
};

const failedJobs = (instance: Instance) =>
  instance.machine
    .processes()
    .filter(({ state }) => state !== 'running')
    .map(({ name }) => name);

/** A master's post-start waits for etcd; so the task fails although the VM is back. */
export const waitRunning = async (state: DirectorState, job: Job, instance: Instance) => {
  const deadline = Date.now() + state.timings.postStart * 1000;
  while (!(jobState(instance) === 'running' && (await instance.machine.healthy()))) {
    job.checkpoint();
    await needAgent(state, job, instance, 'get_state');
    if (Date.now() >= deadline) throw notRunning(instance);
    await job.wait(Math.min(0.1, state.timings.postStart / 10));
  }
};

const notRunning = (instance: Instance): TaskError => {
  const failed = failedJobs(instance);
  if (failed.length > 0)
    return new TaskError(
      400_007,
      `'${withIndex(instance)}' is not running after update. Review logs for failed jobs: ${failed.join(', ')}`,
    );
  return new TaskError(
    450_001,
    `Action Failed get_task: Task ${instance.rowId} result: 1 of 12 post-start scripts failed. Failed Jobs: etcd.`,
  );
};
