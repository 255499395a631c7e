import type { Instance } from './inventory.ts';
import { type Job, TaskError } from './job.ts';
import type { DirectorState, Problem } from './state.ts';
import { dropVm, replaceVm, waitRunning } from './update.ts';

const plans = {
  missing_vm: {
    ignore: 'Skip for now',
    recreate_vm_without_wait: 'Recreate VM without waiting for processes to start',
    recreate_vm: 'Recreate VM and wait for processes to start',
    delete_vm_reference: 'Delete VM reference',
  },
  unresponsive_agent: {
    ignore: 'Skip for now',
    reboot_vm: 'Reboot VM',
    recreate_vm_without_wait: 'Recreate VM without waiting for processes to start',
    recreate_vm: 'Recreate VM and wait for processes to start',
    delete_vm: 'Delete VM',
    delete_vm_reference:
      'Delete VM reference (forceful; may need to manually delete VM from the Cloud to avoid IP conflicts)',
  },
} as const;

/** In the order of a real Director's menu. */
export const resolutionsOf = ({ type }: Problem): readonly { name: string; plan: string }[] =>
  Object.entries(plans[type]).map(([name, plan]) => ({ name, plan }));

export const isResolution = (problem: Problem, name: string): boolean =>
  resolutionsOf(problem).some(other => other.name === name);
export const planOf = (problem: Problem, name: string): string | undefined =>
  resolutionsOf(problem).find(other => other.name === name)?.plan;

/** What `cck --auto` (a null) means: a missing VM is made anew, a silent one is left alone. */
export const autoResolution = ({ type }: Problem): string =>
  type === 'missing_vm' ? 'recreate_vm_without_wait' : 'ignore';

const reboot = async (instance: Instance) => {
  if (!instance.machine.vm)
    throw new TaskError(100, `VM for '${instance.name}' is not in the cloud any more`);
  await instance.machine.powerOff();
  await instance.machine.powerOn();
};

/** Carries one resolution out; an unknown name fails the task. */
export const resolve = async (state: DirectorState, job: Job, problem: Problem, name: string) => {
  const { instance } = problem;
  const effect = { what: 'cck', detail: name } as const;
  const done = () => state.effects.record({ ...effect, on: instance.name });
  switch (name) {
    case 'ignore':
      return;
    case 'delete_vm_reference':
      // The VM itself, if there is one, is left behind in vCenter.
      instance.cid = null;
      return done();
    case 'delete_vm':
      await dropVm(state, job, instance);
      return done();
    case 'reboot_vm':
      await reboot(instance);
      return done();
    case 'recreate_vm_without_wait':
      return replaceVm(state, job, instance, effect);
    case 'recreate_vm':
      await replaceVm(state, job, instance, effect);
      return waitRunning(state, job, instance);
    default:
      throw new TaskError(
        110_002,
        `Invalid resolution '${name}' for problem ${problem.id} (${problem.type})`,
      );
  }
};
