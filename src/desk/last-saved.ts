import type { Saved } from '../cluster/prevention.ts';
import type { RunRow } from '../ports/run-row.ts';
import type { Run } from '../runs/run.ts';

const endOf = (run: Run, kind: 'snapshot' | 'backup'): number | null => {
  const ends = run.steps.flatMap(({ planned, settled }) =>
    planned.kind === kind && settled?.outcome === 'done' ? [settled.at] : [],
  );
  return ends.length === 0 ? null : Math.max(...ends);
};

/** When a run of this bot last took a snapshot, and a backup, that its own check found good. `rows`: newest first. */
export const lastSaved = async (
  rows: readonly RunRow[],
  read: (run: string) => Promise<Run | null>,
): Promise<Saved> => {
  let saved: Saved = { snapshot: null, backup: null };
  for (const { run: id } of rows) {
    if (saved.snapshot !== null && saved.backup !== null) break;
    const run = await read(id);
    if (run)
      saved = {
        snapshot: saved.snapshot ?? endOf(run, 'snapshot'),
        backup: saved.backup ?? endOf(run, 'backup'),
      };
  }
  return saved;
};
