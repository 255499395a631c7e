import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A real sshd on loopback with throw-away keys, run as the current user. */
export type Sshd = {
  readonly target: string;
  readonly identityFile: string;
  readonly knownHostsFile: string;
  readonly port: number;
  /** Ends every connection at once, as a network does: the listener stays. */
  drop(): void;
  stop(): Promise<void>;
  start(): Promise<void>;
};

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
    server.once('error', reject);
  });
const answers = (port: number): Promise<boolean> =>
  new Promise(resolve => {
    const socket = connect(port, '127.0.0.1');
    socket.once('data', () => resolve(!socket.destroy().connecting));
    socket.once('error', () => resolve(false));
  });
const parentOf = (pid: string): number => {
  try {
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[1]);
  } catch {
    return 0;
  }
};
const childrenOf = (parent: number): number[] => {
  const direct = readdirSync('/proc')
    .filter(pid => /^\d+$/.test(pid) && parentOf(pid) === parent)
    .map(Number);
  return direct.flatMap(pid => (commOf(pid) === 'sshd' ? [pid, ...childrenOf(pid)] : []));
};
const commOf = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
  } catch {
    return '';
  }
};
const key = (path: string) => spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', path]);

/** `shell` reads the command line that ssh carries: `exec dash -c "$SSH_ORIGINAL_COMMAND"`. */
export const startSshd = async (folder: string, shell?: string): Promise<Sshd> => {
  mkdirSync(folder, { recursive: true });
  // OpenSSH insists on this folder when it is started by root.
  if (userInfo().uid === 0 && !existsSync('/run/sshd')) mkdirSync('/run/sshd', { mode: 0o755 });
  const port = await freePort();
  const at = (name: string) => join(folder, name);
  for (const name of ['host', 'bot']) key(at(name));
  writeFileSync(at('authorized_keys'), readFileSync(at('bot.pub')));
  writeFileSync(at('known_hosts'), `[127.0.0.1]:${port} ${readFileSync(at('host.pub'), 'utf8')}`);
  const config = [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${at('host')}`,
    `AuthorizedKeysFile ${at('authorized_keys')}`,
    'UsePAM no',
    'StrictModes no',
    'PidFile none',
    'PasswordAuthentication no',
    'PermitRootLogin yes',
    'MaxStartups 100',
    // Bash reads .bashrc under sshd: whoever runs the tests may have a slow or talkative one.
    `SetEnv HOME=${folder}`,
    ...(shell ? [`ForceCommand ${shell}`] : []),
  ];
  writeFileSync(at('sshd_config'), `${config.join('\n')}\n`);
  let child: ChildProcess | null = null;

  const start = async () => {
    // Dies with this process, also on SIGKILL.
    child = spawn(
      'setpriv',
      ['--pdeathsig', 'KILL', '/usr/sbin/sshd', '-D', '-E', at('log'), '-f', at('sshd_config')],
      {
        stdio: 'ignore',
      },
    );
    for (let tries = 0; tries < 100 && !(await answers(port)); tries++) await sleep(20);
  };
  const drop = () => {
    for (const pid of childrenOf(child?.pid ?? 0))
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It ended by itself meanwhile.
      }
  };
  await start();
  return {
    target: `ssh://${userInfo().username}@127.0.0.1:${port}`,
    identityFile: at('bot'),
    knownHostsFile: at('known_hosts'),
    port,
    drop,
    start,
    stop: async () => {
      drop();
      const ended = new Promise(resolve => child?.once('exit', resolve));
      child?.kill('SIGKILL');
      await ended;
      child = null;
    },
  };
};
