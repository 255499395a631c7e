import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { storyOf } from '../../../support/director-client.ts';
import { asJson, D, openBox } from './box.ts';

let box: Awaited<ReturnType<typeof openBox>>;
beforeEach(async () => {
  box = await openBox({ hostPublicKey: ip => `ssh-ed25519 host-key-of-${ip}` });
});
afterEach(() => box.director.stop());

const target = (ids: readonly string[]) => ({ job: 'master', ids, indexes: [] });
const setup = (ids: readonly string[], user = 'bosh_0a1b2c') =>
  box.client.act(
    'POST',
    `${D}/ssh`,
    asJson({
      command: 'setup',
      deployment_name: 'ignored',
      target: target(ids),
      params: { user, public_key: 'ssh-rsa AAAA one\n' },
    }),
  );
const cleanup = (ids: readonly string[], user_regex: string) =>
  box.client.act(
    'POST',
    `${D}/ssh`,
    asJson({ command: 'cleanup', target: target(ids), params: { user_regex } }),
  );

test('setup lets that user in with that key on that VM alone, and tells the VM’s host key', async () => {
  const { result } = await setup([box.m0.uuid]);
  expect(JSON.parse(result)).toEqual([
    {
      command: 'setup',
      status: 'success',
      ip: '127.28.3.2',
      host_public_key: 'ssh-ed25519 host-key-of-127.28.3.2',
      id: box.m0.uuid,
      index: 0,
      job: 'master',
    },
  ]);
  expect(box.director.sshUsers('127.28.3.2')).toEqual([
    { user: 'bosh_0a1b2c', publicKey: 'ssh-rsa AAAA one' },
  ]);
  expect(box.director.sshUsers('127.28.3.3')).toEqual([]);
});

test('cleanup takes back the users that match, and a new VM knows none', async () => {
  await setup([], 'bosh_1');
  await setup([], 'bosh_2');
  await cleanup([], '^bosh_1');
  expect(box.director.sshUsers('127.28.3.4')).toMatchObject([{ user: 'bosh_2' }]);
  await box.client.act('DELETE', `/vms/${box.m2.vm?.cid}`);
  expect(box.director.sshUsers('127.28.3.4')).toEqual([]);
});

test('an instance without a VM, and a silent one, fail the task', async () => {
  await box.client.act('DELETE', `/vms/${box.m0.vm?.cid}`);
  expect(storyOf((await setup([box.m0.uuid])).events)).toEqual([
    `Error: No instance with a VM in deployment 'service-instance_56c19cfc-d5d7-4e11-aee2-78c81f4e7ad4' matched filter {:job=>"master"}`,
  ]);
  await box.m1.powerOff();
  expect(storyOf((await setup([box.m1.uuid])).events)[0]).toMatch(
    /^Error: Timed out sending 'ssh' to instance/,
  );
});

test('a body that is no ssh order is refused', async () => {
  expect((await box.client.send('POST', `${D}/ssh`, asJson({ command: 'dance' }))).status).toBe(400);
  const rubbish = { headers: { 'content-type': 'application/json' }, body: '{' };
  expect((await box.client.send('POST', `${D}/ssh`, rubbish)).status).toBe(400);
});

test('without an ssh server the host keys are well-formed, and the same at every asking', async () => {
  await box.director.stop();
  box = await openBox();
  const key = async () => JSON.parse((await setup([box.m0.uuid])).result)[0].host_public_key;
  expect(await key()).toMatch(/^ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI[\w+/]{43}$/);
  expect(await key()).toBe(await key());
});

test('logs are a task whose result names a tarball', async () => {
  const { task } = await box.client.act('GET', `${D}/jobs/master/${box.m0.uuid}/logs?type=job`);
  expect(task.description).toBe('fetch logs');
  const { bytes } = await box.client.send('GET', `/resources/${task.result}`);
  expect(gunzipSync(bytes).toString()).toContain(`Process 'etcd' running`);
  expect((await box.client.send('GET', '/resources/nope')).status).toBe(404);
});
