import { afterEach, beforeEach, expect, test } from 'vitest';
import { storyOf } from '../../../support/director-client.ts';
import { asJson, D, openBox, yaml } from './box.ts';

let box: Awaited<ReturnType<typeof openBox>>;
beforeEach(async () => {
  box = await openBox();
});
afterEach(() => box.director.stop());

type Problem = { id: number; type: string; description: string; resolutions: { name: string }[] };
const scan = async (): Promise<readonly Problem[]> => {
  await box.client.act('POST', `${D}/scans`, { headers: { 'content-type': 'application/json' } });
  const problems: Problem[] = JSON.parse((await box.client.send('GET', `${D}/problems`)).body);
  return problems;
};
const apply = (resolutions: Record<string, string | null>) =>
  box.client.act('PUT', `${D}/problems`, asJson({ resolutions }));

test('a scan tells how many VMs are well, silent and missing, in the seed’s words', async () => {
  await box.client.act('DELETE', `/vms/${box.m0.vm?.cid}`);
  const { events } = await box.client.act('POST', `${D}/scans`);
  expect(storyOf(events).filter(line => line.endsWith('finished'))).toEqual([
    'Scanning 4 VMs: Checking VM states finished',
    'Scanning 4 VMs: 3 OK, 0 unresponsive, 1 missing, 0 unbound finished',
    'Scanning 4 persistent disks: Looking for inactive disks finished',
    'Scanning 4 persistent disks: 4 OK, 0 missing, 0 inactive, 0 mount-info mismatch finished',
  ]);
});

test('each kind of problem offers its own resolutions, and ids are new at every scan', async () => {
  await box.client.act('DELETE', `/vms/${box.m0.vm?.cid}`);
  await box.m2.powerOff();
  const problems = await scan();
  expect(problems).toMatchObject([
    { id: 94, type: 'missing_vm', description: `VM for 'master/${box.m0.uuid} (0)' missing.` },
    {
      id: 95,
      type: 'unresponsive_agent',
      description: `VM for 'master/${box.m2.uuid} (2)' with cloud ID '${box.m2.vm?.cid}' is not responding.`,
    },
  ]);
  expect(problems.map(({ resolutions }) => resolutions.map(({ name }) => name))).toEqual([
    ['ignore', 'recreate_vm_without_wait', 'recreate_vm', 'delete_vm_reference'],
    ['ignore', 'reboot_vm', 'recreate_vm_without_wait', 'recreate_vm', 'delete_vm', 'delete_vm_reference'],
  ]);
  expect((await scan()).map(({ id }) => id)).toEqual([96, 97]);
});

test('one problem id is resolved alone, and after a clean delete-vm that changes nothing', async () => {
  await box.client.act('DELETE', `/vms/${box.m0.vm?.cid}`);
  const [problem] = await scan();
  const { task, events } = await apply({ [`${problem?.id}`]: 'delete_vm_reference' });
  expect(task).toMatchObject({ state: 'done', description: 'apply resolutions' });
  expect(storyOf(events)[0]).toBe(
    `Applying problem resolutions: VM for 'master/${box.m0.uuid} (0)' missing. (missing_vm 5): Delete VM reference started`,
  );
  expect(box.m0.calls).toEqual(['deleteVm']);
  expect(await box.client.read(`${D}/problems`)).toEqual([]);
});

test('delete_vm_reference on a master that is only powered off makes BOSH forget a VM that lives on (a trap)', async () => {
  await box.m2.powerOff();
  const [problem] = await scan();
  await apply({ [`${problem?.id}`]: 'delete_vm_reference' });
  expect(box.m2.vm).not.toBeNull();
  expect((await scan()).map(({ type }) => type)).toEqual(['missing_vm']);
});

test('null is the automatic choice, which makes a missing VM anew and leaves a silent one alone (a trap)', async () => {
  await box.client.act('DELETE', `/vms/${box.m0.vm?.cid}`);
  await box.m2.powerOff();
  const ids = (await scan()).map(({ id }) => [String(id), null] as const);
  await apply(Object.fromEntries(ids));
  expect(box.m0.vm?.power).toBe('on');
  expect(box.m2.vm?.power).toBe('off');
  expect(box.acts().at(-1)).toBe(`cck master/${box.m0.uuid} recreate_vm_without_wait`);
});

test('reboot, recreate and delete do what they say', async () => {
  await box.m1.powerOff();
  await box.m2.powerOff();
  const [one, two] = await scan();
  await apply({ [`${one?.id}`]: 'reboot_vm', [`${two?.id}`]: 'recreate_vm' });
  expect([box.m1.vm?.power, box.m2.vm?.power]).toEqual(['on', 'on']);
  await box.m2.powerOff();
  const [three] = await scan();
  await apply({ [`${three?.id}`]: 'delete_vm' });
  expect(box.m2.vm).toBeNull();
});

test('ids of an older scan are passed over', async () => {
  await box.client.act('DELETE', `/vms/${box.m0.vm?.cid}`);
  const [old] = await scan();
  await scan();
  const { task, events } = await apply({ [`${old?.id}`]: 'recreate_vm' });
  expect(task.state).toBe('done');
  expect(storyOf(events)[0]).toContain(`Ignoring problem ${old?.id}`);
  expect(box.m0.vm).toBeNull();
});

test('an ignored instance is not scanned, and --no-converge refuses it', async () => {
  await box.m0.powerOff();
  const path = `${D}/instance_groups/master/${box.m0.uuid}`;
  expect((await box.client.send('PUT', `${path}/ignore`, asJson({ ignore: true }))).status).toBe(200);
  expect(await scan()).toEqual([]);
  const { task } = await box.client.act(
    'POST',
    `${path}/actions/recreate?ignore_unresponsive_agent=true`,
    yaml,
  );
  expect(task).toMatchObject({ state: 'error', result: expect.stringContaining('ignored instance') });
  await box.client.send('PUT', `${path}/ignore`, asJson({ ignore: false }));
  expect(await scan()).toHaveLength(1);
});
