import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { quoteArgument, quoteArgv } from '../../src/commands/quote.ts';
import { readBackBy } from './read-back.ts';

readBackBy('sh');
readBackBy('bash');

test('a plain command line is shown without quotes, as a person would type it', () => {
  expect(
    quoteArgv(['bosh', '-d', 'service-instance_1', 'recreate', 'master/0c1a2b3c', '--no-converge']),
  ).toBe('bosh -d service-instance_1 recreate master/0c1a2b3c --no-converge');
});
test('quoting twice still reads back once a shell, as `bosh ssh -c` over ssh needs', () => {
  const words = ['sh', '-c', `printf '%s' "$1"`, 'x', "it's $(id)"];
  const { stdout } = spawnSync('sh', ['-c', quoteArgv(['sh', '-c', quoteArgv(words)])]);
  expect(stdout.toString()).toBe("it's $(id)");
});
test('a NUL byte cannot be carried and is refused', () => {
  expect(() => quoteArgument('a\0b')).toThrow('NUL byte');
});
test('a first word that a shell would take for an assignment is still a program', () => {
  expect(quoteArgv(['A=1', 'env', 'B=2'])).toBe("'A=1' env B=2");
  expect(quoteArgv(['if', 'true'])).toBe("'if' true");
});
