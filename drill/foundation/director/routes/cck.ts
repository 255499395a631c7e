import { z } from 'zod';
import { askOf, oneDeployment, toTask } from '../find.ts';
import { json, Refused, type Request, type Route } from '../http.ts';
import { autoResolution, isResolution, planOf, resolutionsOf, resolve } from '../resolutions.ts';
import { scan } from '../scan.ts';
import type { DirectorState } from '../state.ts';
import { recordHalfDone } from '../update.ts';

const bodySchema = z.object({ resolutions: z.record(z.string(), z.string().nullable()) });

const openProblems = (state: DirectorState) => state.problems.filter(({ open }) => open);

const applyAll = (request: Request, state: DirectorState, deployment: string) => {
  const parsed = bodySchema.safeParse(JSON.parse(request.body));
  if (!parsed.success) throw new Refused(400, 40_001, "Couldn't find resolutions in the request");
  const wanted = Object.entries(parsed.data.resolutions);
  const ask = askOf(request, 'cck_apply', 'apply resolutions', deployment);
  return state.tasks.start(ask, job =>
    state.lock.hold(job, 0, async () => {
      const part = job.stage('Applying problem resolutions', wanted.length);
      for (const [id, name] of wanted) {
        // Ids of other deployments and of older scans are passed over.
        const problem = state.problems.find(other => String(other.id) === id);
        if (!problem?.open) {
          await part(`Ignoring problem ${id} (state is 'resolved')`);
          continue;
        }
        const choice = name ?? autoResolution(problem);
        const plan = isResolution(problem, choice) ? planOf(problem, choice) : 'no resolution';
        const summary = `${problem.description} (${problem.type} ${problem.instance.rowId}): ${plan}`;
        await part(summary, () =>
          recordHalfDone(state, job, problem.instance, () => resolve(state, job, problem, choice)),
        );
        problem.open = false;
      }
      return `${wanted.length} resolved`;
    }),
  );
};

export const cckRoutes: readonly Route[] = [
  {
    method: 'POST',
    pattern: /^\/deployments\/([^/]+)\/scans$/,
    answer: (request, state) => {
      const deployment = oneDeployment(state, request.captured[0]);
      const task = state.tasks.start(askOf(request, 'cck_scan', 'scan cloud', deployment), job =>
        state.lock.hold(job, 0, () => scan(state, job)),
      );
      return toTask(task, request);
    },
  },
  {
    method: 'GET',
    pattern: /^\/deployments\/([^/]+)\/problems$/,
    answer: ({ captured }, state) => {
      oneDeployment(state, captured[0]);
      return json(
        openProblems(state).map(problem => ({
          id: problem.id,
          type: problem.type,
          data: {},
          description: problem.description,
          resolutions: resolutionsOf(problem),
          instance_group: problem.instance.machine.group,
        })),
      );
    },
  },
  {
    method: 'PUT',
    pattern: /^\/deployments\/([^/]+)\/problems$/,
    consumes: 'application/json',
    answer: (request, state) => {
      const deployment = oneDeployment(state, request.captured[0]);
      return toTask(applyAll(request, state, deployment), request);
    },
  },
];
