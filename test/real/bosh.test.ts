import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as bosh from '../../src/commands/bosh.ts';
import { status } from '../../src/commands/vm.ts';
import { deploymentName } from '../../src/drill/foundation/machine.ts';
import { toolPath } from '../../tools/pins.ts';
import { openBoxWithTools } from '../drill/tools/box-with-tools.ts';
import { type Ended, expectAgreement, runProgram } from './agreement.ts';
import { maySkip, whyMissing } from './real-tool.ts';

const missing = whyMissing('bosh');

test('the real bosh CLI is there', context => {
  context.task.meta.agreement = { command: 'bosh (the real CLI)', agree: missing === null };
  if (missing !== null && maySkip()) context.skip(missing);
  expect(missing).toBeNull();
});

/**
 * What stands for ssh: the real CLI runs `ssh -tt … -l USER -- IP LINE` from PATH. It answers as the box's machines do, on
 * one stream with CRLF, as a pseudo-terminal does. Real OpenSSH towards an ssh server is its own suite.
 */
const sshProgram = `#!/bin/sh
while [ "$1" != -- ]; do shift; done
printf 'ok\\r\\n'
printf 'Connection to %s closed.\\r\\n' "$2" >&2
`;

type Box = Awaited<ReturnType<typeof openBoxWithTools>>;

describe.skipIf(missing !== null)(
  'the real bosh CLI and the stand-in, each at a Director of its own in the same state',
  () => {
    let folder: string;
    let boxes: readonly [Box, Box];
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'pks-rescue-real-'));
      await writeFile(join(folder, 'ssh'), sshProgram);
      await chmod(join(folder, 'ssh'), 0o755);
      boxes = [await openBoxWithTools(), await openBoxWithTools()];
      for (const box of boxes)
        await writeFile(join(folder, `${new URL(box.director.url).port}.pem`), box.director.caCertPem);
    });
    afterAll(async () => {
      for (const box of boxes ?? []) await box.stop();
      await rm(folder, { recursive: true, force: true });
    });

    /** Volatile by name: the Director's port, times, what a recreation makes up, and what ssh is given for one call. */
    const masked = ({ exitCode, stdout, stderr }: Ended, box: Box): Ended => {
      const mask = (text: string) =>
        text
          .replaceAll(box.director.url, 'DIRECTOR')
          .replace(/\| \d\d:\d\d:\d\d \|/g, '| CLOCK |')
          .replace(/\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d UTC \d{4}/g, 'WHEN')
          .replace(/\(\d\d:\d\d:\d\d\)|(?<=Duration )\d\d:\d\d:\d\d/g, 'HOW-LONG')
          .replace(/"(agent_id|vm_cid)": "[^"]+"/g, '"$1": "MADE-UP"')
          .replace(/"(timestamp|started_at)":\d+/g, '"$1":0')
          .replace(/ssh-(priv-key|known-hosts)\d+/g, 'ssh-$1N')
          .replace(/bosh_[0-9a-f]{15}/g, 'bosh_U')
          // A VM's CID ends in what its creation made up.
          .replace(/(?<=service-instance-56c19cfc_)[0-9a-f]{12}/g, 'MADE-UP')
          .replaceAll(folder, 'HOME');
      return { exitCode, stdout: mask(stdout), stderr: mask(stderr) };
    };
    const at = (box: Box) => ({
      HOME: folder,
      PATH: `${folder}:/usr/bin:/bin`,
      BOSH_ENVIRONMENT: box.director.url,
      BOSH_CA_CERT: join(folder, `${new URL(box.director.url).port}.pem`),
      BOSH_CLIENT: 'ops_manager',
      BOSH_CLIENT_SECRET: 'secret',
    });
    const both = async (argv: (box: Box) => readonly [string, ...string[]]) => {
      const [forReal, forStandIn] = boxes;
      const [realWords, standInWords] = [argv(forReal), argv(forStandIn)];
      const [real, standIn] = await Promise.all([
        runProgram(toolPath('bosh'), realWords.slice(1), at(forReal)),
        forStandIn.run(standInWords, { env: { HOME: folder } }),
      ]);
      const { exitCode, stdout, stderr } = standIn;
      return { real: masked(real, forReal), standIn: masked({ exitCode, stdout, stderr }, forStandIn) };
    };

    const cluster = bosh.bosh(deploymentName);
    const victim = (box: Box) => `master/${box.m0.uuid}`;
    const lastTask = (box: Box) => String(box.director.tasks()[0]?.id);
    type Asked = readonly [command: string, argv: (box: Box) => readonly [string, ...string[]]];
    /** Every command line of src/commands/bosh.ts, in an order in which each has something to do. */
    const questions: readonly Asked[] = [
      ['bosh --version', () => bosh.version().argv],
      ['bosh env', () => bosh.environment().argv],
      ['bosh deployments', () => bosh.deployments().argv],
      ['bosh locks', () => bosh.locks().argv],
      ['bosh tasks', () => bosh.tasksRunning().argv],
      ['bosh instances', () => cluster.instances().argv],
      ['bosh tasks', () => bosh.tasksRecent(5).argv],
      ['bosh curl', box => bosh.taskShow(lastTask(box)).argv],
      ['bosh curl', () => bosh.taskShow('1').argv],
      ['bosh curl', () => bosh.resurrectionState().argv],
      ['bosh update-resurrection', () => bosh.resurrection('off').argv],
      ['bosh ssh', box => cluster.ssh(victim(box), status()).argv],
      ['bosh recreate --no-converge', box => cluster.recreateNoConverge(victim(box)).argv],
      ['bosh task', box => bosh.taskFollow(lastTask(box)).argv],
      ['bosh cancel-task', box => bosh.taskCancel(lastTask(box)).argv],
      ['bosh cck', () => cluster.cckReport().argv],
      ['bosh delete-vm', box => cluster.deleteVm(box.m0.vm?.cid ?? '').argv],
      ['bosh delete-vm', () => cluster.deleteVm('vm-00000000-0000-4000-8000-000000000000').argv],
      ['bosh instances', () => cluster.instances().argv],
      ['bosh cck', () => cluster.cckReport().argv],
      ['bosh cck', () => cluster.cckDeleteReference().argv],
      ['bosh recreate', box => cluster.recreate(victim(box)).argv],
      ['bosh recreate', () => cluster.recreate('master/00000000-0000-0000-0000-000000000000').argv],
      ['bosh instances', () => bosh.bosh('nope').instances().argv],
      ['bosh task', () => bosh.taskFollow('99').argv],
      ['bosh update-resurrection', () => bosh.resurrection('on').argv],
    ];

    test.for(questions)('%s', async ([command, argv], context) => {
      const { real, standIn } = await both(argv);
      expectAgreement(context, command, real, standIn);
    });
  },
);
