import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { deploymentName } from '../../../drill/foundation/machine.ts';
import { bbrBackup } from '../../../src/commands/bbr.ts';
import * as bosh from '../../../src/commands/bosh.ts';
import * as govc from '../../../src/commands/govc.ts';
import { etcdAgain } from '../../../src/commands/vm.ts';
import { openBoxWithTools } from './box-with-tools.ts';

type Box = Awaited<ReturnType<typeof openBoxWithTools>>;
let box: Box;
beforeAll(async () => {
  box = await openBoxWithTools();
});
afterEach(() => {
  box.director.faults.clear();
  box.answers.of = () => ({ stdout: 'ok\n', stderr: '', exitCode: 0 });
});
afterAll(() => box.stop());

const cluster = bosh.bosh(deploymentName);
const instanceOf = (machine: { uuid: string }) => `master/${machine.uuid}`;
const script = ['bbr_pks_one_cluster_backup.sh'] as const;
const rowsOf = (stdout: string) =>
  (JSON.parse(stdout) as { Tables: [{ Rows: Record<string, string>[] }] }).Tables[0].Rows;

test('every reading of the bot runs with nothing in its environment but HOME and PATH', async () => {
  const cid = box.m0.vm?.cid ?? '';
  const readings = [
    bosh.boshVersion(),
    bosh.environment(),
    bosh.deployments(),
    bosh.tasksRunning(),
    bosh.tasksRecent(5),
    bosh.locks(),
    bosh.resurrectionState(),
    cluster.instances(),
    govc.govcVersion(),
    govc.find(cid),
    govc.collect(`VirtualMachine:${box.m0.vm?.moref}`),
  ];
  const ended = await Promise.all(readings.map(({ argv }) => box.run(argv)));
  expect(ended.map(({ exitCode, stderr }) => ({ exitCode, stderr }))).toEqual(
    readings.map(() => ({ exitCode: 0, stderr: '' })),
  );
});

test('ssh carries the line to the VM; a non-zero exit there is 1 here, with the real code in its row', async () => {
  const asked: string[] = [];
  box.answers.of = (ip, line) => {
    asked.push(`${ip} ${line}`);
    return { stdout: 'one\ntwo\n', stderr: 'wrong\n', exitCode: 7 };
  };
  const command = cluster.ssh(instanceOf(box.m1), etcdAgain(0, []));
  const ended = await box.run(command.argv);
  expect(asked).toEqual([`${box.m1.ip} ${command.argv.at(-1)}`]);
  expect(ended).toMatchObject({ exitCode: 1, stderr: '' });
  expect(rowsOf(ended.stdout)).toMatchObject([
    { exit_code: '7', stdout: 'one\r\ntwo\r\nwrong\r\n', instance: instanceOf(box.m1) },
  ]);
});

test('ssh itself fails with 255 where the VM is off', async () => {
  box.answers.of = () => null;
  const ended = await box.run(cluster.ssh(instanceOf(box.m1), etcdAgain(0, [])).argv);
  expect(rowsOf(ended.stdout)).toMatchObject([
    {
      exit_code: '255',
      stdout: '',
      stderr: `ssh: connect to host ${box.m1.ip} port 22: No route to host\r\n`,
    },
  ]);
});

test('a killed --json has said nothing, and the task goes on', async () => {
  const before = box.director.tasks().length;
  const ended = await box.run(['bosh', '-n', '-d', deploymentName, 'cck', '--report', '--json'], {
    killWhen: [() => box.director.tasks().length > before, 'SIGTERM'],
  });
  expect(ended).toEqual({ exitCode: null, signal: 'SIGTERM', stdout: '', stderr: '' });
  await expect.poll(() => box.director.tasks()[0]?.state).toBe('done');
  expect(box.director.tasks().length).toBe(before + 1);
});

test('--tty says the task id at once, and dies by the signal without a word to the Director', async () => {
  const before = box.director.requests().length;
  const ended = await box.run(cluster.recreateNoConverge(instanceOf(box.m2)).argv, {
    onStdout: (soFar, kill) => {
      if (/\nTask \d+$/.test(soFar)) kill('SIGINT');
    },
  });
  expect(ended).toMatchObject({ exitCode: null, signal: 'SIGINT' });
  expect(ended.stdout).toMatch(/\n\nTask \d+$/);
  expect(box.director.requests().slice(before)).toMatchObject([{ method: 'POST' }]);
  await expect.poll(() => box.director.tasks()[0]?.state).toBe('done');
});

test('SIGHUP makes it talk, not die', async () => {
  let hung = false;
  const ended = await box.run(cluster.recreateNoConverge(instanceOf(box.m2)).argv, {
    onStdout: (soFar, kill) => {
      if (!hung && /\nTask \d+$/.test(soFar)) kill('SIGHUP');
      hung ||= /\nTask \d+$/.test(soFar);
    },
  });
  expect(ended.exitCode).toBe(0);
  expect(ended.stdout).toContain('Received SIGHUP - toggling debug output\n');
});

test('without -n and with nobody to answer it asks, gives up and changes nothing', async () => {
  const before = box.director.requests().length;
  const ended = await box.run(['bosh', '-d', deploymentName, 'delete-vm', box.m0.vm?.cid ?? '']);
  expect(ended).toMatchObject({
    exitCode: 1,
    stdout: 'Continue? [yN]: \n\n',
    stderr: 'Asking for confirmation:\n  EOF\nExit code 1\n',
  });
  expect(box.director.requests().length).toBe(before);
});

test('a lost answer makes it act twice, and it follows only the last task', async () => {
  box.director.faults.add({ kind: 'drop-answer' });
  const before = box.director.tasks().length;
  const ended = await box.run(cluster.recreateNoConverge(instanceOf(box.m2)).argv);
  expect(ended.exitCode).toBe(0);
  expect(box.director.tasks().length).toBe(before + 2);
  expect(ended.stdout).toContain(`Task ${box.director.tasks()[0]?.id} done`);
  expect(ended.stdout).not.toContain(`Task ${box.director.tasks()[1]?.id}`);
});

test('bbr works while the bootstrap member answers, and fails in the runbook’s words when it does not', async () => {
  const { argv } = bbrBackup(script, deploymentName);
  expect(await box.run(argv)).toMatchObject({ exitCode: 0 });
  box.answers.of = ip => ({ stdout: '', stderr: '', exitCode: ip === box.m0.ip ? 1 : 0 });
  const ended = await box.run(argv);
  expect(ended.exitCode).toBe(1);
  expect(ended.stdout).toMatch(
    /\[bbr\] [\d/]+ [\d:]+ INFO - Finished running post-backup-unlock scripts\.\n$/,
  );
  expect(ended.stderr).toContain(
    `1 error occurred:\nerror 1:\n1 error occurred:\nerror 1:\nError attempting to run backup for job bbr-etcd on ${instanceOf(box.m0)}: Error: dial tcp ${box.m0.ip}:2379: connect: connection refused - exit code 2\n`,
  );
});

test('the programs may hold a login, so nobody else may read them', async () => {
  expect((await stat(join(box.toolsFolder, 'bosh'))).mode & 0o777).toBe(0o700);
});

test('at a Director with UAA a token is fetched, and an expired one is renewed once without a word', async () => {
  const uaa = await openBoxWithTools({ auth: 'uaa' });
  try {
    expect(await uaa.run(bosh.deployments().argv)).toMatchObject({ exitCode: 0, stderr: '' });
    uaa.director.faults.add({ kind: 'answer', status: 401, path: /^\/deployments$/ });
    expect(await uaa.run(bosh.deployments().argv)).toMatchObject({ exitCode: 0, stderr: '' });
    const wrong = await uaa.run(['bosh', '--tty', 'deployments'], { env: { BOSH_CLIENT_SECRET: 'wrong' } });
    expect(wrong.exitCode).toBe(1);
    expect(wrong.stderr).toContain(
      "Performing GET request:\n      Requesting token via client credentials grant: UAA responded with non-successful status code '401'",
    );
  } finally {
    await uaa.stop();
  }
});
