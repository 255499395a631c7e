import { converge, isWanted } from '../converge.ts';
import { askOf, oneDeployment, oneInstance, toTask, wholeGroup } from '../find.ts';
import { Refused, type Request, type Route } from '../http.ts';
import type { Instance } from '../inventory.ts';
import type { DirectorState } from '../state.ts';

/** The converge way: a whole 'create deployment' for one instance's sake. Without an instance it is the group's turn, and
 *  `*` is everything. */
const change = (request: Request, state: DirectorState, targets: readonly Instance[]) => {
  const wanted = request.query.get('state') ?? '';
  if (!isWanted(wanted)) throw new Refused(400, 40_001, `Invalid state '${wanted}'`);
  const order = {
    wanted,
    targets,
    fix: request.query.get('fix') === 'true',
    dryRun: request.query.get('dry_run') === 'true',
  };
  const ask = askOf(request, 'update_deployment', 'create deployment', state.deployment);
  const task = state.tasks.start(ask, job =>
    state.lock.hold(job, state.timings.agentTimeout, () => converge(state, job, order)),
  );
  return toTask(task, request);
};

export const jobRoutes: readonly Route[] = [
  {
    method: 'PUT',
    pattern: /^\/deployments\/([^/]+)\/jobs\/([^/]+)\/([^/]+)$/,
    consumes: 'text/yaml',
    answer: (request, state) => {
      oneDeployment(state, request.captured[0]);
      return change(request, state, [oneInstance(state, request.captured[1], request.captured[2])]);
    },
  },
  {
    method: 'PUT',
    pattern: /^\/deployments\/([^/]+)\/jobs\/([^/]+)$/,
    consumes: 'text/yaml',
    answer: (request, state) => {
      oneDeployment(state, request.captured[0]);
      return change(request, state, wholeGroup(state, request.captured[1]));
    },
  },
];
