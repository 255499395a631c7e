import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { root } from '../house/tree.ts';
import { aWorkspace } from '../support/slack-world.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pks-cache-'));
  mkdirSync(join(folder, 'tmp'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Paths are the tree's, the folder is the test's: a developer's .env is not read, and nothing else is made in the tree. */
const program = (line: string, env: Readonly<Record<string, string>>): ChildProcess => {
  const [, ...args] = line.replaceAll(/(?<= )(\.\/)?(?=(src|tools)\/)/g, `${root}/`).split(' ');
  return spawn(process.execPath, args, {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder, TMPDIR: join(folder, 'tmp'), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
};
const ended = async (child: ChildProcess) => {
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', text => {
    said += text;
  });
  const [code] = await once(child, 'close');
  return { code, said };
};
/** What Node kept: files below a folder of its version. */
const kept = (cache: string): number =>
  readdirSync(join(folder, cache), { recursive: true, withFileTypes: true }).filter(entry => entry.isFile())
    .length;
const nothingInTmp = () => expect(readdirSync(join(folder, 'tmp'))).toEqual([]);

test('a bot that listened and was killed has left what it compiled in DATA_DIR/cache, for nobody else to read, and nothing in /tmp', async () => {
  const workspace = await aWorkspace();
  const bot = program(manifest.scripts.start, {
    DATA_DIR: join(folder, 'own'),
    SLACK_API_URL: workspace.apiUrl,
    SLACK_BOT_TOKEN: workspace.botToken,
    SLACK_APP_TOKEN: workspace.appToken,
    APPROVERS: 'U0123ABCD',
    BOSH_ENVIRONMENT: 'https://127.0.0.1:1',
    BOSH_CLIENT: 'c',
    BOSH_CLIENT_SECRET: 'a-secret-of-the-director',
    CLUSTERS: 'dev-1=service-instance_1',
  });
  const gone = once(bot, 'exit');
  let said = '';
  for await (const text of bot.stdout ?? []) {
    said += text;
    if (said.includes('listens')) break;
  }
  expect(said).toContain('pks-rescue listens');
  bot.kill('SIGKILL');
  await gone;
  expect(kept('own/cache')).toBeGreaterThanOrEqual(300);
  expect(statSync(join(folder, 'own')).mode & 0o777).toBe(0o700);
  expect(statSync(join(folder, 'own/cache')).mode & 0o777).toBe(0o700);
  nothingInTmp();
  await workspace.close();
});

test.each([
  ['data/cache', { DATA_DIR: '' }, ''],
  ['of-env/cache', { DATA_DIR: 'of-env' }, 'DATA_DIR=of-file\n'],
  ['of-file/cache', {}, 'DATA_DIR=of-file\n'],
])(
  'it is %s where the environment says %j and .env says %j, as for everything else',
  async (cache, env, file) => {
    writeFileSync(join(folder, '.env'), file);
    const { code, said } = await ended(program(manifest.scripts.start, env));
    expect([code, said]).toEqual([1, expect.stringContaining('The configuration is not complete')]);
    expect(kept(cache)).toBeGreaterThan(0);
    nothingInTmp();
  },
);

test('a folder that cannot be made is no error, and /tmp is not taken instead', async () => {
  for (const inTheWay of ['own', 'own/cache']) {
    rmSync(join(folder, 'own'), { recursive: true, force: true });
    if (inTheWay === 'own/cache') mkdirSync(join(folder, 'own'));
    writeFileSync(join(folder, inTheWay), 'a file');
    const { said } = await ended(program(manifest.scripts.start, { DATA_DIR: 'own' }));
    expect(said).toMatch(/^The configuration is not complete/);
    nothingInTmp();
  }
});

/** The tree's own node_modules stays as it is: the preload is copied beside another. */
const preloaded = () => {
  mkdirSync(join(folder, 'tools'), { recursive: true });
  copyFileSync(join(root, 'tools/compile-cache.mjs'), join(folder, 'tools/compile-cache.mjs'));
  writeFileSync(join(folder, 'a.mjs'), 'export const a = 1;\n');
  return ended(program(`node --import ${folder}/tools/compile-cache.mjs a.mjs`, {}));
};

test('the drill’s is in node_modules/.cache, and where that cannot be made it says nothing', async () => {
  expect(await preloaded()).toEqual({ code: 0, said: '' });
  expect(kept('node_modules/.cache/pks-rescue')).toBeGreaterThan(0);
  rmSync(join(folder, 'node_modules'), { recursive: true });
  writeFileSync(join(folder, 'node_modules'), 'a file');
  expect(await preloaded()).toEqual({ code: 0, said: '' });
  nothingInTmp();
});

test('every program of the drill keeps what it compiled', () => {
  const programs = Object.values(manifest.scripts).filter(line => line.includes(' drill/'));
  expect(programs.length).toBeGreaterThan(3);
  for (const line of programs) expect(line).toContain(' --import ./tools/compile-cache.mjs ');
});
