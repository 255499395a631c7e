import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Misbehaviour, type Shims, writeShims } from '../../../drill/tool-faults/shims.ts';

const folder = mkdtempSync(join(tmpdir(), 'pks-rescue-shims-'));
const ranFile = join(folder, 'ran');
let shims: Shims;

beforeAll(async () => {
  const tools = join(folder, 'tools');
  mkdirSync(tools);
  for (const name of ['bosh', 'govc', 'bbr_pks_one_cluster_backup.sh']) {
    writeFileSync(join(tools, name), `#!/bin/sh\necho ran >>${ranFile}\nprintf '%s|' "$@"\nexit 7\n`);
    chmodSync(join(tools, name), 0o700);
  }
  shims = await writeShims(join(folder, 'shims'), tools);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => {
  for (const file of [ranFile, shims.takenFile, shims.dropFile]) rmSync(file, { force: true });
});

const command = ['bosh', '-d', 'dev', 'ssh', 'master/1', '-c', "echo 'two\nlines' $HOME"] as const;
const whole = "-d|dev|ssh|master/1|-c|echo 'two\nlines' $HOME|";
const run = ([program, ...words]: readonly [string, ...string[]]) =>
  spawnSync(program, words, { env: { PATH: shims.path }, encoding: 'utf8' });

test('a case’s PATH holds every program that the fence says it needs', () => {
  const fence = readFileSync('src/adapters/jump-host/fence.sh', 'utf8');
  const needed = /; needs ([\w, ]+)$/m.exec(fence)?.[1]?.split(', ') ?? [];
  expect(needed.length).toBeGreaterThan(10);
  expect(needed.filter(name => !existsSync(join(shims.path, name)))).toEqual([]);
});

test('a tool is itself while nothing is armed: words, output and exit code', () => {
  expect(run(command)).toMatchObject({ status: 7, stdout: whole });
});

test.each<[Misbehaviour, { status: number | null; stdout?: string | RegExp; ran: boolean }]>([
  ['exit-1', { status: 1, stdout: '', ran: false }],
  ['killed', { status: null, ran: true }],
  ['half', { status: 7, stdout: whole.slice(0, whole.length / 2), ran: true }],
  ['rubbish', { status: 0, stdout: /502 Bad Gateway/, ran: false }],
  ['lost-answer', { status: 1, stdout: '', ran: true }],
  ['401', { status: 1, stdout: '', ran: false }],
  ['drop-after', { status: 7, stdout: whole, ran: true }],
])('a tool misbehaves by %s once, for just the armed command', async (how, { status, stdout, ran }) => {
  await shims.arm(command, how);
  expect(run(['bosh', 'tasks']).status).toBe(7);
  rmSync(ranFile, { force: true });
  const faulty = run(command);
  expect(faulty.status).toBe(status);
  if (stdout !== undefined) expect(faulty.stdout).toMatch(stdout);
  expect(existsSync(ranFile)).toBe(ran);
  expect(existsSync(shims.takenFile)).toBe(true);
  expect(existsSync(shims.dropFile)).toBe(how === 'drop-after');
  expect(run(command)).toMatchObject({ status: 7, stdout: whole });
});

test('a program that is taken away is not found, until it is put back', async () => {
  const putBack = await shims.uninstall('bosh');
  expect(run(['bosh', 'tasks']).error).toMatchObject({ code: 'ENOENT' });
  await putBack();
  expect(run(['bosh', 'tasks']).status).toBe(7);
});

test('BOSH may name a wrong CID, where its instances are listed and nowhere else', async () => {
  await shims.confuse({ right: 'dev', wrong: 'prod' });
  expect(run(['bosh', '-d', 'dev', 'instances', '--details', '--ps']).stdout).toBe(
    '-d|prod|instances|--details|--ps|',
  );
  expect(run(command).stdout).toBe(whole);
  await shims.confuse(null);
  expect(run(['bosh', '-d', 'dev', 'instances', '--details', '--ps']).stdout).toContain('dev');
});
