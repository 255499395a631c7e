import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, greets } from './free-port.ts';
import { descendantsNamed, endProcess } from './processes.ts';

/** A real sshd on loopback with throw-away keys, run as the current user. */
export type Sshd = {
  /** As in JUMP_HOST: ssh://user@127.0.0.1:port */
  readonly target: string;
  readonly identityFile: string;
  readonly knownHostsFile: string;
  readonly port: number;
  /** Ends every connection at once, as a network does: the listener stays, and so does what was started over them. */
  drop(): void;
  stop(): Promise<void>;
  start(): Promise<void>;
};

const program = '/usr/sbin/sshd';
const missing = (what: string): Error =>
  new Error(
    `${what} is not on this machine, and the drill's jump host is a real sshd: run \`sudo apt-get install -y openssh-server openssh-client\` (Debian or Ubuntu), or leave --jump-host ssh out`,
  );

const makeKey = (path: string): void => {
  const { error, status } = spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', path]);
  if (error) throw missing('ssh-keygen');
  if (status !== 0) throw new Error(`ssh-keygen could not write a key to ${path}: is the folder writable?`);
};

type Place = { readonly folder: string; readonly port: number; readonly forced: string | undefined };

const configText = ({ folder, port, forced }: Place): string =>
  `${[
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${join(folder, 'host')}`,
    `AuthorizedKeysFile ${join(folder, 'authorized_keys')}`,
    'UsePAM no',
    'StrictModes no',
    'PidFile none',
    'PasswordAuthentication no',
    'PermitRootLogin yes',
    'MaxStartups 100',
    // Bash reads .bashrc under sshd: whoever runs this may have a slow or talkative one.
    `SetEnv HOME=${folder}`,
    ...(forced ? [`ForceCommand ${forced}`] : []),
  ].join('\n')}\n`;

const furnish = (place: Place): void => {
  const at = (name: string) => join(place.folder, name);
  mkdirSync(place.folder, { recursive: true, mode: 0o700 });
  // OpenSSH insists on this folder when it is started by root.
  if (userInfo().uid === 0 && !existsSync('/run/sshd')) mkdirSync('/run/sshd', { mode: 0o755 });
  for (const name of ['host', 'bot']) makeKey(at(name));
  writeFileSync(at('authorized_keys'), readFileSync(at('bot.pub')));
  writeFileSync(at('known_hosts'), `[127.0.0.1]:${place.port} ${readFileSync(at('host.pub'), 'utf8')}`);
  writeFileSync(at('sshd_config'), configText(place));
};

/** It dies with this process, also on SIGKILL. */
const spawnSshd = (folder: string): ChildProcess => {
  const words = ['-D', '-E', join(folder, 'log'), '-f', join(folder, 'sshd_config')];
  return spawn('setpriv', ['--pdeathsig', 'KILL', program, ...words], { stdio: 'ignore' });
};

const untilGreets = async (port: number, folder: string): Promise<void> => {
  for (let tries = 0; tries < 200; tries++) {
    if (await greets(port)) return;
    await sleep(25);
  }
  throw new Error(
    `sshd on 127.0.0.1:${port} did not answer within 5 s; it says why in ${join(folder, 'log')}`,
  );
};

/** `forced` reads the command line that ssh carries, in a login shell's place: `exec dash -c "$SSH_ORIGINAL_COMMAND"`. */
export const startSshd = async (folder: string, forced?: string): Promise<Sshd> => {
  if (!existsSync(program)) throw missing(program);
  const port = await freePort();
  furnish({ folder, port, forced });
  let child: ChildProcess | null = null;
  const start = async () => {
    child = spawnSshd(folder);
    child.once('error', () => {}); // no setpriv: nobody will greet, which is said below
    await untilGreets(port, folder);
  };
  const drop = () => {
    if (child?.pid !== undefined) descendantsNamed(child.pid, 'sshd').forEach(endProcess);
  };
  const stop = async () => {
    const last = child;
    if (last === null) return;
    drop();
    const ended = new Promise(resolve => last.once('exit', resolve));
    last.kill('SIGKILL');
    await ended;
    child = null;
  };
  await start();
  return {
    target: `ssh://${userInfo().username}@127.0.0.1:${port}`,
    identityFile: join(folder, 'bot'),
    knownHostsFile: join(folder, 'known_hosts'),
    port,
    drop,
    start,
    stop,
  };
};
