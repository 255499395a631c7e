import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { deploymentName, type VmAnswer } from '../../../drill/foundation/machine.ts';
import { openBoxWithTools } from './box-with-tools.ts';

/** Traps 2 to 4 of `bosh ssh` over a group, as they were seen with the real CLI. */
let box: Awaited<ReturnType<typeof openBoxWithTools>>;
beforeEach(async () => {
  box = await openBoxWithTools();
});
afterEach(() => box.stop());

const ssh = (slug: string, line = 'true') =>
  ['bosh', '-n', '-d', deploymentName, 'ssh', slug, '-r', '--json', '-c', line] as const;
type Rows = { readonly Tables: readonly [{ readonly Rows: readonly Record<string, string>[] }] | null };
/** Which masters have a row. */
const rowsIn = (stdout: string) =>
  ((JSON.parse(stdout) as Rows).Tables?.[0].Rows ?? []).map(row => row.instance ?? '').toSorted();
const named = (...machines: readonly { uuid: string }[]) =>
  machines.map(({ uuid }) => `master/${uuid}`).toSorted();
const usersOn = () => [box.m0, box.m1, box.m2].map(({ ip }) => box.director.sshUsers(ip).length);
const cleanups = () => box.director.tasks().filter(task => task.description.startsWith('ssh: cleanup'));
const over = async () => {
  while (box.director.tasks().some(task => task.state === 'queued' || task.state === 'processing'))
    await sleep(5);
};
const never = new Promise<VmAnswer>(() => {});
/** The last master hangs; the others answer, and the test hears of it. */
const lastHangs = () => {
  const reached = { count: 0 };
  box.answers.of = ip => {
    reached.count += 1;
    return ip === box.m2.ip ? never : { stdout: 'ok\n', stderr: '', exitCode: 0 };
  };
  return reached;
};

describe('a group login with one silent agent', () => {
  test('has no rows, sends no clean-up, and leaves the user on the masters before it', async () => {
    await box.m1.powerOff();
    const { exitCode, stdout } = await box.run(ssh('master'));
    await over();
    expect(exitCode).toBe(1);
    expect(rowsIn(stdout)).toEqual([]);
    expect(stdout).toContain(`Timed out sending 'ssh' to instance: 'master/${box.m1.uuid}'`);
    expect([cleanups().length, usersOn()]).toEqual([0, [1, 0, 0]]);
  });

  test('whose agent went silent after the set-up stops the clean-up half way', async () => {
    box.answers.of = ip => {
      if (ip === box.m0.ip) void box.m1.powerOff();
      return { stdout: 'ok\n', stderr: '', exitCode: 0 };
    };
    expect(rowsIn((await box.run(ssh('master'))).stdout)).toEqual(named(box.m0, box.m1, box.m2));
    await over();
    expect([cleanups()[0]?.state, usersOn()]).toEqual(['error', [0, 1, 1]]);
  });
});

describe('a group login that hangs on one VM', () => {
  test('prints the other rows and cleans up on TERM', async () => {
    const reached = lastHangs();
    const { exitCode, stdout } = await box.run(ssh('master'), {
      killWhen: [() => reached.count === 3, 'SIGTERM'],
    });
    await over();
    expect(exitCode).toBe(1);
    expect(rowsIn(stdout)).toEqual(expect.arrayContaining(named(box.m0, box.m1)));
    expect(usersOn()).toEqual([0, 0, 0]);
  });

  test('prints nothing on KILL and leaves the user on every VM', async () => {
    const reached = lastHangs();
    const killed = await box.run(ssh('master'), { killWhen: [() => reached.count === 3, 'SIGKILL'] });
    await over();
    expect([killed.signal, killed.stdout]).toEqual(['SIGKILL', '']);
    expect([cleanups().length, usersOn()]).toEqual([0, [1, 1, 1]]);
  });

  test('leaves the user, too, where TERM comes during the set-up', async () => {
    box.director.faults.add({ kind: 'hang', path: /\/output/ });
    const killed = await box.run(ssh('master'), {
      killWhen: [() => usersOn().every(count => count === 1), 'SIGTERM'],
    });
    await over();
    expect(killed).toMatchObject({ signal: 'SIGTERM', stdout: '' });
    expect([cleanups().length, usersOn()]).toEqual([0, [1, 1, 1]]);
  });
});

describe('the rows of a group login', () => {
  test('lack a master without a VM, and the exit code does not say so', async () => {
    await box.client.act('DELETE', `/vms/${box.m1.vm?.cid}`);
    const { exitCode, stdout } = await box.run(ssh('master'));
    expect([exitCode, rowsIn(stdout)]).toEqual([0, named(box.m0, box.m2)]);
  });

  test('are all there where a command fails on one of them, which the exit code calls 1', async () => {
    box.answers.of = ip => ({ stdout: '', stderr: '', exitCode: ip === box.m1.ip ? 3 : 0 });
    const { exitCode, stdout } = await box.run(ssh('master'));
    expect([exitCode, rowsIn(stdout)]).toEqual([1, named(box.m0, box.m1, box.m2)]);
  });

  test('have an ignored instance', async () => {
    await box.run(['bosh', '-n', '-d', deploymentName, 'ignore', `master/${box.m1.uuid}`]);
    expect(rowsIn((await box.run(ssh('master'))).stdout)).toEqual(named(box.m0, box.m1, box.m2));
  });

  test('cannot be asked for by a list: `master/a,b` is one id, and nobody has it', async () => {
    const { exitCode, stdout } = await box.run(ssh(`master/${box.m0.uuid},${box.m1.uuid}`));
    expect([exitCode, rowsIn(stdout), usersOn()]).toEqual([1, [], [0, 0, 0]]);
  });
});
