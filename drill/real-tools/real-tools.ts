import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { pins, toolPath } from '../../tools/pins.ts';
import { newKeyPair } from '../vm-ssh/key-pair.ts';
import { startVmSsh } from '../vm-ssh/vm-ssh.ts';
import { keepOnePower } from './one-power.ts';
import type { Start, Tools } from './tools.ts';
import { startVcsim } from './vcsim.ts';

const run = promisify(execFile);

const isThere = (name: string): boolean => existsSync(toolPath(name));

/** What a program says of itself. */
const releaseOf = async (name: string): Promise<string> => {
  const pin = pins.find(known => known.name === name);
  const { stdout } = await run(toolPath(name), [...(pin?.asks ?? ['--version'])]);
  return /\d+\.\d+\.\d+/.exec(stdout)?.[0] ?? stdout.trim();
};

const mustBeThere = (...names: string[]): void => {
  const missing = names.filter(name => !isThere(name));
  if (missing.length > 0)
    throw new Error(
      `${missing.map(toolPath).join(', ')} is not there: run \`npm run tools\`, which says why if it cannot be had, or leave --tools real out`,
    );
};

/** Real bosh, which dials the VMs' ssh servers at port 22, and real govc on real vcsim, whose power state is the machines'. */
export const openRealTools = async (folder: string, start: Start): Promise<Tools> => {
  mustBeThere('bosh', 'govc', 'vcsim');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const name of ['bosh', 'govc']) await symlink(toolPath(name), join(folder, name));
  // The stand-in of that name goes over the stand-in bosh's logins alone.
  await symlink('/usr/bin/ssh', join(folder, 'ssh'));
  const hostKey = newKeyPair();
  const foundation = await start({ hostPublicKey: () => hostKey.publicKey });
  const { machines, director } = foundation;
  const vms = await startVmSsh({ machines: machines.all, sshUsers: director.sshUsers, hostKey });
  const vcsim = await startVcsim({ govc: toolPath('govc'), vcsim: toolPath('vcsim') });
  const power = await keepOnePower(vcsim, foundation.machines.all, foundation.effects);
  return {
    foundation,
    used: { bosh: await releaseOf('bosh'), govc: await releaseOf('govc') },
    overSsh: () => ({ lines: vms.lines(), refused: vms.refused() }),
    path: `${folder}:${foundation.toolsPath}`,
    env: { ...foundation.env, ...vcsim.env },
    stop: async () => {
      await power.stop();
      await Promise.all([vcsim.stop(), vms.stop()]);
      await foundation.stop();
    },
  };
};
