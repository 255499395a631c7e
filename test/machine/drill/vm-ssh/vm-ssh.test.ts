import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { SshUser } from '../../../../drill/foundation/director/inventory.ts';
import type { Machine, VmAnswer } from '../../../../drill/foundation/machine.ts';
import { newKeyPair } from '../../../../drill/vm-ssh/key-pair.ts';
import { startVmSsh, type VmSsh } from '../../../../drill/vm-ssh/vm-ssh.ts';

const ip = '127.28.3.2';
const user = 'bosh_0123456789abcde';
const folder = mkdtempSync(join(tmpdir(), 'pks-rescue-vm-ssh-'));
const at = (name: string) => join(folder, name);
const ran: string[] = [];
const refusedLines: string[] = [];
const vm = {
  cid: 'vm-1',
  moref: 'vm-1',
  instanceUuid: 'u',
  agentId: 'a',
  createdAt: 0,
  power: 'on' as 'on' | 'off',
};

const run = async (line: string): Promise<VmAnswer> => {
  if (line === 'sudo monit summary') {
    ran.push(line);
    return { stdout: 'etcd\nrunning\n', stderr: 'a warning\n', exitCode: 3 };
  }
  refusedLines.push(line);
  return { stdout: '', stderr: `not known: ${line}\n`, exitCode: 127 };
};
const big = randomBytes(300_000);
// Only what an ssh server asks of a machine.
const fetch = async (path: string): Promise<Buffer> => {
  if (path === '/var/vcap/store/big.db') return big;
  throw new Error(
    `scp: ${path}: ${path.includes('secret') ? 'Permission denied' : 'No such file or directory'}`,
  );
};
const machine = { group: 'master', uuid: 'u', ip, vm, run, fetch, refusedLines } as unknown as Machine;

let server: VmSsh;
let port = 0;
let users: readonly SshUser[] = [];

const freePort = async (): Promise<number> => {
  const one = createServer().listen(0, ip);
  await once(one, 'listening');
  const address = one.address();
  one.close();
  return typeof address === 'object' && address ? address.port : 0;
};

beforeAll(async () => {
  for (const name of ['task', 'stranger'])
    spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', at(name)]);
  port = await freePort();
  const hostKey = newKeyPair();
  writeFileSync(at('known_hosts'), `[${ip}]:${port} ${hostKey.publicKey}\n`);
  server = await startVmSsh({ machines: [machine], sshUsers: () => users, hostKey, port });
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
  users = [{ user, publicKey: readFileSync(at('task.pub'), 'utf8').trim() }];
  vm.power = 'on';
  ran.length = 0;
  refusedLines.length = 0;
});

/** As a real `bosh ssh` calls it. */
const ssh = async (line: readonly string[], how: { key?: string; login?: string; tty?: string } = {}) => {
  const child = spawn(
    'ssh',
    [
      ...['-F', '/dev/null', how.tty ?? '-tt', '-p', String(port), '-o', 'BatchMode=yes'],
      ...['-o', 'ServerAliveInterval=30', '-o', 'ForwardAgent=no', '-o', 'PasswordAuthentication=no'],
      ...['-o', 'IdentitiesOnly=yes', '-o', `IdentityFile=${at(how.key ?? 'task')}`],
      ...['-o', `UserKnownHostsFile=${at('known_hosts')}`, '-o', 'StrictHostKeyChecking=yes'],
      ...['-l', how.login ?? user, '--', ip, ...line],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const said = { out: '', err: '' };
  child.stdout.on('data', chunk => {
    said.out += chunk;
  });
  child.stderr.on('data', chunk => {
    said.err += chunk;
  });
  const [exitCode] = await once(child, 'close');
  return { exitCode, ...said };
};

test('a VM runs the line of the user and key of the Director’s task, on a terminal: one stream, CRLF, its exit code', async () => {
  const answer = await ssh(['sudo monit summary']);
  expect(answer).toMatchObject({ exitCode: 3, out: 'etcd\r\nrunning\r\na warning\r\n' });
  expect(answer.err).toContain(`Connection to ${ip} closed.`);
  expect(ran).toEqual(['sudo monit summary']);
});

test('a VM keeps the two streams apart without a terminal', async () => {
  const answer = await ssh(['sudo monit summary'], { tty: '-T' });
  expect(answer).toMatchObject({ exitCode: 3, out: 'etcd\nrunning\n', err: 'a warning\n' });
});

test.each([
  ['another key', { key: 'stranger' }],
  ['another user', { login: 'bosh_ffffffffffffffff' }],
])('a VM does not let in %s', async (_what, how) => {
  const answer = await ssh(['sudo monit summary'], how);
  expect(answer).toMatchObject({ exitCode: 255 });
  expect(answer.err).toContain('Permission denied (publickey)');
  expect(ran).toEqual([]);
});

test('a VM lets nobody in any more after the task that cleans up', async () => {
  users = [];
  expect((await ssh(['sudo monit summary'])).exitCode).toBe(255);
});

test('a VM runs no other line, and keeps what it was asked', async () => {
  expect(await ssh(['rm -rf /var/vcap/store'])).toMatchObject({ exitCode: 127 });
  expect(refusedLines).toEqual(['rm -rf /var/vcap/store']);
  expect(server.refused()).toContain('rm -rf /var/vcap/store');
  expect(ran).toEqual([]);
});

test('a VM gives no shell', async () => {
  expect((await ssh([])).exitCode).not.toBe(0);
  expect(server.refused()).toContain('a shell');
});

test('a VM that is off answers nothing', async () => {
  vm.power = 'off';
  expect((await ssh(['sudo monit summary'])).exitCode).toBe(255);
});

/** As a real `bosh scp` calls it. */
const scp = async (from: string, to: string) => {
  const child = spawn('scp', [
    ...['-F', '/dev/null', '-P', String(port), '-o', 'BatchMode=yes', '-o', 'IdentitiesOnly=yes'],
    ...['-o', `IdentityFile=${at('task')}`, '-o', `UserKnownHostsFile=${at('known_hosts')}`, from, to],
  ]);
  let err = '';
  child.stderr.on('data', chunk => {
    err += chunk;
  });
  const [exitCode] = await once(child, 'close');
  return { exitCode, err };
};

test('a VM gives scp a file whole, says why it gives another one not, and takes none', async () => {
  const there = (path: string) => `${user}@${ip}:${path}`;
  expect(await scp(there('/var/vcap/store/big.db'), at('big.db'))).toMatchObject({ exitCode: 0 });
  expect(readFileSync(at('big.db')).equals(big)).toBe(true);
  expect((await scp(there('/secret'), at('no.db'))).err).toMatch(/permission denied/i);
  expect((await scp(there('/none'), at('no.db'))).err).toMatch(/no such file/i);
  expect((await scp(at('big.db'), there('/var/vcap/store/other.db'))).exitCode).not.toBe(0);
});

test('a VM’s ssh server listens on loopback only', async () => {
  const beyond = { ...machine, ip: '10.0.0.1' };
  await expect(startVmSsh({ machines: [beyond], sshUsers: () => [], hostKey: newKeyPair() })).rejects.toThrow(
    '10.0.0.1 is not on loopback',
  );
});
