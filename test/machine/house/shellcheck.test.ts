import { expect, test } from 'vitest';
import { shellcheck, shellScripts } from '../../../tools/check-shell.ts';

test('there are shell scripts to check, those that run on a jump host and on a VM among them', () => {
  expect(shellScripts).toEqual(
    expect.arrayContaining([
      ...['.ci/run', 'tools/bare-machine.sh', 'src/adapters/jump-host/fence.sh'],
      ...['probe', 'snapshot', 'keep', 'throw-away'].map(name => `src/commands/scripts/${name}.sh`),
    ]),
  );
});

test.each(shellScripts)('shellcheck finds nothing wrong in %s', script => {
  expect(shellcheck([script])).toBe('');
});
