import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createLocalJumpHost } from '../../../src/adapters/jump-host/local.ts';
import { createRedactor } from '../../../src/readings/redact.ts';
import { readIfThere, until } from '../../support/processes.ts';
import { aRoot, claimName, hostsOf, sh, shellLines, shells } from './a-fence.ts';

const root = aRoot();

/** What `ps axww -o args` would show, which not every machine has. */
const everyArgv = (): string =>
  readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(pid => readOrGone(`/proc/${pid}/cmdline`).replaceAll('\0', ' '))
    .join('\n');
const readOrGone = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // The process has ended meanwhile.
  }
};

describe.each(shellLines)('credentials that the login may not read, with %s', shell => {
  test('are told as such, and nothing runs', () => {
    const folder = mkdtempSync(join(root, 'unreadable-'));
    const secrets = join(folder, 'secrets.env');
    writeFileSync(secrets, 'A=1\n', { mode: 0o000 });
    const script = join(folder, 'fence.sh');
    copyFileSync(new URL('../../../src/adapters/jump-host/fence.sh', import.meta.url), script);
    const environment = `secrets '${secrets}'\n#whole`;
    const words = [
      script,
      ...['start', join(folder, 'far'), 'v-1', 'volatile', '5', '10', String(environment.length)],
      ...['--', 'true'],
    ];
    // Root may read everything, so somebody else tries.
    const somebody = process.getuid?.() === 0 ? 'setpriv --reuid=65534 --regid=65534 --clear-groups' : 'env';
    for (const path of [root, folder]) chmodSync(path, 0o777);
    const [program = '', ...more] = [...somebody.split(' '), ...shell.split(' '), ...words];
    const { stdout } = spawnSync(program, more, { input: environment, cwd: folder });
    expect(stdout.toString()).toContain('refused secrets missing');
    expect(existsSync(join(folder, 'far/runs/v-1'))).toBe(false);
  });
});
describe.concurrent.each(shells)('the fence under %s', (shell, path) => {
  const folder = join(root, `data-${shell}`);
  const { host, hostWith } = hostsOf(folder, path);

  test('a claimed command gives its output as it comes, its exit code and the same hash to whoever looks later', async () => {
    const claim = claimName();
    const seen: string[] = [];
    const command = sh('printf "\\nTask 204619"; sleep 0.5; printf " 한글\\n"; echo bad >&2; exit 1');
    const ran = await host.run(command, { claim, onOutput: text => seen.push(text) });
    expect(ran).toMatchObject({
      end: 'exited',
      exitCode: 1,
      stdout: '\nTask 204619 한글\n',
      stderr: 'bad\n',
      lines: 3,
    });
    expect(seen[0]).toBe('\nTask 204619');
    const found = await host.look(command, claim);
    expect(found).toMatchObject({
      state: 'ended',
      ran: { stdout: ran.stdout, sha256: ran.sha256, exitCode: 1 },
    });
  });

  test('its environment is what was given, secrets reach it, and no argv or file shows them', async () => {
    const secret = "p'w $(id)\n두번째 `x`";
    const guarded = hostWith({ env: { GOVC_PASSWORD: secret, HOME: '/somewhere' }, secrets: [secret] });
    const claim = claimName();
    const running = guarded.run(sh('sleep 0.4; printf "%s" "$GOVC_PASSWORD" | wc -c'), { claim });
    await until(() => existsSync(join(folder, 'fence/runs', claim, 'out')));
    expect(everyArgv()).not.toContain("p'w $(id)");
    expect(spawnSync('grep', ['-rlF', '두번째', folder]).stdout.toString()).toBe('');
    expect(Number((await running).stdout)).toBe(Buffer.byteLength(secret));
    const { stdout } = await guarded.run(
      { ...sh(''), argv: ['cat', '/proc/self/environ'] },
      { claim: claimName() },
    );
    expect(stdout.split('\0').sort().filter(Boolean)).toEqual([
      'GOVC_PASSWORD=[redacted]',
      'HOME=/somewhere',
      `PATH=${path}`,
    ]);
  });

  test('two starts at once under one claim run it once', async () => {
    const claim = claimName();
    const effects = join(root, `${shell}-effects`);
    const command = sh(`echo ran >> ${effects}; sleep 0.2`);
    const other = hostWith();
    const ends = await Promise.all([host, other, host, other].map(one => one.run(command, { claim })));
    expect(ends.map(ran => ran.end).sort()).toEqual(['exited', 'not-started', 'not-started', 'not-started']);
    expect(ends.find(ran => ran.end === 'not-started')?.why).toContain(
      'already started this command under the same claim',
    );
    expect(readIfThere(effects)).toBe('ran\n');
  });

  test('a burnt claim refuses a late start, and burning a started one tells what was found', async () => {
    const claim = claimName();
    const effects = join(root, `${shell}-late`);
    const command = sh(`echo ran >> ${effects}`);
    expect(await host.look(command, claim)).toEqual({ state: 'never-started' });
    expect(await host.burn(command, claim)).toEqual({ state: 'burnt' });
    expect(await host.burn(command, claim)).toEqual({ state: 'burnt' });
    expect(await host.run(command, { claim })).toMatchObject({
      end: 'not-started',
      why: 'its claim was burnt before it could start, so nothing was run',
    });
    expect(existsSync(effects)).toBe(false);
    const started = claimName();
    await host.run(command, { claim: started });
    expect(await host.burn(command, started)).toMatchObject({
      state: 'ended',
      ran: { end: 'exited', exitCode: 0 },
    });
  });

  test('a program that is not there leaves the claim free', async () => {
    const claim = claimName();
    const ran = await host.run({ ...sh(''), argv: ['bosh-of-nowhere'] }, { claim });
    expect(ran).toMatchObject({ end: 'not-started' });
    expect(ran.why).toBe(
      `bosh-of-nowhere was not found on the jump host's PATH (${path}): install it there or correct PATH`,
    );
    expect(await host.look(sh(''), claim)).toEqual({ state: 'never-started' });
  });

  test('an environment that did not arrive whole starts nothing and leaves the claim free', async () => {
    const claim = claimName();
    const marker = join(root, `${shell}-half`);
    const script = new URL('../../../src/adapters/jump-host/fence.sh', import.meta.url).pathname;
    const words = ['start', join(folder, 'fence'), claim, 'durable', '5', '5', '999', '--', 'touch', marker];
    const { stdout } = spawnSync('sh', [script, ...words], {
      env: { PATH: path },
      input: "export BOSH_CLIENT_SECRET='half a sec",
    });
    expect(stdout.toString()).toBe('@@pks-fence 1\nrefused broken\n');
    expect(existsSync(marker)).toBe(false);
    expect(await host.look(sh(''), claim)).toEqual({ state: 'never-started' });
  });

  test('what cannot be written down is not begun, and the claim is free again', async () => {
    const claim = claimName();
    const marker = join(root, `${shell}-unwritten`);
    mkdirSync(join(folder, 'fence/runs', claim, 'out'), { recursive: true });
    const ran = await host.run({ ...sh(''), argv: ['touch', marker] }, { claim });
    expect(ran).toMatchObject({
      end: 'not-started',
      why: expect.stringContaining('look at the disk of the jump host'),
    });
    expect(existsSync(marker)).toBe(false);
    expect(await host.run({ ...sh(''), argv: ['touch', marker] }, { claim })).toMatchObject({
      end: 'exited',
      exitCode: 0,
    });
  });
});

test('the claim is on disk before its command begins', async () => {
  const tools = join(root, 'watched');
  const marker = join(root, 'watched-marker');
  const log = join(root, 'watched-log');
  mkdirSync(tools);
  writeFileSync(
    join(tools, 'sync'),
    `#!/bin/sh\nif [ -e ${marker} ]; then echo after; else echo "before $*"; fi >>${log}\nexec /bin/sync "$@"\n`,
    { mode: 0o755 },
  );
  const host = createLocalJumpHost({
    env: { PATH: `${tools}:/usr/bin:/bin` },
    folder: join(root, 'data-watched'),
    redact: createRedactor({ secrets: [] }),
  });
  const claim = claimName();
  await host.run({ ...sh(''), argv: ['touch', marker] }, { claim });
  expect(readIfThere(log).split('\n')[0]).toBe(`before claims runs runs/${claim} runs/${claim}/started`);
  expect(readIfThere(log)).toContain('after');
  await host.close();
});

describe('a bot that is killed', () => {
  const folder = join(root, 'data-bot');
  const fixture = new URL('./bot.fixture.ts', import.meta.url).pathname;
  const bot = (...args: string[]) => {
    const child = spawn(process.execPath, [fixture, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.on('data', chunk => {
      text += chunk;
    });
    return { child, text: () => text, ended: new Promise(resolve => child.once('close', resolve)) };
  };

  test('with kill -9 in the middle of a command: the next one gets all of its output and its exit code, and it ran once', async () => {
    const claim = claimName();
    const effects = join(root, 'bot-effects');
    const script = `echo ran >> ${effects}; echo one; sleep 1; echo two; exit 3`;
    const first = bot('run', folder, claim, script);
    await until(() => first.text().includes('one'));
    first.child.kill('SIGKILL');
    await first.ended;
    const second = bot('adopt', folder, claim, script);
    await second.ended;
    expect(second.text()).toBe('one\ntwo\n\n{"end":"exited","exitCode":3}\n');
    expect(readIfThere(effects)).toBe('ran\n');
    expect(readdirSync(join(folder, 'fence/claims'))).toEqual([claim]);
  });
});

test('a name that could leave the folder is no claim', async () => {
  const host = createLocalJumpHost({
    env: { PATH: '/bin' },
    folder: root,
    redact: createRedactor({ secrets: [] }),
  });
  for (const claim of ['..', '.', '', 'a/b', 'a b', 'x'.repeat(129), '한글', '$(id)'])
    await expect(host.run(sh('true'), { claim })).rejects.toThrow('cannot be a claim');
});
