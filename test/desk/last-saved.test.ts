import { expect, test } from 'vitest';
import { lastSaved } from '../../src/desk/last-saved.ts';
import type { RunRow } from '../../src/ports/run-row.ts';
import type { Run } from '../../src/runs/run.ts';
import { aRun, began, settled, startedAt } from '../support/a-run.ts';

const rows = (...runs: readonly string[]) => runs.map(run => ({ run }) as RunRow); // the rest of a row is not asked
const read = (runs: Readonly<Record<string, Run>>) => async (id: string) => runs[id] ?? null;
const aSnapshot = aRun(began('snapshot'), settled('snapshot'));
const aBackup = aRun(began('backup'), settled('backup'));
const failed = aRun(began('backup'), settled('backup', { outcome: 'failed' }));

test('the newest of each kind counts, whichever run has it; what failed is none, and a run that can’t be read hides none', async () => {
  const runs = read({ three: failed, two: aSnapshot, one: aBackup });
  const found = await lastSaved(rows('four', 'three', 'two', 'one'), runs);
  expect(found.snapshot).toBeGreaterThanOrEqual(startedAt);
  expect(found.backup).toBeGreaterThanOrEqual(startedAt);
  expect(await lastSaved(rows('three'), runs)).toEqual({ snapshot: null, backup: null });
});
