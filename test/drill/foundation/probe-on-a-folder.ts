import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { scriptText } from '../../../src/commands/scripts.ts';
import type { Probe } from '../../../src/readings/probe.ts';
import { isMissed } from '../../../src/readings/reading.ts';
import { probeSaid } from '../../readings/ran.ts';

export const read = (stdout: string | undefined): Probe => {
  const probe = probeSaid(stdout ?? '');
  return isMissed(probe) ? expect.fail(probe.unread) : probe;
};

/** The script itself, on a folder that stands for /var/vcap by this machine's own programs, without etcd. */
export const onAFolder = async (prepare: (vcap: string) => Promise<void>): Promise<Probe> => {
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
