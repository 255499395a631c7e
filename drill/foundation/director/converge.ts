import { agentAnswers, expectsVm, type Instance, isBroken, withIndex } from './inventory.ts';
import type { Job } from './job.ts';
import type { DirectorState } from './state.ts';
import { dropVm, needAgent, recordHalfDone, replaceVm, startJobs, stopJobs, waitRunning } from './update.ts';

const wantedStates = ['started', 'restart', 'recreate', 'stopped', 'detached'] as const;
export type Wanted = (typeof wantedStates)[number];
export const isWanted = (word: string): word is Wanted => wantedStates.some(state => state === word);

export type ConvergeOrder = {
  readonly wanted: Wanted;
  readonly targets: readonly Instance[];
  /** Recreate VMs whose agent is silent, instead of failing on them. */
  readonly fix: boolean;
  readonly dryRun: boolean;
};

const prepare = async (state: DirectorState, job: Job, { fix }: ConvergeOrder) => {
  job.note('deprecation', `Global 'properties' are deprecated. Please define 'properties' at the job level.`);
  const part = job.stage('Preparing deployment', 2);
  await part('Preparing deployment', async () => {
    if (fix) return;
    // Every agent of the deployment is asked for its state; one that is silent ends it here.
    for (const instance of state.instances)
      if (instance.cid !== null && !instance.ignored) await needAgent(state, job, instance, 'get_state');
  });
  await part('Rendering templates');
  await job.stage('Preparing package compilation', 1)('Finding packages to compile');
};

/** What is broken comes first, whatever was asked for: so a restart of a healthy master waits for the broken one, for ever
 *  in the seed. */
const inOrder = (state: DirectorState, targets: readonly Instance[]): readonly Instance[] =>
  state.instances
    .filter(
      instance => !instance.errand && !instance.ignored && (targets.includes(instance) || isBroken(instance)),
    )
    .toSorted(
      (one, other) =>
        one.machine.group.localeCompare(other.machine.group) ||
        Number(isBroken(other)) - Number(isBroken(one)) ||
        one.machine.index - other.machine.index,
    );

const bringDown = async (
  state: DirectorState,
  job: Job,
  instance: Instance,
  wanted: 'stopped' | 'detached',
) => {
  instance.desired = wanted;
  if (agentAnswers(instance)) await stopJobs(state, job, instance);
  if (wanted === 'detached' && instance.cid !== null) await dropVm(state, job, instance);
  state.effects.record({ what: 'stop', on: instance.name, detail: `task ${job.task.id}, converge` });
};

const bringUp = async (
  state: DirectorState,
  job: Job,
  instance: Instance,
  what: 'restart' | 'recreate' | 'start',
) => {
  const detail = `task ${job.task.id}, converge`;
  if (what === 'recreate' || instance.cid === null || !agentAnswers(instance)) {
    await replaceVm(state, job, instance, { what: 'recreate', detail });
  } else {
    await stopJobs(state, job, instance);
    await startJobs(state, job, instance);
    state.effects.record({ what, on: instance.name, detail });
  }
  instance.desired = 'started';
  await waitRunning(state, job, instance);
};

const updateOne = (state: DirectorState, job: Job, instance: Instance, wanted: Wanted) => {
  switch (wanted) {
    case 'stopped':
    case 'detached':
      return bringDown(state, job, instance, wanted);
    case 'started':
      return bringUp(state, job, instance, 'start');
    case 'restart':
    case 'recreate':
      return bringUp(state, job, instance, wanted);
    default:
      return wanted satisfies never;
  }
};

/** Task 'create deployment': prepares, then updates one instance after the other and stops at the first that fails. */
export const converge = async (state: DirectorState, job: Job, order: ConvergeOrder): Promise<string> => {
  await prepare(state, job, order);
  let group = '';
  for (const instance of inOrder(state, order.targets)) {
    const canary = instance.machine.group !== group;
    group = instance.machine.group;
    const isTarget = order.targets.includes(instance);
    if (!isTarget && !expectsVm(instance)) continue;
    const part = job.stage(`Updating instance ${group}`, 1);
    await part(`${withIndex(instance)}${canary ? ' (canary)' : ''}`, async () => {
      if (order.dryRun) return;
      const wanted = isTarget ? order.wanted : 'restart';
      await recordHalfDone(state, job, instance, () => updateOne(state, job, instance, wanted));
    });
  }
  return `/deployments/${state.deployment}`;
};
