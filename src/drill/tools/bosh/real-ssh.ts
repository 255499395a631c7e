import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KeyPair } from '../../vm-ssh/key-pair.ts';
import type { MachineAnswer } from './machines.ts';

/** What one `bosh ssh` has of its own: a user that the Director sets up, and a key that only this call knows. */
export type SshKey = KeyPair;
export type SshCall = {
  readonly user: string;
  readonly ip: string;
  readonly hostKey: string;
  readonly line: string;
  readonly key: SshKey;
  /** Of the box's VMs; a real CLI knows no other than 22. */
  readonly port: number;
};

/** As the real CLI makes it: a new one for every call. */
export const newSshKey = async (): Promise<SshKey> => {
  // Only a drill with real tools pays for it: ssh2 is heavy.
  const { newKeyPair } = await import('../../vm-ssh/key-pair.ts');
  return newKeyPair();
};

type Files = { readonly key: string; readonly knownHosts: string };

/** What ssh and scp are told in front of where they go, in the real CLI's order (facts/bosh.md). */
const options = (port: number, files: Files): readonly string[] => [
  ...['-o', 'ServerAliveInterval=30', '-o', 'ForwardAgent=no', '-o', 'PasswordAuthentication=no'],
  ...['-o', 'IdentitiesOnly=yes', '-o', `IdentityFile=${files.key}`],
  ...['-o', `UserKnownHostsFile=${files.knownHosts}`, '-o', 'StrictHostKeyChecking=yes'],
  ...(port === 22 ? [] : ['-o', `Port=${port}`]),
];

export const sshWords = (
  { user, ip, line, port }: Pick<SshCall, 'user' | 'ip' | 'line' | 'port'>,
  files: Files,
): readonly string[] => ['-tt', ...options(port, files), '-l', user, '--', ip, line];

const run = (
  program: 'ssh' | 'scp',
  words: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<MachineAnswer> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, words, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const said = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const)
      child[name].setEncoding('utf8').on('data', chunk => {
        said[name] += chunk;
      });
    child.once('error', reject);
    child.once('close', exitCode => resolve({ ...said, exitCode: exitCode ?? 255 }));
  });

/** The call's key and the VM's host key in files that are gone with the call. */
const withFiles = async <T>(
  call: Omit<SshCall, 'line'>,
  env: NodeJS.ProcessEnv,
  work: (files: Files) => Promise<T>,
): Promise<T> => {
  const home = join(env.HOME ?? '/tmp', '.bosh/tmp');
  await mkdir(home, { recursive: true, mode: 0o700 });
  const folder = await mkdtemp(join(home, 'ssh-'));
  const files = { key: join(folder, 'priv-key'), knownHosts: join(folder, 'known-hosts') };
  try {
    const name = call.port === 22 ? call.ip : `[${call.ip}]:${call.port}`;
    await writeFile(files.key, call.key.privateKey, { mode: 0o600 });
    await writeFile(files.knownHosts, `${name} ${call.hostKey}\n`);
    return await work(files);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** Runs the line on the VM through system ssh with a terminal; 255 and ssh's own words where nobody lets it in. */
export const runOverSsh = (call: SshCall, env: NodeJS.ProcessEnv): Promise<MachineAnswer> =>
  withFiles(call, env, files => run('ssh', sshWords(call, files), env));

/** Fetches a file of the VM through system scp. */
export const fetchOverSsh = (
  call: Omit<SshCall, 'line'> & { readonly path: string; readonly to: string },
  env: NodeJS.ProcessEnv,
): Promise<MachineAnswer> =>
  withFiles(call, env, files =>
    run('scp', [...options(call.port, files), `${call.user}@${call.ip}:${call.path}`, call.to], env),
  );
