import { expect, test } from 'vitest';
import { withOutputs } from '../../src/messages/outputs.ts';
import { runShown } from '../../src/messages/runs-list.ts';
import { aRun, began, ended } from '../support/a-run.ts';

const plainOf = (file: string | undefined, locale: 'en' | 'ko'): string => {
  const run = aRun(began('recreate'), ended('recreate', { lines: 812, ...(file ? { file } : {}) }));
  return JSON.stringify(withOutputs(runShown(run, locale), run, locale).blocks);
};

test('a run that is shown says where the whole output of each command is, with its lines and hash', () => {
  const file = '/var/lib/pks-rescue/jump-host/logs/7f3a.recreate.1.log';
  expect(plainOf(file, 'en')).toMatch(new RegExp(`: 812 lines, sha256 [0-9a-f]{16}, .*${file}`));
  expect(plainOf(file, 'ko')).toMatch(new RegExp(`812줄, sha256 [0-9a-f]{16}, .*${file}`));
  expect(plainOf(undefined, 'en')).not.toContain('Whole outputs');
});
