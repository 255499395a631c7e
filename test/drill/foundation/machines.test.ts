import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordEffects } from '../../../drill/foundation/effects.ts';
import { faults } from '../../../drill/foundation/faults/index.ts';
import { leaderOf } from '../../../drill/foundation/leadership.ts';
import { drillTimings, type Effects } from '../../../drill/foundation/machine.ts';
import { type Machines, type Master, startMachines } from '../../../drill/foundation/machines.ts';
import { serveMachines } from '../../../drill/foundation/serve.ts';
import { until } from '../../../drill/foundation/wait.ts';
import { startWriters } from '../../../drill/foundation/writers.ts';
import { quoteArgv } from '../../../src/commands/quote.ts';
import * as vm from '../../../src/commands/vm.ts';

/** Real etcd where it is found, else modelled: everything here holds for both. */
let folder: string;
let machines: Machines;
let effects: Effects;
const master = (index: number): Master => {
  const found = machines.masters[index];
  if (!found) throw new Error(`no master ${index}`);
  return found;
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'box-'));
  effects = recordEffects();
  machines = await startMachines({ folder, etcd: 'auto', timings: drillTimings, effects });
});
afterAll(async () => {
  await machines.stop();
  await rm(folder, { recursive: true, force: true });
});

describe("the seed's deployment on loopback", () => {
  test('there are three masters, a worker and an errand without a VM, each where the runbook had it', () => {
    expect(
      machines.all.map(({ group, uuid, az, ip, vm }) => [group, uuid.slice(0, 8), az, ip, vm?.power]),
    ).toEqual([
      ['master', '9b8ad6e0', 'pks-az1', '127.28.3.2', 'on'],
      ['master', '8cdf6298', 'pks-az2', '127.28.3.3', 'on'],
      ['master', '774bfafe', 'pks-az3', '127.28.3.4', 'on'],
      ['worker', '3b2ae3af', 'pks-az1', '127.28.3.5', 'on'],
      ['apply-addons', 'b7464878', 'pks-az1', '', undefined],
    ]);
    const cid = 'master_service-instance-56c19cfc-d5d7-4e11-aee2-78c81f4e7ad4_dd04187297f4';
    expect(machines.byCid(cid)?.uuid).toBe(master(0).uuid);
    expect(machines.byIp('127.28.3.4')).toBe(machines.masters[2]);
  });

  test('every job runs, and every post-start is satisfied', async () => {
    await expect
      .poll(() => Promise.all(machines.masters.map(one => one.healthy())))
      .toEqual([true, true, true]);
  });

  test('the worker serves the page that the runbook saw behind the load balancer', async () => {
    const page = await fetch(machines.serviceUrl).then(response => response.text());
    expect(page).toContain('<title>Welcome to nginx!</title>');
    await machines.worker.powerOff();
    await expect(fetch(machines.serviceUrl)).rejects.toThrow();
    await machines.worker.powerOn();
  });
});

describe("a VM's shell", () => {
  test('a probe has all its sections', async () => {
    const { stdout } = await master(1).run(quoteArgv(vm.probe()));
    const names = [
      'monit',
      'mount',
      'df',
      'member',
      'born',
      'wal',
      'ground',
      'clock',
      'certificates',
      'starts',
      'db',
      'quota',
      'log',
      'apiserver',
      'status',
      'at',
      'health',
      'members',
      'alarms',
      'keys',
      'kube-system',
      'said',
      'end',
    ];
    expect([...stdout.matchAll(/^@@ (.*)$/gm)].map(([, name]) => name)).toEqual(names);
    expect(stdout).not.toContain(folder);
  });

  test("the master's own kube-apiserver answers as its process stands", async () => {
    const probed = async (): Promise<string> => {
      const { stdout } = await master(1).run(quoteArgv(vm.probe()));
      return /^@@ apiserver\n([^@]*)\n@@/m.exec(stdout)?.[1]?.trim() ?? '';
    };
    await expect.poll(probed).toBe('ok\n200');
    await master(1).member.removeJob('kube-apiserver');
    await expect.poll(probed).toBe('000');
    await master(1).member.renewEphemeral();
  });

  test('a snapshot is saved, restored into a throw-away member, and its hash is the live one', async () => {
    const { stdout, exitCode } = await master(2).run(quoteArgv(vm.saveSnapshot('/var/vcap/data/pre.db')));
    expect(exitCode).toBe(0);
    const hashes = [...stdout.matchAll(/"hash":(\d+)/g)].map(([, hash]) => hash);
    expect(hashes.length).toBe(2);
    expect(new Set(hashes).size).toBe(1);
    const file = await stat(join(folder, 'master-774bfafe/data/pre.db'));
    expect([file.size % 512, file.mode & 0o777]).toEqual([32, 0o600]);
    expect(effects.all()).toContainEqual(
      expect.objectContaining({ what: 'snapshot', on: `master/${master(2).uuid}` }),
    );
  });

  test('an unknown line is refused, kept, and does nothing', async () => {
    const line = 'sudo rm -rf /var/vcap/store';
    expect(await master(0).run(line)).toMatchObject({ exitCode: 127, stdout: '' });
    expect(master(0).refusedLines).toEqual([line]);
    expect(master(0).member.disk.hasMember()).toBe(true);
  });

  test('a VM that is off answers nothing, says so, and is back after power on', async () => {
    await master(2).powerOff();
    expect(master(2).processes()).toEqual([]);
    await expect(master(2).run(quoteArgv(vm.etcdAgain(0, [])))).rejects.toThrow(
      /master\/774bfafe.*is powered off/,
    );
    await master(2).powerOn();
    await until('the job is back', 20, () => master(2).healthy());
  });

  test('other processes reach it over HTTP', async () => {
    const server = await serveMachines(machines);
    const ask = async (ip: string, line: string) => {
      const body = JSON.stringify({ ip, line });
      const response = await fetch(`${server.url}/run`, { method: 'POST', body });
      return { status: response.status, json: await response.json() };
    };
    const url = `${master(0).member.peerUrl}`;
    expect(await ask('127.28.3.2', quoteArgv(vm.peerUrl()))).toEqual({
      status: 200,
      json: { stdout: `${url}\n`, stderr: '', exitCode: 0 },
    });
    expect(await ask('127.28.3.9', 'x')).toEqual({
      status: 502,
      json: { error: 'no machine of the box has the address 127.28.3.9' },
    });
    await server.stop();
  });
});

test("the runbook's fault under three writers: move-leader heals it, recreate mends fluentd, and no write is missing", async () => {
  const writers = startWriters(machines);
  const { victims, shownBy } = await faults['raft-log-lost'].inject(machines);
  expect(victims).toEqual([master(0)]);
  expect(shownBy).toMatch(/tocommit\(\d+\) is out of range \[lastIndex\(0\)\]/);
  const wrong = () =>
    master(0)
      .processes()
      .filter(process => process.state !== 'running');
  await expect.poll(wrong).toEqual([
    { name: 'etcd', state: 'Execution failed' },
    { name: 'fluentd', state: 'not monitored - restart pending' },
  ]);
  await writers.markFirstAct();
  const firstAct = Date.now();
  const leader = await leaderOf(machines.masters);
  const to = await machines.masters.find(one => one !== leader && one !== master(0))?.member.view();
  const moved = await leader?.run(quoteArgv(vm.moveLeader(to?.id ?? '')));
  expect(moved?.stdout).toMatch(/^Leadership transferred from [0-9a-f]+ to [0-9a-f]+\n$/);
  await until('the victim joins', 20, () => master(0).member.healthy());
  const before = master(0).vm;
  await master(0).deleteVm();
  expect(machines.byCid(before?.cid ?? '')).toBeUndefined();
  await master(0).createVm();
  expect(master(0).vm?.cid).toMatch(/^master_service-instance-56c19cfc-[0-9a-f-]+_[0-9a-f]{12}$/);
  expect(master(0).vm?.agentId).not.toBe(before?.agentId);
  await until('every job of the new VM', 30, () => master(0).healthy());
  await sleep(200);
  await writers.stop();
  expect(await Promise.all([writers.missing(), writers.missingLater(), writers.phantoms()])).toEqual([
    [],
    [],
    [],
  ]);
  expect(writers.ackedCount()).toBeGreaterThan(100);
  expect(writers.longestGapMs(firstAct)).toBeLessThan(1500);
}, 90_000);
