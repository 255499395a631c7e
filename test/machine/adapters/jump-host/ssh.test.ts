import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Sshd, startSshd } from '../../../../drill/jump-host/sshd.ts';
import { connectJumpHost } from '../../../../src/adapters/jump-host/connect.ts';
import { createSshJumpHost, type SshOptions } from '../../../../src/adapters/jump-host/ssh.ts';
import type { Command } from '../../../../src/model/command.ts';
import type { JumpHost } from '../../../../src/ports/jump-host.ts';
import { createRedactor } from '../../../../src/readings/redact.ts';
import { alive, readIfThere, until } from '../../../support/processes.ts';

const root = mkdtempSync(join(tmpdir(), 'pks-ssh-'));
const redact = createRedactor({ secrets: ['hunter2-secret'] });
const toClose: JumpHost[] = [];
let hosts = 0;
const connect = (sshd: Sshd, more: Partial<SshOptions> = {}): JumpHost => {
  const host = createSshJumpHost({
    target: sshd.target,
    identityFile: sshd.identityFile,
    knownHostsFile: sshd.knownHostsFile,
    configFile: '/dev/null',
    folder: join(root, `bot-${++hosts}`),
    remoteFolder: join(root, 'far side'),
    env: { GOVC_PERSIST_SESSION: 'false' },
    redact,
    graceSeconds: 0.3,
    connectSeconds: 2,
    ...more,
  });
  toClose.push(host);
  return host;
};
let bash: Sshd;
let dash: Sshd;
beforeAll(async () => {
  bash = await startSshd(join(root, 'bash'));
  dash = await startSshd(join(root, 'dash'), 'echo Welcome; exec dash -c "$SSH_ORIGINAL_COMMAND"');
});
afterAll(async () => {
  await Promise.all(toClose.map(host => host.close()));
  await Promise.all([bash.stop(), dash.stop()]);
  rmSync(root, { recursive: true, force: true });
});

const command = (argv: readonly [string, ...string[]], more: Partial<Command> = {}): Command => ({
  tool: 'bosh',
  argv,
  effect: 'reads',
  deadlineSeconds: 15,
  ...more,
});
const sh = (script: string, deadlineSeconds = 15) => command(['sh', '-c', script], { deadlineSeconds });
let claims = 0;
const claimName = () => `ssh-${++claims}`;

describe.concurrent.each([
  ['bash', () => bash],
  ['dash, behind a login that greets', () => dash],
])('what arrives is what was given: %s', (_name, sshd) => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 30 }).map(text => text.replaceAll('\0', '')),
    fc.string({
      unit: fc.constantFrom("'", '"', '\\', '$', '`', '(', ')', '\n', '\r', '!', '*', '~', '#', ' ', '한'),
      maxLength: 20,
    }),
    fc.constantFrom(
      '',
      '-',
      '--',
      '-n',
      '$(id)',
      '`id`',
      '$HOME',
      "it's",
      '\n',
      '복구 명령',
      '😀',
      '-oProxyCommand=id',
      '; id',
      '\\',
      "'\\''",
    ),
  );
  test('arrives argument by argument, with a claim or without', async () => {
    const host = connect(sshd());
    await fc.assert(
      fc.asyncProperty(
        fc.array(hostile, { minLength: 20, maxLength: 40 }),
        fc.boolean(),
        async (words, claimed) => {
          const ran = await host.run(
            command(['printf', '%s\\0', ...words]),
            claimed ? { claim: claimName() } : {},
          );
          expect(ran).toMatchObject({ end: 'exited', exitCode: 0 });
          expect(ran.stdout).toBe(words.map(word => `${word}\0`).join(''));
        },
      ),
      { numRuns: 8 },
    );
  });
});

describe.concurrent('over ssh', () => {
  test('the environment is what was given and what the login has of PATH, HOME, USER and LOGNAME', async () => {
    const host = connect(bash, {
      env: { BOSH_CLIENT_SECRET: 'hunter2-secret', GOVC_PERSIST_SESSION: 'false' },
    });
    const ran = await host.run(command(['cat', '/proc/self/environ']));
    const names = ran.stdout
      .split('\0')
      .filter(Boolean)
      .map(pair => pair.split('=')[0])
      .sort();
    expect(names).toEqual(['BOSH_CLIENT_SECRET', 'GOVC_PERSIST_SESSION', 'HOME', 'LOGNAME', 'PATH', 'USER']);
    expect(ran.stdout).toContain('BOSH_CLIENT_SECRET=[redacted]');
  });
  test('JUMP_HOST chooses: the bot’s own PATH and HOME stay with the bot', async () => {
    const env = { PATH: '/usr/bin:/bin:/bot-only', HOME: '/bot', GOVC_URL: 'https://127.0.0.1' };
    const more = { env, redact, remoteFolder: join(root, 'far side'), configFile: '/dev/null' };
    const { identityFile, knownHostsFile, target } = bash;
    const there = await connectJumpHost(target, {
      ...more,
      folder: join(root, 'chosen'),
      identityFile,
      knownHostsFile,
    });
    const here = await connectJumpHost('local', { ...more, folder: join(root, 'chosen') });
    toClose.push(there, here);
    expect([there.name, here.name]).toEqual([target, 'local']);
    const print = sh('echo "$PATH $HOME $GOVC_URL"');
    expect((await here.run(print)).stdout).toBe('/usr/bin:/bin:/bot-only /bot https://127.0.0.1\n');
    expect((await there.run(print)).stdout).toMatch(
      /^(?!.*bot-only)\S+ \/(?!bot )\S* https:\/\/127\.0\.0\.1\n$/,
    );
    await expect(connectJumpHost('jump.example', { ...more, folder: root })).rejects.toThrow(
      'is not a jump host',
    );
  });
  test('credentials may lie in a 0600 file there; a file that others may read is refused', async () => {
    const secretsFile = join(root, 'director credentials');
    writeFileSync(secretsFile, "BOSH_CLIENT_SECRET='hunter2-secret'\n", { mode: 0o600 });
    const host = connect(bash, { secretsFile });
    expect((await host.run(sh('echo "$BOSH_CLIENT_SECRET"'))).stdout).toBe('[redacted]\n');
    for (const mode of [0o640, 0o604]) {
      chmodSync(secretsFile, mode);
      expect((await host.run(sh('echo hi'))).why).toMatch(/others .* may read .*chmod 600.*nothing was run$/);
    }
  });
  test('a file of credentials that is not there, or no shell assignments, is told as such by every shell', async () => {
    const broken = join(root, 'broken credentials');
    writeFileSync(broken, "BOSH_CLIENT_SECRET='hunter2-secret\n", { mode: 0o600 });
    const why = async (shell: Sshd, secretsFile: string) =>
      (await connect(shell, { secretsFile }).run(sh('echo hi'))).why;
    for (const shell of [bash, dash])
      expect(await why(shell, broken)).toMatch(/make each line NAME=VALUE.*nothing was run$/);
    expect(await why(dash, join(root, 'none'))).toMatch(/is not on the jump host.*nothing was run$/);
  });
  test('both streams, the exit code and even 255 are the command’s own', async () => {
    const ran = await connect(bash).run(sh('echo one; echo two >&2; exit 255'));
    expect(ran).toMatchObject({ end: 'exited', exitCode: 255, stdout: 'one\n', stderr: 'two\n', why: null });
  });
  test('a reading ends at its deadline, on an abort, and when the bot is gone, with its grandchildren', async () => {
    const host = connect(bash);
    const late = await host.run(sh('sleep 30 & echo $!; wait', 0.4));
    expect(late).toMatchObject({ end: 'deadline' });
    const stop = new AbortController();
    const aborted = await host.run(sh('sleep 30 & echo $!; wait'), {
      signal: stop.signal,
      onOutput: () => stop.abort(),
    });
    expect(aborted).toMatchObject({ end: 'killed' });
    const gone = connect(bash);
    const left = await gone.run(sh('sleep 30 & echo $!; wait'), { onOutput: () => void gone.close() });
    expect(left).toMatchObject({ end: 'lost' });
    for (const ran of [late, aborted, left]) await until(() => !alive(Number(ran.stdout)));
  });
});

test('a name leads to two machines, and what was meant for the fence of one is not started on the other', async () => {
  const remoteFolder = join(root, 'of one machine');
  const [one, other] = [
    connect(bash, { remoteFolder }),
    connect(dash, { remoteFolder: join(root, 'of another') }),
  ];
  const [place, claim] = [await one.place(), claimName()];
  const marker = join(root, 'two-machines');
  await other.place();
  const act = sh(`touch ${marker}`);
  expect(await other.run(act, { claim, place })).toMatchObject({
    end: 'not-started',
    why: expect.stringContaining('the name of the jump host leads to two machines'),
  });
  expect(existsSync(marker)).toBe(false);
  expect((await other.look(act, claim)).place?.id).not.toBe(place.id);
  expect(await one.run(act, { claim, place })).toMatchObject({ end: 'exited', exitCode: 0 });
});

describe.concurrent('an ssh drop', () => {
  test('during a claimed command loses nothing: it goes on, is found again, runs once, and no output is lost or doubled', async () => {
    const sshd = await startSshd(join(root, 'drop-during'));
    const host = connect(sshd);
    const claim = claimName();
    const effects = join(root, 'drop-during-effects');
    const seen: string[] = [];
    const script = `echo ran >> '${effects}'; for i in 1 2 3 4 5 6; do echo "line $i 한글"; sleep 0.2; done; exit 4`;
    let drops = 0;
    const ran = await host.run(sh(script), {
      claim,
      onOutput: text => {
        seen.push(text);
        if (drops++ < 2) sshd.drop();
      },
    });
    expect(ran).toMatchObject({ end: 'exited', exitCode: 4 });
    expect(ran.stdout).toBe([1, 2, 3, 4, 5, 6].map(i => `line ${i} 한글\n`).join(''));
    expect(seen.join('')).toBe(ran.stdout);
    expect(readIfThere(effects)).toBe('ran\n');
    await host.close();
    await sshd.stop();
  });
  test('that lasts leaves the end unknown, until another process adopts the command and reads how it ended', async () => {
    const sshd = await startSshd(join(root, 'drop-long'));
    const claim = claimName();
    const running = sh('echo begun; sleep 1; echo over');
    const lost = await connect(sshd, { reconnectSeconds: 0.5 }).run(running, {
      claim,
      onOutput: () => void sshd.stop(),
    });
    expect(lost).toMatchObject({ end: 'lost', exitCode: null, stdout: 'begun\n' });
    expect(lost.why).toMatch(/refused the connection|the connection to 127.0.0.1 went/);
    await sshd.start();
    const next = connect(sshd);
    expect(await next.adopt(running, claim)).toMatchObject({
      end: 'exited',
      exitCode: 0,
      stdout: 'begun\nover\n',
    });
    expect(await next.look(running, claim)).toMatchObject({
      state: 'ended',
      ran: { exitCode: 0, stdout: 'begun\nover\n' },
    });
    await next.close();
    await sshd.stop();
  });
  test('before the command leaves it unstarted, and the claim free', async () => {
    const sshd = await startSshd(join(root, 'drop-before'));
    const claim = claimName();
    await sshd.stop();
    const host = connect(sshd);
    expect(await host.run(sh('true'), { claim })).toMatchObject({
      end: 'not-started',
      why: `127.0.0.1 refused the connection on port ${sshd.port}: check that its sshd runs and that JUMP_HOST has the right port; nothing was run`,
    });
    await expect(host.look(sh('true'), claim)).rejects.toThrow('refused the connection');
    await sshd.start();
    expect(await host.look(sh('true'), claim)).toEqual({ state: 'never-started' });
    await host.close();
    await sshd.stop();
  });
  test('during a reading loses it, and leaves nothing of it behind', async () => {
    const sshd = await startSshd(join(root, 'drop-reading'));
    const ran = await connect(sshd).run(sh('echo $$; sleep 30'), { onOutput: () => sshd.drop() });
    expect(ran).toMatchObject({ end: 'lost', exitCode: null });
    await until(() => !alive(Number(ran.stdout)));
    await sshd.stop();
  });
});

describe.concurrent('a connection that cannot be made says why and what to do', () => {
  test('where the host key is another one', async () => {
    const knownHostsFile = join(root, 'changed');
    writeFileSync(
      knownHostsFile,
      `[127.0.0.1]:${bash.port} ${readFileSync(join(root, 'dash/host.pub'), 'utf8')}`,
    );
    const ran = await connect(bash, { knownHostsFile }).run(sh('true'));
    expect(ran).toMatchObject({
      end: 'not-started',
      why: expect.stringContaining('is not the one in known_hosts'),
    });
  });
  test('where the host is not known, and is not trusted for that', async () => {
    const ran = await connect(bash, { knownHostsFile: '/dev/null' }).run(sh('true'));
    expect(ran).toMatchObject({
      end: 'not-started',
      why: expect.stringContaining('is not in known_hosts: compare its fingerprint'),
    });
  });
  test('where the key is not let in', async () => {
    const ran = await connect(bash, { identityFile: join(root, 'bash/host') }).run(sh('true'));
    expect(ran).toMatchObject({ end: 'not-started', why: expect.stringContaining('authorized_keys') });
  });
  test('where the peer takes the call and never says a word', async () => {
    const silent = createServer(() => {}).listen(0, '127.0.0.1');
    await new Promise(resolve => silent.once('listening', resolve));
    const address = silent.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const ran = await connect(bash, { target: `ssh://root@127.0.0.1:${port}`, connectSeconds: 1 }).run(
      sh('true'),
    );
    expect(ran).toMatchObject({
      end: 'not-started',
      why: expect.stringContaining(`did not answer on port ${port}`),
    });
    silent.close();
  });
  test('where ssh itself is missing', async () => {
    const ran = await connect(bash, { clientEnv: { PATH: '/nowhere' } }).run(sh('true'));
    expect(ran).toMatchObject({
      end: 'not-started',
      why: "ssh was not found on the bot's PATH (/nowhere): install the OpenSSH client",
    });
  });
  test.each(['ssh://-oProxyCommand=id@h', 'ssh://u@-h', 'ssh://u:pw@h', 'http://u@h', 'h', 'ssh://h'])(
    '%s is no jump host',
    target => {
      expect(() => connect(bash, { target })).toThrow('is not a jump host');
    },
  );
});
