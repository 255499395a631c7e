import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Foundation, startFoundation } from '../../drill/foundation/foundation.ts';
import { hashkv } from '../../drill/foundation/known-lines.ts';
import { deploymentName, type Machine, scaledTimings } from '../../drill/foundation/machine.ts';
import { newKeyPair } from '../../drill/vm-ssh/key-pair.ts';
import { startVmSsh, type VmSsh } from '../../drill/vm-ssh/vm-ssh.ts';
import { bosh } from '../../src/commands/bosh.ts';
import { quoteArgv } from '../../src/commands/quote.ts';
import * as vm from '../../src/commands/vm.ts';
import { readVm } from '../../src/readings/bosh-ssh.ts';
import { hashOf } from '../../src/readings/etcd-hash.ts';
import { findJson } from '../../src/readings/json.ts';
import { isMissed } from '../../src/readings/reading.ts';
import { toolPath } from '../../tools/pins.ts';
import { runProgram } from './agreement.ts';
import { maskedFor } from './both-boshes.ts';
import { whyMissing } from './real-tool.ts';

const missing = whyMissing('bosh');

/** Volatile by name: times, the room on a disk, what an election or joining made of terms, indexes and ids (etcd lists members by them), and what a
 *  snapshot's file hashes to. */
const masked = (answer: ReturnType<typeof readVm>) => {
  if (isMissed(answer)) return answer;
  const mask = (text: string) =>
    text
      .replace(/\d{4}[-/]\d\d[-/]\d\d \d\d:\d\d:\d\d(?:\.\d{6})?/g, 'WHEN')
      .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, 'WHEN')
      .replace(/\b1\d{9}(?:\.\d+)?\b/g, 'STAMP')
      .replace(/uptime: \S+/g, 'uptime: HOW-LONG')
      .replace(/^\S+(?: +\d+){3} +\d+% .*/gm, 'ROOM')
      .replace(/(?<="(?:raft_term|raftTerm|raftIndex|raftAppliedIndex)":)\d+/g, '0')
      .replace(/(?<="leader":)\d+/g, '0')
      .replace(/\b[0-9a-f]{64}\b/g, 'SHA256')
      .replace(/\b[0-9a-f]{15,16}(?=, started, | added to cluster )/g, 'MEMBER')
      // etcdctl pads a shorter id to sixteen places.
      .replace(/ +MEMBER(?= added to cluster )/g, ' MEMBER')
      .replace(/(?:^MEMBER, started, .*\n?)+/gm, lines => lines.split('\n').toSorted().join('\n'));
  return { ...answer, stdout: mask(answer.stdout), stderr: mask(answer.stderr) };
};

describe.skipIf(missing !== null)('every line that runs on a VM, over ssh by the real bosh', () => {
  let folder: string;
  let boxes: { readonly real: Foundation; readonly standIn: Foundation };
  let vms: VmSsh;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pks-rescue-bosh-ssh-'));
    await mkdir(join(folder, 'home'));
    const hostKey = newKeyPair();
    const open = (name: string) =>
      startFoundation({
        folder: join(folder, name),
        etcd: 'modelled',
        timings: scaledTimings,
        hostPublicKey: () => hostKey.publicKey,
      });
    boxes = { real: await open('real'), standIn: await open('stand-in') };
    const { machines, director } = boxes.real;
    vms = await startVmSsh({ machines: machines.all, sshUsers: director.sshUsers, hostKey });
  });
  afterAll(async () => {
    await vms?.stop();
    for (const box of Object.values(boxes ?? {})) await box.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** The same line by the real CLI, system ssh and an ssh server, and by the stand-in in a box of its own in the same state. */
  const onBoth = async (master: number, line: (box: Foundation) => vm.VmCommand | Promise<vm.VmCommand>) => {
    const inBox = async (box: Foundation, program: string) => {
      const machine = masterOf(box, master);
      const command = bosh(deploymentName).ssh(`${machine.group}/${machine.uuid}`, await line(box));
      const env = { ...box.env, HOME: join(folder, 'home'), PATH: '/usr/bin:/bin' };
      const ended = await runProgram(program, command.argv.slice(1), env);
      const ran = { command, end: 'exited', why: null, sha256: '', lines: 0, seconds: 0, ...ended } as const;
      return masked(readVm(ran));
    };
    const { real, standIn } = boxes;
    return {
      real: await inBox(real, toolPath('bosh')),
      standIn: await inBox(standIn, join(standIn.toolsPath, 'bosh')),
    };
  };
  const masterOf = (box: Foundation, at: number): Machine => {
    const machine = box.machines.masters[at];
    if (!machine) throw new Error(`the box has no master ${at}`);
    return machine;
  };
  const revisionIn = async (box: Foundation) => {
    const { stdout } = await masterOf(box, 0).run(quoteArgv(hashkv(0)));
    return hashOf(findJson(stdout))?.revision ?? 0;
  };

  type Row = readonly [
    what: string,
    line: (box: Foundation) => vm.VmCommand | Promise<vm.VmCommand>,
    exitCode?: number,
  ];
  const file = '/var/vcap/store/pks-rescue/run-1.db';
  /** Every line of src/commands/vm.ts, in an order in which each has something to do. */
  const rows: readonly Row[] = [
    ['probe', () => vm.probe()],
    ['probe with a second look', () => vm.probe({ seconds: 0, remembered: 1 })],
    ['again', async box => vm.etcdAgain(0, [await revisionIn(box), 1])],
    ['hashkv', async box => hashkv(await revisionIn(box))],
    ['put', () => vm.canaryPut('run-1', "a canary's song, $HOME and `this`")],
    ['get', () => vm.canaryGet('run-1')],
    ['delete', () => vm.canaryDelete('run-1')],
    ['snapshot', () => vm.saveSnapshot(file)],
    ['snapshot offer', () => vm.snapshotOffer(file)],
    ['snapshot clear', () => vm.snapshotClear(file)],
    ['peer url', vm.peerUrl],
    ['move leader to nobody', () => vm.moveLeader('1'), 128],
    ['remove nobody', () => vm.memberRemove('1'), 1],
    ['add a member nowhere', box => vm.memberAdd(masterOf(box, 1).uuid, 'https://127.28.3.9:2380')],
    ['monit restart', () => vm.monit('restart')],
    ['monit stop', () => vm.monit('stop')],
    ['set aside', () => vm.setAside('run-1')],
    ['monit start', () => vm.monit('start')],
  ];
  /** A file of that master by scp: what the CLI said, and the bytes that came. */
  const fetched = async (box: Foundation, program: string, path: string) => {
    const to = join(folder, `${Math.random()}.db`);
    const { group, uuid } = masterOf(box, 2);
    const env = { ...box.env, HOME: join(folder, 'home'), PATH: '/usr/bin:/bin' };
    const ended = await runProgram(
      program,
      ['-n', '-d', deploymentName, 'scp', `${group}/${uuid}:${path}`, to],
      env,
    );
    const mask = (text: string) =>
      text.replaceAll(basename(to), 'TO').replace(/IdentityFile=\S+|UserKnownHostsFile=\S+/g, 'FILE');
    const { exitCode, stdout, stderr } = maskedFor(box, folder)(ended);
    const bytes = await readFile(to).catch(() => null);
    return { said: { exitCode, stdout: mask(stdout), stderr: mask(stderr) }, bytes };
  };
  test.for([
    ['a snapshot', '/var/vcap/store/pks-rescue/run-2.db', 0],
    ['a file that is not there', '/var/vcap/store/pks-rescue/none.db', 1],
  ] as const)('scp of %s', async ([what, path, exitCode], context) => {
    const command = `scp from a VM: ${what}`;
    context.task.meta.agreement = { command, agree: false };
    if (exitCode === 0)
      for (const line of [vm.saveSnapshot(path), vm.snapshotOffer(path)]) await onBoth(2, () => line);
    const real = await fetched(boxes.real, toolPath('bosh'), path);
    const standIn = await fetched(boxes.standIn, join(boxes.standIn.toolsPath, 'bosh'), path);
    expect(real.said.exitCode).toBe(exitCode);
    expect(standIn.said).toEqual(real.said);
    for (const [box, { bytes }] of [
      [boxes.real, real],
      [boxes.standIn, standIn],
    ] as const)
      expect(bytes).toEqual(exitCode === 0 ? await masterOf(box, 2).fetch(path) : null);
    context.task.meta.agreement = { command, agree: true };
  });

  test.for(rows)('%s', async ([what, line, exitCode = 0], context) => {
    context.task.meta.agreement = { command: `ssh to a VM: ${what}`, agree: false };
    const before = vms.lines();
    const { real, standIn } = await onBoth(0, line);
    expect(real).toMatchObject({ exitCode });
    expect(standIn).toEqual(real);
    expect(vms.lines()).toBe(before + 1);
    expect(vms.refused()).toEqual([]);
    context.task.meta.agreement = { command: `ssh to a VM: ${what}`, agree: true };
  });
});
