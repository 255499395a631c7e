import { spawnSync } from 'node:child_process';
import { accessSync, constants, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../..');
const file = join(root, 'deploy/pks-rescue.sudoers');
/** `-s`: an alias that nobody defined or nobody uses is an error too. Its exit code. */
const judged = (text: string): number | null => {
  const env = { PATH: `${process.env.PATH}:/usr/sbin` };
  return spawnSync('visudo', ['-c', '-s', '-f', '-'], { input: text, env }).status;
};

test('sudo takes the file of deploy/ as it is, and visudo would say if it did not', () => {
  const text = readFileSync(file, 'utf8');
  expect(judged(text)).toBe(0);
  for (const broken of [text.replace('NOPASSWD:', 'NOPASWORD'), text.replace('Cmnd_Alias PKS_RESCUE', '#')])
    expect(judged(broken), broken).toBe(1);
});

test('it gives one program, as the bot’s user alone, and that program is there to be started', () => {
  const rules = readFileSync(file, 'utf8')
    .split('\n')
    .filter(line => line !== '' && !line.startsWith('#'));
  expect(rules).toEqual([
    'Cmnd_Alias PKS_RESCUE = /opt/pks-rescue/deploy/pks',
    expect.stringMatching(/^Defaults!PKS_RESCUE env_reset, !setenv, secure_path=/),
    '%pks-oncall ALL = (pks-rescue) NOPASSWD: PKS_RESCUE',
  ]);
  accessSync(join(root, 'deploy/pks'), constants.X_OK);
});
