import { spawnSync } from 'node:child_process';
import { lstatSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { alive, readIfThere, until } from '../../support/processes.ts';
import { aRoot, claimName, hostsOf, sh, shells } from './a-fence.ts';

const root = aRoot();

/** Who took a claim, from the fence's own folder. */
const supervisorOf = (folder: string, claim: string): number =>
  Number(
    spawnSync('readlink', [join(folder, 'fence/claims', claim)])
      .stdout.toString()
      .split(':')[0],
  );

describe.concurrent.each(shells)('how a command behind the fence ends, under %s', (shell, path) => {
  const folder = join(root, `data-${shell}`);
  const { host, hostWith } = hostsOf(folder, path);

  test('the deadline is kept on the jump host, though supervisor and bot were killed, grandchildren included', async () => {
    const claim = claimName();
    const pids = join(root, `${shell}-pids`);
    const command = sh(
      `sh -c 'trap "" TERM; echo $$ >> ${pids}; for i in 1 2 3 4 5 6 7 8 9; do sleep 1; done' & echo $$ >> ${pids}; wait`,
      1,
    );
    const running = host.run(command, { claim });
    await until(() => readIfThere(pids).split('\n').length === 3);
    process.kill(supervisorOf(folder, claim), 'SIGKILL');
    expect(await host.look(command, claim)).toEqual({ state: 'running' });
    expect(await running).toMatchObject({ end: 'lost' });
    for (const pid of readIfThere(pids).trim().split('\n').map(Number)) await until(() => !alive(pid));
  });

  test('a command over its deadline ends as `deadline`', async () => {
    const claim = claimName();
    const ran = await host.run(sh('sleep 30 & echo $!; wait', 0.4), { claim });
    expect(ran).toMatchObject({ end: 'deadline', exitCode: null });
    await until(() => !alive(Number(ran.stdout)));
  });

  test('an abort kills the claimed command where it runs', async () => {
    const claim = claimName();
    const stop = new AbortController();
    const ran = await host.run(sh('sleep 30 & echo $!; wait'), {
      claim,
      signal: stop.signal,
      onOutput: () => stop.abort(),
    });
    expect(ran).toMatchObject({
      end: 'killed',
      why: 'it was stopped on request, with every process that it had started',
    });
    await until(() => !alive(Number(ran.stdout)));
  });

  test('closing lets go of a claimed command and leaves it running', async () => {
    const claim = claimName();
    const brief = hostWith();
    const command = sh('echo begun; sleep 0.8; echo over');
    const running = brief.run(command, { claim, onOutput: () => void brief.close() });
    expect(await running).toMatchObject({
      end: 'lost',
      why: 'this bot stopped following it; on the jump host it goes on',
    });
    expect(await host.adopt(command, claim)).toMatchObject({
      end: 'exited',
      exitCode: 0,
      stdout: 'begun\nover\n',
    });
  });

  test('a kill by somebody else is told apart, and without a supervisor nobody can know', async () => {
    const command = sh('kill -9 $$');
    expect(await host.run(command, { claim: claimName() })).toMatchObject({
      end: 'killed',
      why: 'sh was ended by SIGKILL, which this bot did not send',
    });
    const claim = claimName();
    const both = sh(`kill -9 $(readlink ${folder}/fence/claims/${claim} | cut -d: -f1) $$; sleep 5`, 3);
    const ran = await host.run(both, { claim });
    expect(ran).toMatchObject({ end: 'lost' });
    expect(await host.look(both, claim)).toMatchObject({
      state: 'unknown',
      why: expect.stringContaining('left no exit code'),
    });
  });

  test('a pid that is used again, or a reboot, is not mistaken for the command', async () => {
    await host.look(sh(''), 'any');
    const claims = join(folder, 'fence/claims');
    const bootId = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const plant = (claim: string, target: string) => {
      mkdirSync(join(folder, 'fence/runs', claim), { recursive: true });
      mkdirSync(claims, { recursive: true });
      symlinkSync(target, join(claims, claim));
    };
    plant(`${shell}-reused`, `${process.pid}:1:${bootId}`);
    plant(`${shell}-rebooted`, `${process.pid}:1:00000000-0000-0000-0000-000000000000`);
    expect(await host.look(sh(''), `${shell}-reused`)).toMatchObject({
      state: 'unknown',
      why: expect.stringContaining('no longer running'),
    });
    expect(await host.look(sh(''), `${shell}-rebooted`)).toMatchObject({
      state: 'unknown',
      why: expect.stringContaining('rebooted'),
    });
  });

  test('what is old is pruned: the output first, the claim long after, never one that runs', async () => {
    const claims = join(folder, 'fence/claims');
    const old = claimName();
    const ancient = claimName();
    const runs = claimName();
    for (const claim of [old, ancient]) await host.run(sh('echo hi'), { claim });
    const running = host.run(sh('sleep 1.5'), { claim: runs });
    await until(() => lstatSync(join(claims, runs), { throwIfNoEntry: false }) !== undefined);
    spawnSync('touch', ['-h', '-d', '40 days ago', join(claims, old)]);
    for (const claim of [ancient, runs])
      spawnSync('touch', ['-h', '-d', '500 days ago', join(claims, claim)]);
    const next = hostWith();
    expect(await next.look(sh(''), old)).toMatchObject({
      state: 'unknown',
      why: expect.stringContaining('pruned'),
    });
    expect(await next.look(sh(''), ancient)).toEqual({ state: 'never-started' });
    expect(await running).toMatchObject({ end: 'exited', exitCode: 0 });
    expect(lstatSync(join(claims, runs)).isSymbolicLink()).toBe(true);
  });
});
