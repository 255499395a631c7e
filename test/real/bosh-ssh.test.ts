import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bosh } from '../../src/commands/bosh.ts';
import { quoteArgv } from '../../src/commands/quote.ts';
import * as vm from '../../src/commands/vm.ts';
import { type Foundation, startFoundation } from '../../src/drill/foundation/foundation.ts';
import { deploymentName, type Machine, scaledTimings } from '../../src/drill/foundation/machine.ts';
import { freePort } from '../../src/drill/jump-host/free-port.ts';
import { newKeyPair } from '../../src/drill/vm-ssh/key-pair.ts';
import { startVmSsh, type VmSsh } from '../../src/drill/vm-ssh/vm-ssh.ts';
import { readVm } from '../../src/readings/bosh-ssh.ts';
import { hashOf } from '../../src/readings/etcd-hash.ts';
import { findJson } from '../../src/readings/json.ts';
import { isMissed } from '../../src/readings/reading.ts';
import { toolPath } from '../../tools/pins.ts';
import { runProgram } from './agreement.ts';

/** The real CLI where it is there; else the stand-in, whose `bosh ssh` then runs the same system ssh with the same words. */
const isReal = existsSync(toolPath('bosh'));

describe(`every line that runs on a VM, over ssh by ${isReal ? 'the real bosh' : 'the stand-in bosh'}`, () => {
  let folder: string;
  let foundation: Foundation;
  let vms: VmSsh;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pks-rescue-bosh-ssh-'));
    await mkdir(join(folder, 'home'));
    const hostKey = newKeyPair();
    const port = isReal ? 22 : await freePort();
    foundation = await startFoundation({
      folder: join(folder, 'box'),
      etcd: 'modelled',
      timings: scaledTimings,
      hostPublicKey: () => hostKey.publicKey,
      ...(isReal ? {} : { vmSshPort: port }),
    });
    const { machines, director } = foundation;
    vms = await startVmSsh({ machines: machines.all, sshUsers: director.sshUsers, hostKey, port });
  });
  afterAll(async () => {
    await vms?.stop();
    await foundation?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const overSsh = async (machine: Machine, line: vm.VmCommand) => {
    const command = bosh(deploymentName).ssh(`${machine.group}/${machine.uuid}`, line);
    const program = isReal ? toolPath('bosh') : join(foundation.toolsPath, 'bosh');
    const env = { ...foundation.env, HOME: join(folder, 'home'), PATH: '/usr/bin:/bin' };
    const ended = await runProgram(program, command.argv.slice(1), env);
    const ran = { command, end: 'exited', why: null, sha256: '', lines: 0, seconds: 0, ...ended } as const;
    return { answer: readVm(ran), said: `${ended.stdout}${ended.stderr}` };
  };
  const one = (at: number): Machine => {
    const machine = foundation.machines.masters[at];
    if (!machine) throw new Error(`the box has no master ${at}`);
    return machine;
  };
  const revision = async () => {
    const { stdout } = await one(0).run(quoteArgv(vm.hashkv(0)));
    return hashOf(findJson(stdout))?.revision ?? 0;
  };

  type Row = readonly [what: string, line: () => vm.VmCommand | Promise<vm.VmCommand>];
  /** Every line of src/commands/vm.ts that a healthy master can answer, in an order in which each has something to do. */
  const rows: readonly Row[] = [
    ['probe', vm.probe],
    ['status', vm.status],
    ['hashkv', async () => vm.hashkv(await revision())],
    ['put', () => vm.canaryPut('run-1', "a canary's song")],
    ['get', () => vm.canaryGet('run-1')],
    ['delete', () => vm.canaryDelete('run-1')],
    ['snapshot', () => vm.snapshot('/var/vcap/store/pks-rescue/run-1.db')],
    ['snapshot offer', () => vm.snapshotOffer('/var/vcap/store/pks-rescue/run-1.db')],
    ['snapshot clear', () => vm.snapshotClear('/var/vcap/store/pks-rescue/run-1.db')],
    ['peer url', vm.peerUrl],
    ['monit restart', () => vm.monit('restart')],
    ['monit stop', () => vm.monit('stop')],
    ['set aside', () => vm.setAside('run-1')],
    ['monit start', () => vm.monit('start')],
  ];
  test.for(rows)('%s', async ([what, line], context) => {
    context.task.meta.agreement = { command: `ssh to a VM: ${what}`, agree: false };
    const before = vms.lines();
    const { answer, said } = await overSsh(one(0), await line());
    expect(isMissed(answer) ? answer.unread : answer.exitCode, said).toBe(0);
    expect(vms.lines()).toBe(before + 1);
    expect(vms.refused()).toEqual([]);
    context.task.meta.agreement = { command: `ssh to a VM: ${what}`, agree: true };
  });

  test('what etcdctl refuses comes back with its own exit code and words, for lines that name a member', async () => {
    for (const line of [
      vm.moveLeader('1'),
      vm.memberRemove('1'),
      vm.memberAdd(one(1).uuid, 'https://x:2380'),
    ]) {
      const { answer, said } = await overSsh(one(1), line);
      expect(isMissed(answer) ? null : answer.exitCode, said).toEqual(expect.any(Number));
      expect(said).not.toContain('not known');
    }
    expect(vms.refused()).toEqual([]);
  });

  test('a canary’s value arrives as it was given', async () => {
    const value = "two  spaces, 'quotes', $HOME and `this`";
    await overSsh(one(1), vm.canaryPut('run-2', value));
    const { answer } = await overSsh(one(2), vm.canaryGet('run-2'));
    expect(isMissed(answer) ? answer.unread : answer.stdout.trim()).toBe(value);
  });
});
