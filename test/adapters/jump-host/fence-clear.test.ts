import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { until } from '../../support/processes.ts';
import { aRoot, claimName, hostsOf, sh, shells } from './a-fence.ts';

const root = aRoot();

describe.each(shells)('what a command printed, under %s', (shell, path) => {
  const folder = join(root, `clear-${shell}`);
  const { host } = hostsOf(folder, path);
  const held = (claim: string, name: string) => join(folder, 'fence/runs', claim, name);

  test('goes from the jump host once it has been read, and the record of the command stays', async () => {
    const claim = claimName();
    const command = sh('echo hunter2; echo hunter3 >&2; exit 3');
    const ran = await host.run(command, { claim });
    expect(readFileSync(held(claim, 'out'), 'utf8')).toBe('hunter2\n');
    await host.clear(claim);
    for (const name of ['out', 'err']) expect(statSync(held(claim, name)).size).toBe(0);
    expect(await host.look(command, claim)).toMatchObject({
      state: 'ended',
      ran: { exitCode: 3, stdout: '' },
    });
    expect((await host.run(command, { claim })).end).toBe('not-started');
    // Whole and redacted here, under the hash that the journal has.
    expect(ran.logPath).toBe(join(folder, 'logs', `${claim}.log`));
    expect(readFileSync(ran.logPath ?? '', 'utf8')).toBe('hunter2\nhunter3\n');
    expect(statSync(ran.logPath ?? '').mode & 0o777).toBe(0o600);
  });

  test('stays while the command runs, and clearing what never ran does nothing', async () => {
    const claim = claimName();
    const running = host.run(sh('echo begun; sleep 0.5; echo over'), { claim });
    await until(() => existsSync(held(claim, 'out')) && statSync(held(claim, 'out')).size > 0);
    await host.clear(claim);
    expect((await running).stdout).toBe('begun\nover\n');
    await host.clear('never-ran');
    expect(existsSync(held('never-ran', 'out'))).toBe(false);
  });
});
