import { afterEach, beforeEach, expect, test } from 'vitest';
import { storyOf } from '../../../support/director-client.ts';
import { D, openBox, yaml } from './box.ts';

let box: Awaited<ReturnType<typeof openBox>>;
beforeEach(async () => {
  box = await openBox();
});
afterEach(() => box.director.stop());

type Master = 'm0' | 'm1' | 'm2';
const action = (which: Master, verb: string, query = '') =>
  box.client.act('POST', `${D}/instance_groups/master/${box[which].uuid}/actions/${verb}?${query}`, yaml);
const converge = (which: Master, state: string, query = '') =>
  box.client.act('PUT', `${D}/jobs/master/${box[which].uuid}?state=${state}${query}`, yaml);
const databaseRow = async (which: Master) => {
  const rows = await box.client.read(`${D}/instances`);
  return Array.isArray(rows) ? rows.find(({ id }: { id: string }) => id === box[which].uuid) : undefined;
};

test('delete-vm deletes the VM of that CID in three events, and the instance has none left', async () => {
  const cid = box.m0.vm?.cid;
  const { task, events } = await box.client.act('DELETE', `/vms/${cid}`);
  expect(task).toMatchObject({ state: 'done', description: `delete vm ${cid}`, deployment: null });
  expect(storyOf(events)).toEqual([
    `Delete VM: ${cid} started`,
    `Delete VM: VM ${cid} is successfully deleted started`,
    `Delete VM: VM ${cid} is successfully deleted finished`,
    `Delete VM: ${cid} finished`,
  ]);
  expect(await databaseRow('m0')).toMatchObject({ cid: null, agent_id: null, ips: [] });
  expect(box.acts()).toEqual([`delete-vm master/${box.m0.uuid} ${cid}`]);
});

test('an unknown CID is a warning, and the task is done all the same (a trap)', async () => {
  const { task, events } = await box.client.act('DELETE', '/vms/no-such-cid');
  expect(task.state).toBe('done');
  expect(storyOf(events)[1]).toBe('warning: VM no-such-cid does not exist. Deletion is skipped');
  expect(box.acts()).toEqual([]);
});

test('two delete-vm tasks for one CID delete it once', async () => {
  const path = `/vms/${box.m0.vm?.cid}`;
  const ids = [await box.client.begin('DELETE', path), await box.client.begin('DELETE', path)];
  for (const id of ids) expect((await box.client.follow(id)).task.state).toBe('done');
  expect(box.m0.calls).toEqual(['deleteVm']);
  expect(box.acts()).toHaveLength(1);
});

test('recreate --no-converge stops the jobs, takes the VM away and makes one of another CID, and touches nobody else', async () => {
  const cid = box.m0.vm?.cid;
  const { task, events } = await action('m0', 'recreate');
  expect(task).toMatchObject({ state: 'done', description: 'recreate instance' });
  expect(storyOf(events)).toEqual(
    [
      'Stopping instance started',
      'Stopping instance finished',
      'Starting instance started',
      'Starting instance finished',
    ].map(part => `Updating instance master/${box.m0.uuid} (0): ${part}`),
  );
  expect(box.m0.calls).toEqual(['stopJobs', 'deleteVm', 'createVm']);
  expect(box.m0.vm?.cid).not.toBe(cid);
  expect([...box.m1.calls, ...box.m2.calls]).toEqual([]);
  expect(box.acts()).toEqual([`recreate master/${box.m0.uuid} task ${task.id}`]);
});

test('a master whose etcd stays down fails its task after post-start although the VM is back', async () => {
  box.m0.afterStart.set('etcd', 'Execution failed');
  const { task, events } = await action('m0', 'recreate');
  const why = `'master/${box.m0.uuid} (0)' is not running after update. Review logs for failed jobs: etcd`;
  expect(task).toMatchObject({ state: 'error', result: why.slice(0, 128) });
  expect(storyOf(events).slice(-2)).toEqual([
    `Updating instance master/${box.m0.uuid} (0): Starting instance failed (${why})`,
    `Error: ${why}`,
  ]);
  expect(box.m0.vm?.power).toBe('on');
  expect(box.acts()).toHaveLength(1);
});

test('an unresponsive VM fails restart, and recreate too, unless it is told to ignore that', async () => {
  await box.m0.powerOff();
  const silent = await action('m0', 'restart');
  expect(storyOf(silent.events).at(-1)).toMatch(
    /^Error: Timed out sending 'stop' to instance: 'master\/9b8a/,
  );
  expect((await action('m0', 'recreate')).task.state).toBe('error');
  expect((await action('m0', 'recreate', 'ignore_unresponsive_agent=true')).task.state).toBe('done');
  expect(box.m0.calls).toEqual(['powerOff', 'deleteVm', 'createVm']);
});

test('without a VM recreate and restart --no-converge break, and only start makes one', async () => {
  await box.client.act('DELETE', `/vms/${box.m0.vm?.cid}`);
  expect((await action('m0', 'recreate')).task.state).toBe('error');
  expect((await action('m0', 'restart')).task.state).toBe('error');
  expect(box.m0.vm).toBeNull();
  expect((await action('m0', 'start')).task.state).toBe('done');
  expect(box.m0.vm?.power).toBe('on');
});

test('stop leaves the jobs stopped, stop --hard takes the VM as well', async () => {
  await action('m1', 'stop');
  const { result } = await box.client.act('GET', `${D}/instances?format=full`);
  expect(result).toContain('"job_state":"stopped"');
  await action('m2', 'stop', 'hard=true');
  expect(await databaseRow('m2')).toMatchObject({ cid: null });
  expect(box.m2.calls).toEqual(['stopJobs', 'deleteVm']);
});

test('a recreate cancelled between the old VM and the new one has still deleted a VM, and says so', async () => {
  // Deleting takes until the cancellation is there: by the clock the new VM had come first on a busy machine.
  const cancelled = Promise.withResolvers<void>();
  box.m0.slowDelete = cancelled.promise;
  const id = await box.client.begin(
    'POST',
    `${D}/instance_groups/master/${box.m0.uuid}/actions/recreate?`,
    yaml,
  );
  while (!box.m0.calls.includes('deleteVm')) await box.client.taskOf(id);
  await box.client.send('DELETE', `/task/${id}`);
  cancelled.resolve();
  const { task } = await box.client.follow(id);
  expect(task.state).toBe('cancelled');
  expect(box.m0.calls).toEqual(['stopJobs', 'deleteVm']);
  expect(box.acts().at(-1)).toContain(`delete-vm master/${box.m0.uuid}`);
});

test('a restart of a healthy master updates the broken one first, waits, fails, and never gets to it, as the seed saw', async () => {
  box.m0.states.set('etcd', 'Execution failed');
  box.m0.afterStart.set('etcd', 'Execution failed');
  const { task, events } = await converge('m2', 'restart');
  expect(task).toMatchObject({ state: 'error', description: 'create deployment' });
  expect(storyOf(events)).toEqual([
    `deprecation: Global 'properties' are deprecated. Please define 'properties' at the job level.`,
    'Preparing deployment: Preparing deployment started',
    'Preparing deployment: Preparing deployment finished',
    'Preparing deployment: Rendering templates started',
    'Preparing deployment: Rendering templates finished',
    'Preparing package compilation: Finding packages to compile started',
    'Preparing package compilation: Finding packages to compile finished',
    `Updating instance master: master/${box.m0.uuid} (0) (canary) started`,
    `Updating instance master: master/${box.m0.uuid} (0) (canary) failed ('master/${box.m0.uuid} (0)' is not running after update. Review logs for failed jobs: etcd)`,
    `Error: 'master/${box.m0.uuid} (0)' is not running after update. Review logs for failed jobs: etcd`,
  ]);
  expect(box.m2.calls).toEqual([]);
});

test('broken ones come first whatever their index, and only then the one that was asked for', async () => {
  box.m2.states.set('etcd', 'not monitored');
  const { events } = await converge('m0', 'restart');
  const updated = storyOf(events).filter(line => /^Updating .* started$/.test(line));
  expect(updated).toEqual([
    `Updating instance master: master/${box.m2.uuid} (2) (canary) started`,
    `Updating instance master: master/${box.m0.uuid} (0) started`,
  ]);
  expect(box.m1.calls).toEqual([]);
});

test('converge recreate makes the VM that delete-vm took, and fails on etcd all the same', async () => {
  await box.client.act('DELETE', `/vms/${box.m0.vm?.cid}`);
  box.m0.afterStart.set('etcd', 'Execution failed');
  expect((await converge('m0', 'recreate')).task.state).toBe('error');
  expect(box.m0.vm?.power).toBe('on');
  box.m0.afterStart.clear();
  expect((await converge('m0', 'recreate')).task).toMatchObject({
    state: 'done',
    result: '/deployments/service-instance_56c19cfc-d5d7-4e11-aee2-78c81f4e7ad4',
  });
});

test('converge ends at once on a silent agent, a dry run changes nothing, and a group means every one of it', async () => {
  await converge('m1', 'recreate', '&dry_run=true');
  expect(box.m1.calls).toEqual([]);
  await box.client.act('PUT', `${D}/jobs/master?state=restart`, yaml);
  expect([box.m0, box.m1, box.m2].map(({ calls }) => calls)).toEqual(
    Array.from({ length: 3 }, () => ['stopJobs', 'startJobs']),
  );
  await box.m1.powerOff();
  const { events } = await converge('m2', 'restart');
  expect(storyOf(events).at(-1)).toMatch(/^Error: Timed out sending 'get_state' to instance: 'master\/8cdf/);
});

test.each([
  ['00000000-0000-0000-0000-000000000000', 404, 70_001, /doesn't exist$/],
  ['zzz', 400, 70_002, /^Invalid instance index or id 'zzz'$/],
])('instance %s is refused with %i and code %i', async (id, status, code, description) => {
  for (const [method, path] of [
    ['PUT', `${D}/jobs/master/${id}?state=recreate`],
    ['POST', `${D}/instance_groups/master/${id}/actions/restart?`],
  ] as const) {
    const reply = await box.client.send(method, path, yaml);
    expect(reply.status).toBe(status);
    expect(JSON.parse(reply.body)).toEqual({ code, description: expect.stringMatching(description) });
  }
});

test('a converge without its content type finds no endpoint', async () => {
  expect((await box.client.send('PUT', `${D}/jobs/master/0?state=restart`)).status).toBe(404);
});

test('a held lock refuses every task but delete-vm, and says which task holds it', async () => {
  const held = await box.director.holdLock();
  expect(await box.client.read('/locks')).toMatchObject([
    { type: 'deployment', resource: [box.director.tasks()[0]?.deployment], task_id: String(held.task.id) },
  ]);
  const acting = await action('m2', 'restart');
  expect(storyOf(acting.events).at(-1)).toMatch(
    new RegExp(
      `^Error: Failed to acquire lock for lock:deployment:service-instance_.* uid: .*\\. Locking task id is ${held.task.id}, description: 'create deployment'$`,
    ),
  );
  const scan = await box.client.act('POST', `${D}/scans`);
  expect(storyOf(scan.events)).toEqual([
    'Error: Unable to get deployment lock, maybe a deployment is in progress. Try again later.',
  ]);
  expect((await box.client.act('DELETE', '/vms/no-such-cid')).task.state).toBe('done');
  held.release();
  expect((await box.client.follow(held.task.id)).task.state).toBe('done');
  expect(await box.client.read('/locks')).toEqual([]);
  expect((await action('m2', 'restart')).task.state).toBe('done');
});
