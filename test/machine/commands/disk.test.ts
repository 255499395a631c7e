import { execFileSync, spawn } from 'node:child_process';
import {
  closeSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { scriptText } from '../../../src/commands/scripts.ts';
import { diskOf } from '../../../src/readings/disk.ts';

const folder = mkdtempSync(join(tmpdir(), 'pks-disk-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const member = join(folder, 'data/member');
const [client, peer] = ['http://127.28.9.1:23791', 'http://127.28.9.1:23801'];

const etcd = () =>
  spawn(
    'etcd',
    [
      ...['--name', 'a', '--data-dir', join(folder, 'data'), '--initial-cluster', `a=${peer}`],
      ...['--listen-client-urls', client, '--advertise-client-urls', client],
      ...['--listen-peer-urls', peer, '--initial-advertise-peer-urls', peer],
    ],
    { stdio: 'ignore' },
  );
const ctl = (...words: string[]): string =>
  execFileSync('etcdctl', ['--endpoints', client, ...words], {
    encoding: 'utf8',
    env: { ...process.env, ETCDCTL_API: '3' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
const read = (where = member) =>
  diskOf(execFileSync('sh', ['-c', `${scriptText('disk')}\ndisk "$1"`, 'sh', where], { encoding: 'utf8' }));
const untilIt = async (works: () => unknown): Promise<void> => {
  for (let tries = 0; ; tries++)
    try {
      works();
      return;
    } catch (error) {
      if (tries > 50) throw error;
      await new Promise(resolve => setTimeout(resolve, 200));
    }
};

/** The written part of the log, and how to write another one in its place. */
const wal = () => {
  const path = join(
    member,
    'wal',
    readdirSync(join(member, 'wal')).find(name => name.endsWith('.wal')) ?? '',
  );
  const bytes = readFileSync(path);
  let end = bytes.length;
  while (bytes[end - 1] === 0) end--;
  return { path, written: bytes.subarray(0, end), whole: bytes };
};
const padded = (path: string, bytes: Buffer): void => {
  writeFileSync(path, bytes);
  const file = openSync(path, 'r+');
  ftruncateSync(file, 64_000_000);
  closeSync(file);
};

test('a real log is read to its end, held or free, and what is cut, zeroed or garbage at its end is told as torn', async () => {
  const running = etcd();
  await untilIt(() => ctl('endpoint', 'health'));
  for (let at = 0; at < 40; at++) ctl('put', `key-${at}`, 'x'.repeat(at * 37));
  const [{ Status: status }] = JSON.parse(ctl('endpoint', 'status', '-w', 'json'));
  const held = read();
  expect(held).toMatchObject({
    held: true,
    log: { lastTerm: status.raftTerm, lastIndex: status.raftIndex, torn: false },
  });
  running.kill('SIGTERM');
  await new Promise(resolve => running.once('exit', resolve));
  const free = read();
  expect(free).toMatchObject({ held: false, log: { lastIndex: status.raftIndex, commit: status.raftIndex } });

  const { path, written, whole } = wal();
  const last = free?.log?.lastIndex ?? 0;
  padded(path, Buffer.concat([written, Buffer.alloc(300, 0xa7)]));
  expect(read()?.log).toMatchObject({ torn: true, lastIndex: last });
  padded(path, Buffer.concat([written.subarray(0, -100), Buffer.alloc(100)]));
  expect(read()?.log?.torn).toBe(true);
  writeFileSync(path, written.subarray(0, -100));
  expect(read()?.log?.torn).toBe(true);
  writeFileSync(path, '');
  expect(read()).toEqual({ held: false, log: null });
  writeFileSync(path, whole);
  expect(read()).toEqual(free);
  expect(read(join(folder, 'nothing'))).toBeNull();
}, 60_000);

test('a log file that was begun just now has no entry yet: the one before it tells the last', () => {
  const { path, written } = wal();
  const before = read()?.log;
  // A new file begins with the checksum so far and who it is of: the old one's first two records.
  const record = (at: number) => 8 + Number(written.readBigUInt64LE(at) & 0xffffffffffffffn);
  const padding = (at: number) => ((written[at + 7] ?? 0) & 0x80 ? (written[at + 7] ?? 0) & 7 : 0);
  const first = record(0) + padding(0);
  const second = first + record(first) + padding(first);
  writeFileSync(path.replace(/[^/]+$/, '0000000000000001-00000000000000ff.wal'), written.subarray(0, second));
  expect(read()?.log).toEqual(before);
});
