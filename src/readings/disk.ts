import type { DiskObservation } from '../cluster/observation.ts';

const held: Readonly<Record<string, boolean>> = { held: true, free: false };

/** From the probe's section `disk`; null: nothing of it was read. */
export const diskOf = (text: string): DiskObservation | null => {
  const db = /^db (\w+)$/m.exec(text)?.[1];
  const [, memberId = '', clusterId = '', term, index, commit, end] =
    /^log ([1-9a-f][0-9a-f]*) ([1-9a-f][0-9a-f]*) (\d+) (\d+) (\d+) (clean|torn)$/m.exec(text) ?? [];
  if (db === undefined && end === undefined) return null;
  const numbers = { lastTerm: Number(term), lastIndex: Number(index), commit: Number(commit) };
  return {
    held: held[db ?? ''] ?? null,
    log: end === undefined ? null : { memberId, clusterId, ...numbers, torn: end === 'torn' },
  };
};
