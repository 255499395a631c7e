import { afterEach, beforeEach, expect, test } from 'vitest';
import { throwAwayCertificates } from '../../../../drill/foundation/certificates.ts';
import { directorClient } from '../../../support/director-client.ts';
import { D, openBox } from './box.ts';

let box: Awaited<ReturnType<typeof openBox>>;
beforeEach(async () => {
  box = await openBox();
});
afterEach(() => box.director.stop());

const rows = async () => {
  const { task, result } = await box.client.act('GET', `${D}/instances?format=full`);
  expect(task).toMatchObject({ state: 'done', description: 'retrieve vm-stats', user: 'ops_manager' });
  const lines = result
    .trim()
    .split('\n')
    .map((line): Record<string, unknown> => JSON.parse(line));
  return new Map(lines.map(line => [`${line.job_name}/${line.index}`, line]));
};

test('a client that trusts the throw-away CA reaches it as 127.0.0.1 and as localhost, and no other client does', async () => {
  expect((await box.client.send('GET', '/info')).status).toBe(200);
  const { url, caCertPem } = box.director;
  const local = directorClient({ url: url.replace('127.0.0.1', 'localhost'), caCertPem });
  expect((await local.send('GET', '/info')).status).toBe(200);
  const stranger = directorClient({ url, caCertPem: throwAwayCertificates().caPem });
  await expect(stranger.send('GET', '/info')).rejects.toThrow(/certificate/);
});

test('info needs no credentials and says how to authenticate; everything else answers 401 with the path', async () => {
  expect(await box.client.read('/info')).toMatchObject({
    name: 'p-bosh',
    user: 'ops_manager',
    user_authentication: { type: 'basic' },
  });
  const anonymous = await box.client.send('GET', '/info', { authorization: null });
  expect(JSON.parse(anonymous.body)).toMatchObject({ user: null });
  const refused = await box.client.send('GET', `${D}/instances?format=full`, { authorization: 'Basic eDp5' });
  expect(refused).toMatchObject({ status: 401, body: `Not authorized: '${D}/instances'\n` });
});

test('there is one deployment, and another name is 404 with code 70000', async () => {
  expect(await box.client.read('/deployments?exclude_configs=true')).toMatchObject([
    { name: 'service-instance_56c19cfc-d5d7-4e11-aee2-78c81f4e7ad4', teams: ['pks'] },
  ]);
  const reply = await box.client.send('GET', '/deployments/nope/instances?format=full');
  expect(reply).toMatchObject({
    status: 404,
    body: `{"code":70000,"description":"Deployment 'nope' doesn't exist"}`,
  });
});

test('instances tells what monit tells, in the agent’s words', async () => {
  box.m0.states.set('etcd', 'not monitored');
  box.m0.states.set('fluentd', 'Execution failed');
  box.m1.states.set('etcd', 'initializing');
  const read = await rows();
  expect(read.get('master/0')).toMatchObject({ job_state: 'failing', state: 'started', bootstrap: true });
  expect(read.get('master/0')?.processes).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ name: 'etcd', state: 'unknown' }),
      expect.objectContaining({ name: 'fluentd', state: 'failing' }),
      expect.objectContaining({ name: 'blackbox', state: 'running' }),
    ]),
  );
  expect(read.get('master/1')).toMatchObject({ job_state: 'starting', ips: ['127.28.3.3'] });
  expect(read.get('master/2')).toMatchObject({ job_state: 'running', disk_cids: ['disk-774b'] });
  expect(read.get('apply-addons/0')).toMatchObject({ job_state: null, vm_cid: null, ips: [], processes: [] });
});

test('a VM without power is an unresponsive agent, keeps its row, and costs the agent timeout once for all', async () => {
  await box.m1.powerOff();
  await box.m2.powerOff();
  const before = Date.now();
  const read = await rows();
  expect(Date.now() - before).toBeGreaterThanOrEqual(50);
  expect(read.get('master/1')).toMatchObject({
    job_state: 'unresponsive agent',
    vm_cid: box.m1.vm?.cid,
    ips: ['127.28.3.3'],
    vitals: null,
    processes: [],
  });
  expect(read.get('master/0')).toMatchObject({ job_state: 'running' });
});

test('vms leaves out what has no VM, and the database answers without a task', async () => {
  const { result } = await box.client.act('GET', `${D}/vms?format=full`);
  expect(result.trim().split('\n')).toHaveLength(4);
  const tasks = box.director.tasks().length;
  expect(await box.client.read(`${D}/instances`)).toContainEqual({
    agent_id: null,
    cid: null,
    job: 'apply-addons',
    index: 0,
    id: 'b7464878-e9c2-4c18-9f3b-89aae38f8d32',
    az: 'pks-az1',
    ips: [],
    vm_created_at: null,
    expects_vm: false,
  });
  expect(box.director.tasks()).toHaveLength(tasks);
});

test('an address that is no endpoint answers so, and GET /vms is none', async () => {
  expect(await box.client.send('GET', '/nope')).toMatchObject({
    status: 404,
    body: `Endpoint '/nope' not found.`,
  });
  expect((await box.client.send('GET', '/vms')).status).toBe(404);
});
