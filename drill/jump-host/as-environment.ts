import { join } from 'node:path';
import { type Sshd, startSshd } from './sshd.ts';

export type DrillJumpHost = {
  /** What the bot needs to reach it. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
};

/** What the bot is told of it; `folder` is the box's, on the jump host. */
export const sshEnvironment = (folder: string, sshd: Sshd) => ({
  JUMP_HOST: sshd.target,
  JUMP_HOST_KEY: sshd.identityFile,
  JUMP_HOST_KNOWN_HOSTS: sshd.knownHostsFile,
  // The login's home is the home of whoever drills: claims stay in the box.
  JUMP_HOST_FOLDER: join(folder, 'claims'),
});

/** Where the drill's tools run: here, or behind a real sshd on loopback whose keys are gone with the box. */
export const startJumpHost = async (kind: 'local' | 'ssh', folder: string): Promise<DrillJumpHost> => {
  if (kind === 'local') return { env: { JUMP_HOST: 'local' }, stop: async () => {} };
  const sshd = await startSshd(folder);
  return { env: sshEnvironment(folder, sshd), stop: sshd.stop };
};
