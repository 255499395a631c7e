import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { files, root, textOf } from '../../house/tree.ts';

const scripts = files.filter(file => file.endsWith('.sh') || /^#!.*sh\b/.test(textOf(file).slice(0, 40)));

/** `A= B=` empties both, and the settings of a login can't be followed: both are meant. */
const ours = ['--exclude=SC1007,SC1090'];

test('there are shell scripts to check, those that run on a jump host among them', () => {
  expect(scripts).toEqual(
    expect.arrayContaining(['src/adapters/jump-host/fence.sh', 'tools/bare-machine.sh']),
  );
});

test.each(scripts)('shellcheck finds nothing wrong in %s', script => {
  const { stdout } = spawnSync('shellcheck', ['--severity=warning', ...ours, script], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(stdout).toBe('');
});
