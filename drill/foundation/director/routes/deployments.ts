import { askOf, oneDeployment, oneInstance, toTask } from '../find.ts';
import { json, type Request, type Route } from '../http.ts';
import type { Instance } from '../inventory.ts';
import { databaseRow, readInstance, stemcell } from '../reading.ts';
import type { DirectorState } from '../state.ts';

const readAll = (request: Request, state: DirectorState, deployment: string, rows: readonly Instance[]) => {
  const ask = askOf(request, 'vms', 'retrieve vm-stats', deployment);
  const task = state.tasks.start(ask, async job => {
    await job.wait(state.price('instancesTask'));
    const lines = await Promise.all(rows.map(instance => readInstance(state, job, instance)));
    job.print(lines.map(line => `${JSON.stringify(line)}\n`).join(''));
    return null;
  });
  return toTask(task, request);
};

/** `format=full` asks the agents, as a task; without it the database answers at once. */
const listing =
  (choose: (instance: Instance) => boolean): Route['answer'] =>
  (request, state) => {
    const deployment = oneDeployment(state, request.captured[0]);
    state.listings += 1;
    const rows = state.instances.filter(choose);
    if (request.query.get('format') === 'full') return readAll(request, state, deployment, rows);
    return json(rows.map(databaseRow));
  };

export const deploymentRoutes: readonly Route[] = [
  {
    method: 'GET',
    pattern: /^\/deployments$/,
    answer: (_, { deployment, lock }) =>
      json([
        {
          name: deployment,
          cloud_config: 'latest',
          releases: [
            { name: 'kubo', version: '0.57.0' },
            { name: 'bpm', version: '1.1.8' },
          ],
          stemcells: [stemcell],
          teams: ['pks'],
          locked: lock.holder() !== null,
        },
      ]),
  },
  {
    method: 'GET',
    pattern: /^\/deployments\/([^/]+)\/instances$/,
    answer: listing(() => true),
  },
  {
    method: 'GET',
    pattern: /^\/deployments\/([^/]+)\/vms$/,
    answer: listing(({ cid }) => cid !== null),
  },
  {
    method: 'PUT',
    pattern: /^\/deployments\/([^/]+)\/instance_groups\/([^/]+)\/([^/]+)\/ignore$/,
    consumes: 'application/json',
    answer: ({ captured, body }, state) => {
      oneDeployment(state, captured[0]);
      const payload: unknown = JSON.parse(body);
      const wanted = typeof payload === 'object' && payload !== null && 'ignore' in payload && payload.ignore;
      oneInstance(state, captured[1], captured[2]).ignored = wanted === true;
      return { status: 200 };
    },
  },
  { method: 'GET', pattern: /^\/locks$/, answer: (_, { lock }) => json(lock.rows()) },
];
