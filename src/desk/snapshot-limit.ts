import { isCureless } from '../cluster/verdict-types.ts';
import type { RunRow } from '../ports/run-row.ts';
import type { Run } from '../runs/run.ts';
import type { Refusal } from './desk-types.ts';
import { no } from './open-run.ts';

const hourMs = 3_600_000;

/** When the run last began to save; 0: it never did. A recovery's own snapshot does not count. */
const savedAt = (run: Run): number =>
  isCureless(run.started.cure) ? Math.max(0, ...run.steps.map(step => step.began?.at ?? 0)) : 0;

/**
 * At most one snapshot a cluster and hour outside a recovery: each is one more copy of every Secret. A run that cannot be
 * read may have been one, and counts from its end.
 */
export const tooSoon = async (
  rows: readonly RunRow[],
  read: (run: string) => Promise<Run | null>,
  now: number,
): Promise<Refusal | null> => {
  for (const row of rows.filter(each => each.finishedAt === null || each.finishedAt > now - hourMs)) {
    const run = await read(row.run);
    const at = run ? savedAt(run) : (row.finishedAt ?? row.startedAt);
    if (at <= now - hourMs) continue;
    const minutes = Math.min(60, Math.ceil((at + hourMs - now) / 60_000));
    const of = new Date(at).toISOString().slice(11, 19);
    return no(
      {
        en: `Run ${row.run} took a snapshot of this cluster at ${of} UTC already; each is one more copy of every Secret, so one an hour is taken. Use that one (\`/pks run show ${row.run}\` says where it is), or type it again in ${minutes} min. /pks recover takes its own at any time.`,
        ko: `이 클러스터의 스냅샷을 ${of} UTC에 이미 저장했습니다(${row.run}). 모든 Secret의 사본이 늘어나므로 한 시간에 한 번만 저장합니다. 그 스냅샷을 쓰거나(위치: \`/pks run show ${row.run}\`) ${minutes}분 뒤 다시 입력하세요. /pks recover는 언제든 자체 스냅샷을 저장합니다.`,
      },
      row.run,
    );
  }
  return null;
};
