import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import lock from '../../package-lock.json' with { type: 'json' };
import { files, root, textOf } from './tree.ts';

const folder = mkdtempSync(join(tmpdir(), 'pks-install-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const guarded = (...guards: readonly string[]) => {
  const imports = guards.flatMap(guard => ['--import', guard]);
  const { status, stderr } = spawnSync(process.execPath, [...imports, '-e', ''], {
    cwd: folder,
    encoding: 'utf8',
    env: { npm_lifecycle_event: 'drill' },
  });
  return { status, stderr };
};
const nodeIs = (node: string) =>
  `data:text/javascript,Object.defineProperties(process,{version:{value:"v${node}"},versions:{value:{node:"${node}"}}})`;

test('an older Node is told in one sentence what is needed and what to do, and Node 24 is told nothing', () => {
  const guard = join(root, 'src/app/needs-node-24.mjs');
  const { status, stderr } = guarded(nodeIs('20.20.2'), guard);
  expect(status).toBe(1);
  expect(stderr).toMatch(/^pks-rescue needs Node 24 and this is v20\.20\.2: install Node 24 [^\n]*\n$/);
  expect(guarded(nodeIs('24.0.0'), guard)).toEqual({ status: 0, stderr: '' });
});

test('where a production install left packages out, the drill says what to install, in one sentence', () => {
  copyFileSync(join(root, 'tools/needs-dev-packages.mjs'), join(folder, 'needs-dev-packages.mjs'));
  expect(guarded('./needs-dev-packages.mjs')).toEqual({
    status: 1,
    stderr:
      'npm run drill needs packages that a production install leaves out (ws, ssh2): run "npm install" here, without --omit.\n',
  });
  expect(guarded(join(root, 'tools/needs-dev-packages.mjs'))).toEqual({ status: 0, stderr: '' });
});

test('every script that plays Slack and the VMs asks for its packages first', () => {
  const unasked = Object.entries(manifest.scripts)
    .filter(([, line]) => line.includes('drill/'))
    .filter(([, line]) => !line.includes(' --import ./tools/needs-dev-packages.mjs '));
  expect(unasked).toEqual([]);
});

test('the version stands in package.json, and in code nowhere else', () => {
  const code = files.filter(file => /^(?:src|handlers|docker)\/.*\.(?:ts|sh)$/.test(file));
  expect(code.filter(file => textOf(file).includes(`'${manifest.version}'`))).toEqual([]);
  expect(lock.version).toBe(manifest.version);
  expect(textOf('CHANGELOG.md')).toContain(`\n## ${manifest.version}`);
});

test('the install is quiet: no wall of warnings, and no script of a package runs', () => {
  const settings = textOf('.npmrc').split('\n');
  expect(settings).toEqual(expect.arrayContaining(['loglevel=error', 'ignore-scripts=true']));
  expect(textOf('.nvmrc')).toBe('24\n');
  expect(textOf('LICENSE')).toContain('Apache License');
});
