import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { pins, toolPath } from '../../../tools/pins.ts';
import type { Foundation } from '../foundation/foundation.ts';
import { freePort } from '../jump-host/free-port.ts';
import { type KeyPair, newKeyPair } from '../vm-ssh/key-pair.ts';
import { startVmSsh } from '../vm-ssh/vm-ssh.ts';
import { keepOnePower } from './one-power.ts';
import type { Start, Tools } from './open-tools.ts';
import { startVcsim } from './vcsim.ts';

const run = promisify(execFile);

export const noRealBosh =
  'The real bosh CLI is not in .tools/bin (npm run tools says why it cannot be had), so the stand-in bosh is used; its `bosh ssh` really dials the VMs.';

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

/** The VMs' ssh server, for a `bosh ssh` that runs system ssh. */
const playVms = (foundation: Foundation, hostKey: KeyPair, port: number) =>
  startVmSsh({ machines: foundation.machines.all, sshUsers: foundation.director.sshUsers, hostKey, port });

/** Real govc on real vcsim, whose power state is the machines'; real bosh where it is there, else a line says why not. */
export const openRealTools = async (folder: string, start: Start): Promise<Tools> => {
  mustBeThere('govc', 'vcsim');
  const bosh = isThere('bosh');
  if (!bosh) console.error(noRealBosh);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const name of bosh ? ['govc', 'bosh'] : ['govc']) await symlink(toolPath(name), join(folder, name));
  const hostKey = newKeyPair();
  // The real CLI knows no other port than 22; the stand-in is told one that anybody may listen on.
  const port = bosh ? 22 : await freePort();
  const foundation = await start({
    hostPublicKey: () => hostKey.publicKey,
    ...(bosh ? {} : { vmSshPort: port }),
  });
  const vms = await playVms(foundation, hostKey, port);
  const vcsim = await startVcsim({ govc: toolPath('govc'), vcsim: toolPath('vcsim') });
  const power = await keepOnePower(vcsim, foundation.machines.all, foundation.effects);
  return {
    foundation,
    used: { bosh: bosh ? await releaseOf('bosh') : 'stand-in', govc: await releaseOf('govc') },
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
