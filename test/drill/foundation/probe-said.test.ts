import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { faults } from '../../../drill/foundation/faults/index.ts';
import { silenceOf } from '../../../src/cluster/silence.ts';
import { quoteArgv } from '../../../src/commands/quote.ts';
import { scriptText } from '../../../src/commands/scripts.ts';
import * as vm from '../../../src/commands/vm.ts';
import { type Probe, readProbe } from '../../../src/readings/probe.ts';
import { isMissed } from '../../../src/readings/reading.ts';
import { vmSaid } from '../../readings/ran.ts';
import { withMachines } from './play.ts';

const read = (stdout: string | undefined): Probe => {
  const probe = readProbe(vmSaid(stdout ?? ''));
  return isMissed(probe) ? expect.fail(probe.unread) : probe;
};

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

/** The script itself, on a folder that stands for /var/vcap, with a real openssl and no etcd. */
const onAFolder = async (prepare: (vcap: string) => Promise<void>): Promise<Probe> => {
  const vcap = await mkdtemp(join(tmpdir(), 'probe-'));
  try {
    await mkdir(join(vcap, 'store/etcd'), { recursive: true });
    await prepare(vcap);
    return read(
      execFileSync('sh', ['-c', scriptText('probe').replaceAll('/var/vcap', vcap)], { encoding: 'utf8' }),
    );
  } finally {
    await rm(vcap, { recursive: true, force: true });
  }
};

test('a member/ that is a link to nothing is told from one that is not there, and so is a missing program', async () => {
  const dangling = await onAFolder(vcap => symlink('/nowhere/at/all', join(vcap, 'store/etcd/member')));
  expect(dangling.files).toMatchObject({ memberDir: false, ground: { link: 'dangling', binary: false } });
  const absent = await onAFolder(async () => {});
  expect(absent.files).toMatchObject({ memberDir: false, walFiles: 0, ground: { link: 'none' } });
});

test('a certificate’s end is read with openssl, and one that is empty is not fine', async () => {
  const probe = await onAFolder(async vcap => {
    const folder = join(vcap, 'jobs/etcd/config');
    await mkdir(folder, { recursive: true });
    const [key, crt] = [join(folder, 'etcd.key'), join(folder, 'etcd.crt')];
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-subj',
        '/CN=x',
        '-days',
        '9',
        '-keyout',
        key,
        '-out',
        crt,
      ],
      { stdio: 'ignore' },
    );
    await writeFile(join(folder, 'peer.crt'), '');
    await chmod(key, 0o600);
  });
  expect(probe.certificates?.map(({ file, daysLeft }) => [file.split('/').at(-1), daysLeft])).toEqual([
    ['etcd.crt', expect.toSatisfy((days: number) => days === 8 || days === 9)],
    ['peer.crt', null],
  ]);
});
