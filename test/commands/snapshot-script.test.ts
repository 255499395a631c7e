import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { scriptText } from '../../src/commands/scripts.ts';
import { isMissed } from '../../src/readings/reading.ts';
import { readSnapshot } from '../../src/readings/snapshot.ts';
import { vmSaid } from '../readings/ran.ts';
import { type StubbedVm, type StubVm, stubVm } from '../support/stub-vm.ts';

const snapshotScript = scriptText('snapshot');
const vms: StubbedVm[] = [];
afterEach(() => {
  for (const vm of vms.splice(0)) vm.remove();
});
const aVm = (how: StubVm = {}): StubbedVm => {
  const vm = stubVm(how);
  vms.push(vm);
  return vm;
};
const at = '/data/pks-rescue/run-1.db';

const ended = async (child: ChildProcess) => {
  let stdout = '';
  child.stdout?.on('data', chunk => {
    stdout += String(chunk);
  });
  const [code] = await once(child, 'close');
  return { stdout, code: Number(code) };
};
const taken = async (how: StubVm) => {
  const vm = aVm(how);
  const { stdout, code } = await ended(vm.run(snapshotScript, vm.folder + at));
  const seen = readSnapshot(vmSaid(stdout, code));
  return { vm, stdout, seen, why: isMissed(seen) ? seen.unread : seen.why.en };
};
const left = (vm: StubbedVm) => readdirSync(join(vm.folder, 'data/pks-rescue'));

describe('the snapshot script', () => {
  test('saves 0600 in a folder of 0700, and leaves nothing of the restored copy', async () => {
    const { vm, seen, why } = await taken({});
    expect(why).toContain('A restored copy has the live hash 5 at revision 1204');
    expect(seen).toMatchObject({ ok: true, proven: true, bytes: 20_512, revision: 1204 });
    expect(left(vm)).toEqual(['run-1.db']);
    expect(statSync(vm.folder + at).mode & 0o777).toBe(0o600);
    expect(statSync(join(vm.folder, 'data/pks-rescue')).mode & 0o777).toBe(0o700);
  });

  test('opens no port: the restored copy listens on sockets of its own folder', () => {
    expect(snapshotScript.match(/--listen-\S+ \S+/g)).toEqual([
      '--listen-client-urls unix://client:1',
      '--listen-peer-urls unix://peer:1',
    ]);
  });

  test('saves again where a compaction came in between, and compares at one compact revision', async () => {
    const { stdout, seen } = await taken({ compactions: [900, 1100, 1100], restored: [5, 1100] });
    expect(stdout.match(/@@ save/g)).toHaveLength(2);
    expect(seen).toMatchObject({ ok: true, proven: true });
  });

  test('calls a copy of another compact revision unproven, and not different', async () => {
    const { seen, why } = await taken({ restored: [6, 1100] });
    expect(seen).toMatchObject({ ok: false, proven: false });
    expect(why).toContain('A compaction came in between (restored at 1100, live at 900)');
    expect(why).not.toContain('differs');
  });

  test('says with both hashes that a copy differs', async () =>
    expect((await taken({ restored: [6, 900] })).why).toContain('hash 6 and 5'));

  test('restores no copy where less than three times the db is free, and says so with numbers', async () => {
    const { vm, seen, why } = await taken({ freeKb: 59 });
    expect(seen).toMatchObject({ ok: true, proven: false });
    expect(why).toContain('No copy was restored there: 59 KiB are free, and three times the db of 21 KiB');
    expect(vm.throwAway()).toBeNull();
    expect((await taken({ freeKb: 63 })).seen).toMatchObject({ proven: true });
  });

  test('saves nothing where the db itself does not fit', async () => {
    const { vm, why } = await taken({ freeKb: 21 });
    expect(why).toContain('21 KiB are free under /var/vcap/data and the db has 20 KiB');
    expect(left(vm)).toEqual([]);
  });
});

const until = async (holds: () => boolean): Promise<boolean> => {
  for (let tries = 0; tries < 300 && !holds(); tries++) await sleep(50);
  return holds();
};
const lives = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** A machine so busy that the script comes to note the number of what it started half a second later. */
const busy = (script: string) => script.replaceAll(/& (?=[A-Z]=\$!)/g, '& sleep 0.5; ');

describe.each([
  ['a quick machine', (script: string) => script],
  ['a busy machine', busy],
])('on %s', (_machine, slowed) => {
  test.each(['SIGHUP', 'SIGTERM', 'SIGKILL'] as const)(
    'killed by %s while a copy is restored, it takes the copy and its process with it',
    async signal => {
      const vm = aVm({ hangs: true });
      const script = vm.run(slowed(snapshotScript), vm.folder + at);
      expect(await until(() => vm.throwAway() !== null)).toBe(true);
      const pid = vm.throwAway() ?? 0;
      expect(lives(pid)).toBe(true);
      process.kill(script.pid ?? 0, signal);
      const tidied = () => !left(vm).some(name => name.includes('throw-away'));
      expect(await until(() => !lives(pid) && tidied())).toBe(true);
    },
  );
});
