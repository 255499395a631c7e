import { askOf, oneDeployment, oneInstance, toTask } from '../find.ts';
import { Refused, type Route } from '../http.ts';
import { agentAnswers, type Instance, withIndex } from '../inventory.ts';
import { type Job, TaskError } from '../job.ts';
import type { DirectorState } from '../state.ts';
import { dropVm, makeVm, needAgent, recordHalfDone, startJobs, stopJobs, waitRunning } from '../update.ts';

/** The --no-converge way: one instance, nothing else is touched. */
type Action = 'start' | 'stop' | 'restart' | 'recreate';
type Order = {
  readonly action: Action;
  readonly hard: boolean;
  /** The CLI's --fix. */
  readonly ignoreUnresponsive: boolean;
};
const isAction = (word: string): word is Action => ['start', 'stop', 'restart', 'recreate'].includes(word);

/** By reading, a real Director has written `stopped` before it trips over the VM that is not there
 *  (docs/evidence.md#the-commands-of-bosh); only `start` makes a new one. */
const withoutVm = (instance: Instance): TaskError => {
  instance.desired = 'stopped';
  return new TaskError(100, "undefined method `agent_id' for nil:NilClass");
};

const goDown = async (state: DirectorState, job: Job, instance: Instance, order: Order) => {
  if (instance.cid === null) throw withoutVm(instance);
  if (agentAnswers(instance)) await stopJobs(state, job, instance);
  else if (order.action !== 'recreate' || !order.ignoreUnresponsive)
    await needAgent(state, job, instance, 'stop');
  instance.desired = 'stopped';
  job.checkpoint();
  if (order.action === 'recreate') await dropVm(state, job, instance);
};

const comeUp = async (state: DirectorState, job: Job, instance: Instance, order: Order) => {
  const detail = `task ${job.task.id}`;
  if (instance.cid === null) await makeVm(state, job, instance);
  else await startJobs(state, job, instance);
  state.effects.record({ what: order.action, on: instance.name, detail });
  instance.desired = 'started';
  await waitRunning(state, job, instance);
};

const stop = async (state: DirectorState, job: Job, instance: Instance, order: Order) => {
  await goDown(state, job, instance, order);
  if (order.hard) await dropVm(state, job, instance);
  instance.desired = order.hard ? 'detached' : 'stopped';
  state.effects.record({
    what: 'stop',
    on: instance.name,
    detail: `task ${job.task.id}${order.hard ? ', VM deleted' : ''}`,
  });
};

const carryOut = async (state: DirectorState, job: Job, instance: Instance, order: Order) => {
  if (instance.ignored)
    throw new TaskError(
      190_021,
      `You are trying to change the state of the ignored instance '${instance.name}'. This operation is not allowed. You need to unignore it first.`,
    );
  const part = job.stage(`Updating instance ${withIndex(instance)}`, 1);
  if (order.action === 'stop') return part('Stopping instance', () => stop(state, job, instance, order));
  if (order.action !== 'start') await part('Stopping instance', () => goDown(state, job, instance, order));
  await part('Starting instance', () => comeUp(state, job, instance, order));
};

export const actionRoutes: readonly Route[] = [
  {
    method: 'POST',
    pattern: /^\/deployments\/([^/]+)\/instance_groups\/([^/]+)\/([^/]+)\/actions\/([^/]+)$/,
    answer: (request, state) => {
      const [name, group, id, action = ''] = request.captured;
      const deployment = oneDeployment(state, name);
      const instance = oneInstance(state, group, id);
      if (!isAction(action)) throw new Refused(400, 40_001, `Invalid action '${action}'`);
      const order: Order = {
        action,
        hard: request.query.get('hard') === 'true',
        ignoreUnresponsive: request.query.get('ignore_unresponsive_agent') === 'true',
      };
      const ask = askOf(request, 'update_instance', `${action} instance`, deployment);
      const task = state.tasks.start(ask, job =>
        state.lock.hold(job, state.timings.agentTimeout, async () => {
          await recordHalfDone(state, job, instance, () => carryOut(state, job, instance, order));
          return instance.name;
        }),
      );
      return toTask(task, request);
    },
  },
];
