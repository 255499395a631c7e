import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { faults } from '../../../drill/foundation/faults/index.ts';
import { silenceOf } from '../../../src/cluster/silence.ts';
import { quoteArgv } from '../../../src/commands/quote.ts';
import * as vm from '../../../src/commands/vm.ts';
import { withMachines } from './play.ts';
import { onAFolder, read } from './probe-on-a-folder.ts';

test.each(['modelled', 'auto'] as const)('%s members: why a stopped one does not answer is kept', etcd =>
  withMachines(etcd, async machines => {
    const { victims } = await faults['process-down'].inject(machines);
    const probe = read((await victims[0]?.run(quoteArgv(vm.probe())))?.stdout);
    expect(silenceOf(probe.etcd.said ?? '')).toBe('refused');
    expect(probe.etcd).toMatchObject({ up: false, status: null });
    expect(probe.files).toMatchObject({ walFiles: 1, ground: { link: 'none', owner: 'vcap', binary: true } });
    expect(probe.starts?.at.length).toBeGreaterThan(0);
    const other = machines.masters.find(master => master !== victims[0]);
    expect(read((await other?.run(quoteArgv(vm.probe())))?.stdout).etcd).toMatchObject({
      up: true,
      healthy: true,
    });
  }),
);

test('a member/ that is a link to nothing is told from one that is not there, and so is a missing program', async () => {
  const dangling = await onAFolder(vcap => symlink('/nowhere/at/all', join(vcap, 'store/etcd/member')));
  expect(dangling.files).toMatchObject({ memberDir: false, ground: { link: 'dangling', binary: false } });
  const absent = await onAFolder(async () => {});
  expect(absent.files).toMatchObject({ memberDir: false, walFiles: 0, ground: { link: 'none' } });
});

test('a member whose process is gone is asked as well, and not waited for; one of which that is not known is', async () => {
  const patience = async (pid: number | null) => {
    const { etcd } = await onAFolder(async vcap => {
      const [job, run] = [join(vcap, 'jobs/etcd/bin'), join(vcap, 'sys/run/bpm/etcd')];
      for (const folder of [job, run]) await mkdir(folder, { recursive: true });
      await writeFile(join(job, 'etcdctl'), '#!/bin/sh\necho "$@" >&2\nexit 1\n', { mode: 0o755 });
      if (pid !== null) await writeFile(join(run, 'etcd.pid'), `${pid}\n`);
    });
    return /timeout=(\S+) endpoint status/.exec(etcd.said ?? '')?.[1];
  };
  const noProcess = 2 ** 30;
  expect([await patience(noProcess), await patience(process.pid), await patience(null)]).toEqual([
    '500ms',
    '2s',
    '2s',
  ]);
});
