import { agentAnswers, expectsVm, type Instance, withIndex } from './inventory.ts';
import type { Job } from './job.ts';
import type { DirectorState, Problem } from './state.ts';

/** The seed's first problem. */
const firstProblemId = 94;

/** cck's missing VM and silent agent, in its own words. A VM deleted through BOSH has no cloud ID left to name. */
const problemOf = (id: number, instance: Instance): Problem =>
  instance.cid === null
    ? {
        id,
        type: 'missing_vm',
        instance,
        description: `VM for '${withIndex(instance)}' missing.`,
        open: true,
      }
    : {
        id,
        type: 'unresponsive_agent',
        instance,
        description: `VM for '${withIndex(instance)}' with cloud ID '${instance.cid}' is not responding.`,
        open: true,
      };

/** Looks at every VM that ought to be there, but for ignored instances. Ids are new at every scan, and the problems of the
 *  scan before are closed. */
export const scan = async (state: DirectorState, job: Job): Promise<string> => {
  for (const problem of state.problems) problem.open = false;
  const looked = state.instances.filter(instance => expectsVm(instance) && !instance.ignored);
  const missing = looked.filter(({ cid }) => cid === null);
  const silent = looked.filter(instance => instance.cid !== null && !agentAnswers(instance));
  const well = looked.length - missing.length - silent.length;

  const vms = job.stage(`Scanning ${looked.length} VMs`, 2);
  await vms('Checking VM states', async () => {
    await job.wait(state.timings.scan + (silent.length > 0 ? state.timings.agentTimeout : 0));
    for (const instance of looked.filter(other => !agentAnswers(other)))
      state.problems.push(problemOf(firstProblemId + state.problems.length, instance));
  });
  await vms(`${well} OK, ${silent.length} unresponsive, ${missing.length} missing, 0 unbound`);

  const disks = looked.filter(({ machine }) => machine.diskCid !== null).length;
  const stores = job.stage(`Scanning ${disks} persistent disks`, 2);
  await stores('Looking for inactive disks', () => job.wait(state.timings.scan));
  await stores(`${disks} OK, 0 missing, 0 inactive, 0 mount-info mismatch`);
  return 'scan complete';
};
