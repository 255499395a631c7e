import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { startDirector } from '../../../../drill/foundation/director/director.ts';
import { scaledTimings } from '../../../../drill/foundation/machine.ts';
import { directorClient } from '../../../support/director-client.ts';
import { countedEffects, memoryMachine } from '../../../support/memory-machine.ts';
import { D, openBox, yaml } from './box.ts';

let box: Awaited<ReturnType<typeof openBox>>;
afterEach(() => box?.director.stop());

const restart = () => `${D}/instance_groups/master/${box.m2.uuid}/actions/restart`;

test('a dropped answer leaves an accepted act behind: the client that sends it again has made two tasks', async () => {
  box = await openBox({ faults: [{ kind: 'drop-answer' }] });
  await expect(box.client.send('POST', restart(), yaml)).rejects.toThrow(/hang up|ECONNRESET/);
  await box.client.act('POST', restart(), yaml);
  expect(box.director.tasks().map(({ description }) => description)).toEqual([
    'restart instance',
    'restart instance',
  ]);
  expect(box.director.requests()).toMatchObject([
    { method: 'POST', path: restart(), contentType: 'text/yaml', status: null },
    { method: 'POST', status: 302 },
  ]);
});

test('the dropped answer is that of an act: reads, scans and ssh pass', async () => {
  box = await openBox({ faults: [{ kind: 'drop-answer' }] });
  await box.client.act('GET', `${D}/instances?format=full`);
  await box.client.act('POST', `${D}/scans`);
  await expect(box.client.send('DELETE', '/vms/x')).rejects.toThrow();
});

test.each([401, 404, 500, 503] as const)(
  'answers %i as often as it was told to, where it was told to',
  async status => {
    box = await openBox({ faults: [{ kind: 'answer', status, path: /^\/deployments$/, times: 2 }] });
    expect((await box.client.send('GET', '/locks')).status).toBe(200);
    expect((await box.client.send('GET', '/deployments')).status).toBe(status);
    expect((await box.client.send('GET', '/deployments')).status).toBe(status);
    expect((await box.client.send('GET', '/deployments')).status).toBe(200);
  },
);

test('the Director hangs without a word where told to, and is slow until told otherwise', async () => {
  box = await openBox({ faults: [{ kind: 'hang', path: /^\/locks/ }] });
  const silent = box.client.send('GET', '/locks').catch(() => 'cut off');
  expect(await Promise.race([silent, sleep(150, 'still waiting')])).toBe('still waiting');
  const fast = box.director.faults.add({ kind: 'slow', seconds: 0.15 });
  const before = Date.now();
  await box.client.send('GET', '/info');
  expect(Date.now() - before).toBeGreaterThanOrEqual(145);
  fast();
  await box.director.stop();
  expect(await silent).toBe('cut off');
});

test('the next call to the cloud fails in its own words, and the VM stays', async () => {
  box = await openBox();
  box.director.faults.add({ kind: 'cpi-error' });
  const { task } = await box.client.act('DELETE', `/vms/${box.m0.vm?.cid}`);
  expect(task).toMatchObject({
    state: 'error',
    result: expect.stringMatching(/^Unknown CPI error 'Unknown' with message 'The operation is not allowed/),
  });
  expect(box.m0.vm).not.toBeNull();
  expect(box.acts()).toEqual([]);
});

test('a recreate whose new VM cannot be made has deleted the old one, and says so', async () => {
  box = await openBox();
  const path = `${D}/instance_groups/master/${box.m0.uuid}/actions/recreate?`;
  const id = await box.client.begin('POST', path, yaml);
  while (!box.m0.calls.includes('stopJobs')) await sleep(5);
  await sleep(20);
  box.director.faults.add({ kind: 'cpi-error', message: 'no space left' });
  expect((await box.client.follow(id)).task).toMatchObject({ state: 'error' });
  expect(box.m0.vm).toBeNull();
  expect(box.acts()).toEqual([expect.stringMatching(/^delete-vm master\/9b8a.* ended half-way$/)]);
});

test('a task whose worker died stays in processing and is then called timed out', async () => {
  box = await openBox({ faults: [{ kind: 'lost-worker' }] });
  const id = await box.client.begin('DELETE', `/vms/${box.m0.vm?.cid}`);
  await sleep(100);
  expect((await box.client.taskOf(id)).state).toBe('processing');
  expect((await box.client.follow(id)).task.state).toBe('timeout');
  expect(box.m0.vm).not.toBeNull();
});

test('UAA gives a token for the client’s secret, which works until it has expired', async () => {
  box = await openBox({ auth: 'uaa' });
  const info = await box.client.send('GET', '/info', { authorization: null });
  const { type, options } = JSON.parse(info.body).user_authentication;
  expect(type).toBe('uaa');
  const { caCertPem } = box.director;
  const token = (secret: string) =>
    directorClient({ url: options.url, caCertPem }, `Basic ${btoa(`ops_manager:${secret}`)}`).send(
      'POST',
      '/oauth/token',
      {
        body: 'grant_type=client_credentials',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      },
    );
  expect((await token('wrong')).status).toBe(401);
  const granted = JSON.parse((await token('secret')).body);
  expect(granted).toMatchObject({ token_type: 'bearer' });
  const bearer = { authorization: `bearer ${granted.access_token}` };
  expect((await box.client.send('GET', '/locks', bearer)).status).toBe(200);
  expect((await box.client.send('GET', '/locks')).status).toBe(401);
  box.director.expireTokens();
  expect((await box.client.send('GET', '/locks', bearer)).status).toBe(401);
});

test('a machine with an address outside loopback is refused at the start', async () => {
  const stray = memoryMachine(
    { group: 'worker', uuid: 'x', index: 0, bootstrap: true, az: 'z', ip: '172.28.3.5', diskCid: null },
    null,
  );
  const options = { timings: scaledTimings, effects: countedEffects(), client: 'a', secret: 'b' } as const;
  await expect(startDirector({ ...options, machines: [stray], auth: 'basic' })).rejects.toThrow(
    /172\.28\.3\.5/,
  );
});
