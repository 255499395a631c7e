import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../..');
const analyze = (...args: readonly string[]) =>
  execFileSync('systemd-analyze', [...args, '--no-pager', join(root, 'pks-rescue.service')], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });

test('the unit’s exposure is below 3.0 by systemd-analyze security', () => {
  const found = /exposure level for pks-rescue\.service: (\d+\.\d+)/.exec(
    analyze('security', '--offline=true'),
  );
  expect(Number(found?.[1] ?? 99)).toBeLessThan(3);
});
