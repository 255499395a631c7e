import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/** A throw-away server on a loopback port. */
export type Postgres = {
  /** postgres://…, of a superuser with a password. */
  readonly url: string;
  stop(): Promise<void>;
};

const bin = process.env.POSTGRES_BIN ?? '/usr/lib/postgresql/15/bin';
const password = 'loopback-only';

/** Starts Debian's PostgreSQL on an empty directory; it dies with this process, also on SIGKILL. Takes about 2 s. */
export const startPostgres = async (): Promise<Postgres> => {
  const user = serverUser();
  const home = await mkdtemp(join(tmpdir(), 'pks-postgres-'));
  const secret = join(home, 'password');
  await writeFile(secret, password);
  for (const path of [home, secret]) if (user) await chown(path, user.uid, user.gid);
  await chmod(home, 0o700);
  const data = join(home, 'data');
  const port = await freePort();
  const initdb = [
    '-D',
    data,
    '-U',
    'pks',
    '--auth=scram-sha-256',
    `--pwfile=${secret}`,
    '-E',
    'UTF8',
    '--locale=C',
    '--no-sync',
  ];
  await ended(
    spawn(join(bin, 'initdb'), initdb, { ...user, cwd: home, stdio: ['ignore', 'ignore', 'inherit'] }),
  );
  const server = spawn(...dyingWithUs(user, data, port), { cwd: home, stdio: 'ignore' });
  const url = `postgres://pks:${password}@127.0.0.1:${port}/postgres`;
  await answering(url, server);
  return {
    url,
    async stop() {
      if (server.exitCode === null && server.signalCode === null) {
        server.kill('SIGINT');
        await once(server, 'exit');
      }
      await rm(home, { recursive: true, force: true });
    },
  };
};

type User = { readonly uid: number; readonly gid: number };

/** PostgreSQL refuses to run as root, so root hands over to Debian's postgres user. */
const serverUser = (): User | null => {
  if (process.getuid?.() !== 0) return null;
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
};

/** SIGQUIT is PostgreSQL's immediate shutdown. Where there is no setpriv (macOS) only `stop` ends the server. */
const dyingWithUs = (user: User | null, data: string, port: number): [string, string[]] => {
  const flags = [
    '-D',
    data,
    '-p',
    String(port),
    '-c',
    'listen_addresses=127.0.0.1',
    '-c',
    'unix_socket_directories=',
  ];
  const postgres = join(bin, 'postgres');
  if (!existsSync('/usr/bin/setpriv')) return [postgres, flags];
  const as = user ? [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups'] : [];
  return ['/usr/bin/setpriv', [...as, '--pdeathsig=QUIT', postgres, ...flags]];
};

const ended = async (child: ChildProcess): Promise<void> => {
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${child.spawnfile} ended with ${code}.`);
};

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('No loopback port is free.');
  return address.port;
};

const answering = async (connectionString: string, server: ChildProcess): Promise<void> => {
  for (let attempt = 0; attempt < 600; attempt++) {
    if (server.exitCode !== null)
      throw new Error(`PostgreSQL ended with ${server.exitCode} while it started.`);
    const client = new pg.Client({ connectionString });
    try {
      await client.connect();
      await client.end();
      return;
    } catch {
      await sleep(100);
    }
  }
  throw new Error('PostgreSQL did not answer within a minute.');
};
