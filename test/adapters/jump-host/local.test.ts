import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLocalJumpHost } from '../../../src/adapters/jump-host/local.ts';
import type { Command } from '../../../src/model/command.ts';
import { createRedactor } from '../../../src/readings/redact.ts';
import { alive } from '../../support/processes.ts';

const folder = mkdtempSync(join(tmpdir(), 'pks-local-'));
afterAll(async () => {
  await host.close();
  rmSync(folder, { recursive: true, force: true });
});

const path = '/usr/local/bin:/usr/bin:/bin';
const host = createLocalJumpHost({
  env: { PATH: path, HOME: '/nowhere', GOVC_PERSIST_SESSION: 'false', BOSH_CLIENT_SECRET: 'hunter2-secret' },
  folder,
  redact: createRedactor({ secrets: ['hunter2-secret'] }),
  graceSeconds: 0.3,
});
/** A deadline that is not what is tested is far away: also four megabytes get through on a busy machine. */
const farAway = 120;
const command = (argv: readonly [string, ...string[]], deadlineSeconds = farAway): Command => ({
  tool: 'bosh',
  argv,
  effect: 'reads',
  deadlineSeconds,
});
const sh = (script: string, deadlineSeconds = farAway) => command(['sh', '-c', script], deadlineSeconds);
const gone = async (pid: number): Promise<boolean> => {
  for (let tries = 0; tries < 400 && alive(pid); tries++) await sleep(50);
  return !alive(pid);
};

test('a command ends with its exit code, its output, its hash and its lines', async () => {
  const ran = await host.run(sh('echo one; echo two >&2; printf three; exit 3'));
  expect(ran).toMatchObject({
    end: 'exited',
    exitCode: 3,
    why: null,
    stdout: 'one\nthree',
    stderr: 'two\n',
    lines: 2,
  });
  expect(ran.sha256).toBe(createHash('sha256').update('one\nthreetwo\n').digest('hex'));
});

test('its environment is what was given and nothing else', async () => {
  process.env.LEAKED_INTO_CHILD = 'yes';
  const ran = await host.run(command(['env']));
  delete process.env.LEAKED_INTO_CHILD;
  expect(ran.stdout.trim().split('\n').sort()).toEqual([
    'BOSH_CLIENT_SECRET=[redacted]',
    'GOVC_PERSIST_SESSION=false',
    'HOME=/nowhere',
    `PATH=${path}`,
  ]);
});

test('its arguments reach it as they are, without a shell between', async () => {
  const hostile = ["a'b", '$(id)', '`id`', 'x\ny', '', '--', '-n', '한글 😀', '*', '\\', '"'];
  const ran = await host.run(command(['printf', '%s\\0', ...hostile]));
  expect(ran.stdout).toBe(hostile.map(word => `${word}\0`).join(''));
});

describe('output', () => {
  test('comes while it runs, in whole characters, even when a character comes in halves', async () => {
    const seen: string[] = [];
    const half = String.raw`printf '\355\225'; sleep 0.1; printf '\234\352\270\200\n'; sleep 0.1; printf '\360\237'; sleep 0.1; printf '\230\200'`;
    const ran = await host.run(sh(half), { onOutput: text => seen.push(text) });
    expect(ran.stdout).toBe('한글\n😀');
    expect(seen).toEqual(['한글\n', '😀']);
  });
  test('never shows a secret that comes in two pieces', async () => {
    const seen: string[] = [];
    const ran = await host.run(sh('printf "a hunter2-"; sleep 0.2; echo "secret b"'), {
      onOutput: text => seen.push(text),
    });
    expect(seen.join('')).toBe('a [redacted] b\n');
    expect(ran.stdout).toBe('a [redacted] b\n');
  });
  test('over 4 MB keeps its head and tail, and the whole of it in a file under the same hash', async () => {
    const ran = await host.run(
      sh('echo first; yes 0123456789abcdef | head -n 400000; echo last; echo err >&2'),
    );
    expect(ran.stdout.length).toBeLessThan(4_300_000);
    expect(ran.stdout).toMatch(/^first\n[\s\S]*characters are only in the log file[\s\S]*last\n$/);
    expect(ran.lines).toBe(400_003);
    const log = readFileSync(ran.logPath ?? '');
    expect(createHash('sha256').update(log).digest('hex')).toBe(ran.sha256);
    expect(log.subarray(-9).toString()).toBe('last\nerr\n');
  });
  test('logs of 90 days ago are tidied away by the next bot', async () => {
    const there = join(folder, 'tidy');
    mkdirSync(join(there, 'logs'), { recursive: true });
    for (const name of ['old.log', 'new.log']) writeFileSync(join(there, 'logs', name), '');
    utimesSync(join(there, 'logs/old.log'), 1, 1);
    await createLocalJumpHost({ env: {}, folder: there, redact: createRedactor({ secrets: [] }) }).close();
    expect(readdirSync(join(there, 'logs'))).toEqual(['new.log']);
  });
  test('is withheld, and said to be, when redacting it fails', async () => {
    const seen: string[] = [];
    const broken = createLocalJumpHost({
      env: { PATH: path },
      folder,
      redact: {
        learn: () => {},
        text: text => text,
        stream: () => ({
          push: text => {
            throw new RangeError(text);
          },
          finish: () => '',
        }),
      },
    });
    const ran = await broken.run(sh('echo hunter2-secret'), { onOutput: text => seen.push(text) });
    expect(seen).toEqual([]);
    expect(ran).toMatchObject({
      end: 'exited',
      stdout: '',
      stderr: 'the output is withheld because redacting or keeping it failed (RangeError)',
    });
  });
});

describe('an end that nobody wished for', () => {
  test('a program that is not there is named, with the PATH that was searched', async () => {
    const ran = await host.run(command(['bosh-of-nowhere', 'env']));
    expect(ran).toMatchObject({
      end: 'not-started',
      exitCode: null,
      why: `bosh-of-nowhere was not found on the jump host's PATH (${path}): install it there or correct PATH`,
    });
  });
  test('the deadline ends the command and its grandchildren, also those that ignore SIGTERM', async () => {
    const ran = await host.run(
      sh(
        `sh -c 'trap "" TERM; echo $$; for i in 1 2 3 4 5 6 7 8 9; do sleep 1; done' & sleep 60 & echo $!; wait`,
        0.5,
      ),
    );
    expect(ran).toMatchObject({ end: 'deadline', exitCode: null });
    expect(ran.why).toContain('did not end within 0.5 s');
    const pids = ran.stdout.trim().split('\n').map(Number);
    expect(pids).toHaveLength(2);
    for (const pid of pids) expect(await gone(pid)).toBe(true);
  });
  test('an abort does the same at once', async () => {
    const stop = new AbortController();
    const ran = await host.run(sh('sleep 60 & echo $!; wait'), {
      signal: stop.signal,
      onOutput: () => stop.abort(),
    });
    expect(ran).toMatchObject({
      end: 'killed',
      why: 'it was stopped on request, with every process that it had started',
    });
    expect(await gone(Number(ran.stdout))).toBe(true);
  });
  test('a kill by somebody else is told apart', async () => {
    const ran = await host.run(sh('kill -9 $$'));
    expect(ran).toMatchObject({ end: 'killed', why: 'sh was ended by SIGKILL, which this bot did not send' });
  });
  test('a bot that is killed with SIGKILL leaves no command behind', async () => {
    const fixture = new URL('./bot.fixture.ts', import.meta.url).pathname;
    const bot = spawn(process.execPath, [fixture, 'read', folder, '', 'sleep 60 & echo $!; wait'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [pid] = await once(bot.stdout, 'data');
    bot.kill('SIGKILL');
    expect(await gone(Number(pid))).toBe(true);
  });
  test('then a command is asked to end and has five seconds for it: bosh takes its user off the VMs meanwhile', async () => {
    const fixture = new URL('./bot.fixture.ts', import.meta.url).pathname;
    const tidied = join(folder, 'tidied');
    const tidies = `exec 2>/dev/null; trap 'sleep 1; echo >${tidied}; exit' TERM; echo $$; while :; do sleep 0.1; done`;
    const deaf = "trap '' TERM; echo $$; while :; do sleep 0.1; done";
    const pids = await Promise.all(
      [tidies, deaf].map(async script => {
        const bot = spawn(process.execPath, [fixture, 'read', folder, '', script], {
          stdio: ['ignore', 'pipe', 'inherit'],
        });
        const [pid] = await once(bot.stdout, 'data');
        bot.kill('SIGKILL');
        return Number(pid);
      }),
    );
    await expect.poll(() => existsSync(tidied)).toBe(true);
    expect(alive(pids[1] ?? 0)).toBe(true);
    await expect.poll(() => alive(pids[1] ?? 0)).toBe(false);
  });
  test('a grandchild that keeps the pipes open does not keep the command from ending', async () => {
    const ran = await host.run(sh('sleep 300 & echo $!'));
    expect(ran.end).toBe('exited');
    expect(alive(Number(ran.stdout))).toBe(true);
    process.kill(Number(ran.stdout));
  });
});

describe('a peer that takes the call and never answers', () => {
  let silent: Server;
  let port = 0;
  beforeAll(async () => {
    silent = createServer(() => {}).listen(0, '127.0.0.1');
    await new Promise(resolve => silent.once('listening', resolve));
    const address = silent.address();
    port = typeof address === 'object' && address ? address.port : 0;
  });
  afterAll(() => silent.close());

  test('hangs a tool for ever, so the deadline ends it', async () => {
    const ran = await host.run(
      command(['bash', '-c', `exec 3<>/dev/tcp/127.0.0.1/${port}; read -r x <&3`], 0.5),
    );
    expect(ran.end).toBe('deadline');
    expect(ran.seconds).toBeLessThan(3);
  });
});
