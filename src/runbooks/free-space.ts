import { spaceGates } from '../gates/gates-space.ts';
import { text } from '../words.ts';
import type { Runbook } from './runbook.ts';
import { backupStep } from './steps/backup.ts';
import { canaryDeleteStep, canaryStep } from './steps/canary.ts';
import { compactStep } from './steps/compact.ts';
import { defragStep, leadElsewhereStep } from './steps/defrag.ts';
import { disarmStep, roomBackStep } from './steps/disarm.ts';
import { snapshotSteps } from './steps/keep-snapshot.ts';
import { verifyStep } from './steps/verify.ts';

/** For NOSPACE by history or fragments. Nothing that is live is deleted, and no member leaves. */
export const freeSpace: Runbook = {
  cure: 'free-space',
  gates: spaceGates,
  title: text(
    'Free the space: compact, defragment one by one with the leader last, disarm',
    '공간 확보: compact, 멤버별 defrag(리더는 마지막), disarm',
  ),
  cost: text(
    'Writes are refused already. Clients of the member that is defragmented wait meanwhile: 0.1 s for 10 MB, 1 s for 100 MB, 7 s for 300 MB (measured); the others go on (0.15 s at most), 0 acknowledged writes lost. Old revisions are forgotten: watches older than the snapshot list anew.',
    '쓰기는 이미 거부되고 있습니다. defrag 중인 멤버의 클라이언트만 대기합니다(실측: 10 MB 0.1초, 100 MB 1초, 300 MB 7초). 다른 멤버는 계속 서비스하며(최대 0.15초 지연) 승인된 쓰기 유실은 없습니다. 이전 revision이 정리되므로 스냅샷보다 오래된 watch는 다시 list합니다.',
  ),
  steps: ({ defrag = [], away = null }) => {
    const [leader, followers] = [defrag.at(-1), defrag.slice(0, -1)];
    const last = leader === undefined ? [] : [leadElsewhereStep(leader), defragStep(leader)];
    return [
      ...snapshotSteps(),
      compactStep(),
      ...followers.map(each => defragStep(each)),
      ...last,
      ...(away === null ? [] : [defragStep(away, 'away')]),
      disarmStep(),
      canaryStep(away),
      canaryDeleteStep(away),
      ...(away === null ? [verifyStep(), backupStep()] : [roomBackStep(away)]),
    ];
  },
};
