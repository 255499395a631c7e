import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { holdLine, overLine } from '../../src/commands/line.ts';
import { scriptText } from '../../src/commands/scripts.ts';
import * as vm from '../../src/commands/vm.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'line-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const master = 'master/9b8ad6e0-a438-4033-9767-46c586fb4771';
/** The lease's own scripts in a home, as hold.sh puts them down, and what `ask` then says. */
const asked = (...words: string[]) => {
  const lease = holdLine('d', master).argv.at(-1) ?? '';
  const only = lease.replace('while [ $(($(date', 'while false && [ $(($(date');
  execFileSync('sh', ['-c', only], { env: { HOME: home, PATH: '/usr/bin:/bin' } });
  mkdirSync(join(home, 'bin'));
  writeFileSync(join(home, 'bin/sudo'), '#!/bin/sh\necho "as root: $2 $3 $4"\n', { mode: 0o755 });
  const { status, stdout } = spawnSync('sh', ['.pks-line/ask', ...words], {
    cwd: home,
    env: { HOME: home, PATH: `${home}/bin:/usr/bin:/bin` },
    encoding: 'utf8',
  });
  return { status, stdout };
};

describe('over a held line', () => {
  test('the readings that came with it can be asked, as root, and the VM says which one it is', () => {
    expect(asked('probe', '5', '1204')).toEqual({
      status: 0,
      stdout: expect.stringMatching(/^@@ vm\n[\s\S]*as root: \.\/probe 5 1204\n$/),
    });
    expect(readdirSync(join(home, '.pks-line')).toSorted()).toEqual([
      'again',
      'ask',
      'canary',
      'probe',
      'used',
    ]);
  });
  test.each([
    ['monit', 'stop', 'etcd'],
    ['ask', 'probe'],
    ['../../bin/sh', '-c', 'id'],
    ['probe', '$(id)'],
    ['again', '1;reboot', '2'],
    ['-c', 'id'],
    [],
  ])('nothing else runs: %s', (...words) => {
    expect(asked(...words)).toEqual({ status: 64, stdout: '' });
  });
  test('no act can be put into words', () => {
    const acts = [
      vm.monit('stop'),
      vm.memberRemove('a'),
      vm.moveLeader('a'),
      vm.canaryPut('r', 'v'),
      vm.saveSnapshot('/x'),
      vm.setAside('x'),
      vm.peerUrl(),
    ];
    expect(acts.map(act => overLine('/tmp/x', act, 30))).toEqual(acts.map(() => null));
    expect(overLine('/tmp/x', vm.etcdAgain(5, [7, 9]), 30)?.argv.at(-1)).toBe(
      "sh .pks-line/ask again 5 '7 9'",
    );
  });
});

test('a lease ends by itself when nothing was asked for 90 seconds', () => {
  const lease = scriptText('hold').replace(': >used', `: >used; touch -d '100 seconds ago' used`);
  const { status, stdout } = spawnSync('sh', ['-c', lease, 'pks-hold', 'ask', 'x'], {
    env: { HOME: home, PATH: '/usr/bin:/bin' },
    encoding: 'utf8',
    timeout: 25_000,
  });
  expect([status, stdout]).toEqual([0, 'ready\n']);
});

describe('on the jump host', () => {
  const line = (bosh: string, until: (said: string) => boolean) =>
    new Promise<{ said: string; code: number | null }>(resolve => {
      mkdirSync(join(home, 'bin'), { recursive: true });
      writeFileSync(join(home, 'bin/bosh'), `#!/bin/sh\n${bosh}\n`, { mode: 0o755 });
      const [program, ...args] = holdLine('d', master).argv;
      const child = spawn(program, args, {
        env: { HOME: home, TMPDIR: home, PATH: `${home}/bin:/usr/bin:/bin` },
        detached: true,
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let said = '';
      child.stdout.on('data', piece => {
        said += piece;
        if (until(said) && child.pid) process.kill(-child.pid, 'SIGTERM');
      });
      child.once('close', code => resolve({ said, code }));
    });
  // Killed, it leaves its socket where it is; closed, it would take it away.
  const socket = (path: string) =>
    `'${process.execPath}' -e 'require("node:net").createServer().listen(process.argv[1], () => process.kill(process.pid, 9))' ${path}`;
  const path = `P=$(printf '%s\\n' "$@" | sed -n 's/^--opts=-oControlPath=//p')`;

  test('it is ready once bosh says so and the socket is there; TERM lets bosh tidy, and its folder goes', async () => {
    const { said } = await line(
      `${path}; ${socket('"$P"')}; trap 'sleep 0.3; echo >${'$HOME'}/tidied; exit 1' TERM; echo "master/x: stdout | ready"; while :; do sleep 0.1; done`,
      text => text.endsWith('ready\n'),
    );
    expect(said).toMatch(/^folder \/\S+\nready\n$/);
    expect(existsSync(join(home, 'tidied'))).toBe(true);
    expect(readdirSync(home).filter(name => name.startsWith('pks-'))).toEqual([]);
  });
  test('a login without a socket is ended, and one that fails is no line', async () => {
    for (const bosh of ['echo ready; sleep 60', 'exit 1'])
      expect((await line(bosh, () => false)).said).toMatch(/^folder \/\S+\n$/);
    expect(readdirSync(home).filter(name => name.startsWith('pks-'))).toEqual([]);
  });
});
