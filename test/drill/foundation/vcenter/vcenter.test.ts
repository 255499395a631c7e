import { afterEach, beforeEach, expect, test } from 'vitest';
import { realCosts, timesFaster } from '../../../../drill/foundation/costs.ts';
import { startVcenter, type Vcenter } from '../../../../drill/foundation/vcenter/vcenter.ts';
import { runGovc } from '../../../../drill/tools/govc/cli.ts';
import { countedEffects, seedMachines } from '../../../support/memory-machine.ts';

let machines: ReturnType<typeof seedMachines>;
let effects: ReturnType<typeof countedEffects>;
let vcenter: Vcenter;
const start = (powerChange: number) =>
  startVcenter({
    machines: Object.values(machines),
    timings: { powerChange },
    effects,
    credentials: { username: 'ops', password: 'right' },
  });
beforeEach(async () => {
  machines = seedMachines();
  effects = countedEffects();
  vcenter = await start(0.05);
});
afterEach(() => vcenter.stop());

const govc = async (argv: readonly string[], password = 'right') => {
  const said = { stdout: '', stderr: '' };
  const environment = { GOVC_URL: vcenter.url, GOVC_USERNAME: 'ops', GOVC_PASSWORD: password };
  const exitCode = await runGovc(argv, environment, {
    out: text => {
      said.stdout += text;
    },
    err: text => {
      said.stderr += text;
    },
  });
  return { exitCode, ...said };
};
const collect = async (...properties: string[]) => {
  const { stdout } = await govc([
    'object.collect',
    '-json',
    `VirtualMachine:${machines.m0.vm?.moref}`,
    ...properties,
  ]);
  return (JSON.parse(stdout) as { val: unknown }[]).map(({ val }) => val);
};
const uuid = () => machines.m0.vm?.instanceUuid ?? '';

test('VMs are named by their CID, in the folder of the foundation', async () => {
  const { stdout } = await govc(['find', '/', '-type', 'm']);
  expect(stdout).toContain(`/DC0/vm/pks_vms/${machines.m0.vm?.cid}\n`);
});

test('powering is counted, and a VM that is off tells no address', async () => {
  expect(await collect('runtime.powerState', 'guest.ipAddress')).toEqual(['poweredOn', machines.m0.ip]);
  expect(await govc(['vm.power', '-off', '-vm.uuid', uuid()])).toMatchObject({ exitCode: 0 });
  expect(await collect('runtime.powerState', 'guest.ipAddress')).toEqual(['poweredOff', null]);
  await govc(['vm.power', '-on', '-vm.uuid', uuid()]);
  expect(machines.m0.calls).toEqual(['powerOff', 'powerOn']);
  expect(effects.all().map(({ what, on }) => `${what} ${on}`)).toEqual([
    `power-off master/${machines.m0.uuid}`,
    `power-on master/${machines.m0.uuid}`,
  ]);
});

test('already so is exit 1 in the words of a real vCenter, and nothing is counted', async () => {
  expect(await govc(['vm.power', '-on', '-vm.uuid', uuid()])).toMatchObject({
    exitCode: 1,
    stderr: 'govc: The attempted operation cannot be performed in the current state (Powered on).\n',
  });
  expect(effects.all()).toEqual([]);
});

test('of two that power a VM off at once, one does it and one is told that it is off', async () => {
  const off = () => govc(['vm.power', '-off', '-vm.uuid', uuid()]);
  const ended = await Promise.all([off(), off()]);
  expect(ended.map(({ exitCode }) => exitCode).toSorted()).toEqual([0, 1]);
  expect(effects.all()).toHaveLength(1);
});

test('a VM that will not be powered is an error with its reason, and the next order is heard', async () => {
  const { powerOff } = machines.m0;
  Object.assign(machines.m0, { powerOff: () => Promise.reject(new Error('the host is gone')) });
  expect(await govc(['vm.power', '-off', '-vm.uuid', uuid()])).toMatchObject({
    exitCode: 1,
    stderr: 'govc: ServerFaultCode: Error: the host is gone\n',
  });
  Object.assign(machines.m0, { powerOff });
  expect(await govc(['vm.power', '-off', '-vm.uuid', uuid()])).toMatchObject({ exitCode: 0 });
});

test('a recreated VM has another moref, and the old one is gone', async () => {
  const old = machines.m0.vm?.cid ?? '';
  await machines.m0.deleteVm();
  expect((await govc(['find', '-json', '/', '-type', 'm', '-name', old])).stdout).toBe('null\n');
  await machines.m0.createVm();
  expect((await govc(['find', '/', '-type', 'm'])).stdout).toContain(machines.m0.vm?.cid ?? 'no VM');
});

test('a wrong password is refused in the words of a real vCenter, for every command', async () => {
  for (const argv of [['about'], ['vm.info', 'x'], ['vm.power', '-off', 'x']])
    expect(await govc(argv, 'wrong')).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: 'govc: ServerFaultCode: Cannot complete login due to an incorrect user name or password.\n',
    });
});

test('a power task goes on when nobody waits for it', async () => {
  expect((await govc(['vm.power', '-off', '-wait=false', '-vm.uuid', uuid()])).stdout).toMatch(/OK\n$/);
  expect(await collect('runtime.powerState')).toEqual(['poweredOn']);
  await expect.poll(() => collect('runtime.powerState')).toEqual(['poweredOff']);
});

test('a property can be waited for, and a wait that ends says nothing and exits 0', async () => {
  const moref = `VirtualMachine:${machines.m0.vm?.moref}`;
  const wait = ['object.collect', '-wait', '150ms', '-s', moref, '-runtime.powerState', 'poweredOff'];
  expect(await govc(wait)).toEqual({ exitCode: 0, stdout: '', stderr: '' });
  await govc(['vm.power', '-off', '-vm.uuid', uuid()]);
  expect(await govc(wait)).toEqual({ exitCode: 0, stdout: 'poweredOff\n', stderr: '' });
});

test('the persistent disk is the one that BOSH knows', async () => {
  const cid = machines.m0.vm?.cid ?? '';
  const { stdout } = await govc(['device.info', '-json', '-vm', cid, 'disk-*']);
  const { devices } = JSON.parse(stdout) as { devices: { backing: { fileName: string } }[] };
  expect(devices[0]?.backing.fileName).toContain(machines.m0.diskCid);
});

test('every command of a slow vCenter costs its two seconds once, whatever it is about', async () => {
  await vcenter.stop();
  vcenter = await startVcenter({
    machines: Object.values(machines),
    timings: { powerChange: 0, costs: timesFaster(realCosts, 20) },
    effects,
  });
  const lines = [
    ['about'],
    ['find', '/', '-type', 'm'],
    ['vm.info', '-vm.uuid', uuid()],
    ['events', `VirtualMachine:${machines.m0.vm?.moref}`],
    ['vm.power', '-off', '-vm.uuid', uuid()],
  ];
  const least = (2000 / 20) * (1 - realCosts.jitter) - 2;
  for (const line of lines) {
    const since = performance.now();
    expect(await govc(line)).toMatchObject({ exitCode: 0 });
    expect(performance.now() - since, line[0]).toBeGreaterThanOrEqual(least);
  }
});
