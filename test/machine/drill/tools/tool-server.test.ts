import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Foundation, startFoundation } from '../../../../drill/foundation/foundation.ts';
import { deploymentName, scaledTimings } from '../../../../drill/foundation/machine.ts';
import { startToolServer, type ToolServer, wrapperOf } from '../../../../drill/tools/tool-server.ts';
import { bbrBackup } from '../../../../src/commands/bbr.ts';
import * as bosh from '../../../../src/commands/bosh.ts';
import * as govc from '../../../../src/commands/govc.ts';
import { etcdAgain } from '../../../../src/commands/vm.ts';
import { openBoxWithTools } from '../../../drill/tools/box-with-tools.ts';

let folder: string;
let plain: Foundation;
let quick: Foundation;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pks-rescue-tool-server-'));
  const common = { etcd: 'modelled', timings: scaledTimings } as const;
  plain = await startFoundation({ ...common, folder: join(folder, 'plain') });
  quick = await startFoundation({ ...common, folder: join(folder, 'quick'), quickTools: true });
});
afterAll(async () => {
  await Promise.all([plain.stop(), quick.stop()]);
  await rm(folder, { recursive: true, force: true });
});

const ran = async (box: Foundation, argv: readonly string[], env: Record<string, string> = {}) => {
  const [name = '', ...words] = argv;
  const child = spawn(join(box.toolsPath, name), words, {
    env: { PATH: '/usr/bin:/bin', HOME: '/', ...box.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { out: '', err: '' };
  child.stdout.on('data', chunk => {
    said.out += chunk;
  });
  child.stderr.on('data', chunk => {
    said.err += chunk;
  });
  const [exitCode, signal] = await once(child, 'close');
  return { exitCode, signal, ...said };
};

/** Ids, times and addresses differ from box to box and from call to call. */
const levelled = (text: string) => text.replace(/[0-9a-f]{12,}|\d+(\.\d+)*/g, '#').replace(/ +/g, ' ');

const cluster = bosh.bosh(deploymentName);
const lines: readonly (readonly string[])[] = [
  bosh.boshVersion().argv,
  bosh.tasksRunning().argv,
  bosh.resurrectionState().argv,
  ['bosh', 'instances', '-d', deploymentName],
  ['bosh', 'no-such-thing'],
  ['bosh', '-d', deploymentName, 'delete-vm'],
  cluster.ssh('master/9b8ad6e0-a438-4033-9767-46c586fb4771', etcdAgain(0, [])).argv,
  govc.govcVersion().argv,
  ['govc', 'find', '-type', 'm', '-name', 'no-such-vm'],
  ['govc', 'vm.info', '-nonsense'],
  bbrBackup(['bbr_pks_one_cluster_backup.sh'], deploymentName).argv,
];

test.each(lines.map(line => [line.slice(0, 4).join(' '), line] as const))(
  'the tool server says the same as the program of its own: %s',
  async (_name, line) => {
    const [own, served] = [await ran(plain, line), await ran(quick, line)];
    expect({ ...served, out: levelled(served.out), err: levelled(served.err) }).toEqual({
      ...own,
      out: levelled(own.out),
      err: levelled(own.err),
    });
  },
);

test('the environment wins over the box’s own addresses', async () => {
  const line = ['bosh', '-n', 'tasks'];
  const elsewhere = { BOSH_ENVIRONMENT: 'https://127.0.0.1:1' };
  expect(await ran(quick, line, elsewhere)).toMatchObject({ exitCode: 1, signal: null });
});

test('nothing more is sent for a program that was killed', async () => {
  const child = spawn(join(quick.toolsPath, 'bosh'), ['-n', '-d', deploymentName, 'cck', '--auto'], {
    env: { PATH: '/usr/bin:/bin', HOME: '/', ...quick.env },
    stdio: 'ignore',
  });
  await once(child, 'spawn');
  child.kill('SIGKILL');
  await once(child, 'close');
  await new Promise(resolve => setTimeout(resolve, 200));
  const before = quick.director.tasks().length;
  await new Promise(resolve => setTimeout(resolve, 300));
  expect(quick.director.tasks().length).toBe(before);
});

test('a program whose box is gone in the middle dies like a killed one', async () => {
  const server: ToolServer = await startToolServer();
  const file = join(folder, 'bosh-alone');
  const silent = createServer(() => {}).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  // A TCP server's address is an AddressInfo; only a pipe's is a string.
  const url = `https://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  await writeFile(file, wrapperOf('bosh', server.port, { BOSH_ENVIRONMENT: url }), { mode: 0o700 });
  const child = spawn(file, ['-n', 'tasks'], { env: { PATH: '/usr/bin:/bin' }, stdio: 'ignore' });
  const closed = once(child, 'close');
  await new Promise(resolve => setTimeout(resolve, 300));
  await server.stop();
  expect(await closed).toEqual([null, 'SIGKILL']);
  silent.close();
});

test.each(['in the middle of the lines', 'in the set-up'] as const)(
  'hears TERM as a program of its own does: bosh ssh ends by itself and cleans up, or dies of it, %s',
  async when => {
    const server = await startToolServer();
    const box = await openBoxWithTools({}, server.port);
    const inSetUp = when === 'in the set-up';
    let reached = false;
    box.answers.of = () => {
      reached = true;
      return new Promise(() => {});
    };
    if (inSetUp) box.director.faults.add({ kind: 'hang', path: /\/output/ });
    const users = () => box.director.sshUsers(box.m0.ip).length;
    const line = [
      'bosh',
      '-n',
      '-d',
      deploymentName,
      'ssh',
      'master/0',
      '-r',
      '--json',
      '-c',
      'true',
    ] as const;
    const ended = await box.run(line, { killWhen: [() => reached || (inSetUp && users() > 0), 'SIGTERM'] });
    expect(ended).toMatchObject(
      inSetUp ? { exitCode: null, signal: 'SIGTERM' } : { exitCode: 1, signal: null },
    );
    while (!inSetUp && users() > 0) await new Promise(resolve => setTimeout(resolve, 10));
    expect(users()).toBe(inSetUp ? 1 : 0);
    await box.stop();
    await server.stop();
  },
);
