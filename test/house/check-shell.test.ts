import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { root } from './tree.ts';

test('npm run check has the shell scripts checked, and says in one line where there is no shellcheck', () => {
  expect(manifest.scripts.check).toMatch(/ tools\/check-shell\.ts$/);
  const { stdout, status } = spawnSync(process.execPath, ['tools/check-shell.ts'], {
    cwd: root,
    env: { PATH: '/nowhere' },
    encoding: 'utf8',
  });
  expect([stdout, status]).toEqual([
    'shellcheck is not installed here: the shell scripts were left out\n',
    0,
  ]);
});
