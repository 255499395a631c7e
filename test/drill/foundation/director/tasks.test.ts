import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { armFaults } from '../../../../drill/foundation/director/faults.ts';
import { sliceFrom } from '../../../../drill/foundation/director/ranges.ts';
import { openTaskBoard } from '../../../../drill/foundation/director/tasks.ts';
import { storyOf } from '../../../support/director-client.ts';
import { D, openBox, yaml } from './box.ts';

let box: Awaited<ReturnType<typeof openBox>>;
beforeEach(async () => {
  box = await openBox();
});
afterEach(() => box.director.stop());

const restart = () => `${D}/instance_groups/master/${box.m2.uuid}/actions/restart`;

test('a task is a redirect to a number, and has its times once it ran', async () => {
  const before = Math.floor(Date.now() / 1000);
  const id = await box.client.begin('POST', restart(), yaml);
  expect(id).toBe(204424);
  const { task } = await box.client.follow(id);
  expect(task).toEqual({
    id,
    state: 'done',
    description: 'restart instance',
    timestamp: expect.any(Number),
    started_at: expect.any(Number),
    result: `master/${box.m2.uuid}`,
    user: 'ops_manager',
    deployment: 'service-instance_56c19cfc-d5d7-4e11-aee2-78c81f4e7ad4',
    context_id: '',
  });
  expect(task.started_at).toBeGreaterThanOrEqual(before);
});

test('a new task is queued and has no times: its work begins a moment later', async () => {
  const board = openTaskBoard(armFaults([]), 1);
  const ask = { type: 'delete_vm', description: 'delete vm x', user: 'me', deployment: null } as const;
  const task = board.start(ask, async () => 'gone');
  expect(task).toMatchObject({ state: 'queued', startedAt: null, timestamp: null, result: null });
  while (task.state !== 'done') await sleep(5);
  expect(task).toMatchObject({ result: 'gone', timestamp: expect.any(Number) });
  await board.stop();
});

test('a task cancelled while it is queued never does its work', async () => {
  const board = openTaskBoard(armFaults([]), 1);
  const ask = { type: 'delete_vm', description: 'delete vm x', user: 'me', deployment: null } as const;
  let worked = false;
  const task = board.start(ask, async () => {
    worked = true;
    return null;
  });
  expect(board.cancel(task)).toBe(true);
  while (task.state === 'cancelling') await sleep(5);
  expect(task.state).toBe('cancelled');
  expect(worked).toBe(false);
  await board.stop();
});

test('the event log comes by ranges: 206 with the rest, 416 when there is no more, 204 while there is none', async () => {
  const { task, events } = await box.client.act('POST', restart(), yaml);
  const path = `/tasks/${task.id}/output?type=event`;
  const from = (at: number) => box.client.send('GET', path, { headers: { range: `bytes=${at}-` } });
  expect(await from(10)).toMatchObject({ status: 206, body: events.slice(10) });
  expect((await from(10)).headers['content-range']).toBe(`bytes 10-${events.length - 1}/${events.length}`);
  expect((await from(events.length)).status).toBe(416);
  expect(await box.client.send('GET', path)).toMatchObject({ status: 200, body: events });
  expect((await box.client.send('GET', `/tasks/${task.id}/output?type=result`)).status).toBe(204);
  expect((await box.client.send('GET', `/tasks/${task.id}/output?type=debug`)).body).toContain('[director]');
});

test('without verbose=2 the list hides delete_vm, cck, ssh and vms tasks', async () => {
  await box.client.act('DELETE', '/vms/no-such-cid');
  await box.client.act('GET', `${D}/instances?format=full`);
  await box.client.act('POST', `${D}/scans`, { headers: { 'content-type': 'application/json' } });
  await box.client.act('POST', restart(), yaml);
  expect(await box.client.read('/tasks?limit=30&verbose=1')).toMatchObject([
    { description: 'restart instance' },
  ]);
  expect(await box.client.read('/tasks?limit=3&verbose=2')).toMatchObject([
    { description: 'restart instance' },
    { description: 'scan cloud' },
    { description: 'retrieve vm-stats' },
  ]);
});

test('a delete_vm task belongs to no deployment, so a list of the deployment’s tasks never shows it', async () => {
  const id = await box.client.begin('DELETE', `/vms/${box.m0.vm?.cid}`);
  const running = '/tasks?state=processing,cancelling,queued&verbose=2';
  expect(await box.client.read(running)).toMatchObject([{ id, deployment: null }]);
  expect(
    await box.client.read(`${running}&deployment=service-instance_56c19cfc-d5d7-4e11-aee2-78c81f4e7ad4`),
  ).toEqual([]);
  await box.client.follow(id);
  expect(await box.client.read(running)).toEqual([]);
});

test('a context id finds its task again, is kept for instance and deployment tasks only, and has 64 characters at most', async () => {
  const headers = { ...yaml.headers, 'x-bosh-context-id': 'run-42-step-6' };
  const id = await box.client.begin('POST', restart(), { headers });
  await box.client.begin('DELETE', '/vms/no-such-cid', { headers });
  expect(await box.client.read('/tasks?context_id=run-42-step-6&verbose=2')).toMatchObject([{ id }]);
  const long = { headers: { ...yaml.headers, 'x-bosh-context-id': 'x'.repeat(65) } };
  expect((await box.client.send('POST', restart(), long)).status).toBe(400);
});

test('cancelling takes effect at the next checkpoint and leaves the open part open', async () => {
  box.m2.afterStart.set('etcd', 'Execution failed');
  const id = await box.client.begin('POST', restart(), yaml);
  while (!box.m2.calls.includes('startJobs')) await box.client.taskOf(id);
  expect((await box.client.send('DELETE', `/task/${id}`)).status).toBe(204);
  const { task, events } = await box.client.follow(id);
  expect(task).toMatchObject({ state: 'cancelled', result: 'task cancelled' });
  expect(storyOf(events)).toEqual([
    `Updating instance master/${box.m2.uuid} (2): Stopping instance started`,
    `Updating instance master/${box.m2.uuid} (2): Stopping instance finished`,
    `Updating instance master/${box.m2.uuid} (2): Starting instance started`,
    `Error: Task ${id} cancelled`,
  ]);
  expect(box.acts()).toEqual([
    `restart master/${box.m2.uuid} task ${id}`,
    `cancel-task ${id} restart instance`,
  ]);
});

test('a finished task cannot be cancelled and an unknown one cannot be found', async () => {
  const { task } = await box.client.act('DELETE', '/vms/no-such-cid');
  expect(await box.client.send('DELETE', `/task/${task.id}`)).toMatchObject({
    status: 400,
    body: `Cannot cancel task ${task.id}: invalid state (done)`,
  });
  expect(await box.client.send('GET', '/tasks/99')).toMatchObject({
    status: 404,
    body: '{"code":10000,"description":"Task 99 not found"}',
  });
});

test('whatever the log says and however it grows, polling by ranges reads every byte once and in order', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme', minLength: 1 }), { minLength: 1 }), lines => {
      let log = '';
      const read: Buffer[] = [];
      for (const line of lines) {
        log += line;
        const have = read.reduce((total, part) => total + part.length, 0);
        const { status, body } = sliceFrom(log, `bytes=${have}-`);
        expect(status).toBe(206);
        read.push(Buffer.from(body ?? ''));
      }
      expect(Buffer.concat(read).toString()).toBe(log);
      expect(sliceFrom(log, `bytes=${Buffer.byteLength(log)}-`).status).toBe(416);
    }),
  );
});
