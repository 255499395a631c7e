import { startGates } from '../gates/gates-start.ts';
import { text } from '../words.ts';
import type { Runbook } from './runbook.ts';
import { backupStep } from './steps/backup.ts';
import { canaryDeleteStep, canaryStep } from './steps/canary.ts';
import { keepStep } from './steps/keep-snapshot.ts';
import { quorumBackStep } from './steps/quorum-back.ts';
import { snapshotStep } from './steps/snapshot.ts';
import { startStoppedStep } from './steps/start-stopped.ts';
import { verifyStep } from './steps/verify.ts';

/** For a quorum whose members are merely stopped: what still answers is saved first, then they are started, best first. */
export const startQuorum: Runbook = {
  cure: 'start-quorum',
  gates: startGates,
  title: text('Start the stopped members, the most advanced one first', '멈춘 멤버를 가장 앞선 것부터 시작'),
  cost: text(
    'Writes are down already and come back 1 to 3 s after the second member is up (measured: 4 to 7 s in all, 0 acknowledged writes lost in 11 of 11 runs). Nothing is restored, removed or moved; a member that still runs is not restarted.',
    '쓰기는 이미 중단된 상태이며, 두 번째 멤버가 기동한 뒤 1~3초 안에 돌아옵니다(실측: 총 4~7초, 11회 모두 승인된 쓰기 유실 0건). 복원하거나 지우거나 옮기는 데이터는 없고, 실행 중인 멤버는 재시작하지 않습니다.',
  ),
  steps: ({ answering = [], start = [], leftOut = null }) => [
    ...answering.flatMap(instance => [
      { ...snapshotStep(instance), skippable: true },
      { ...keepStep(instance), skippable: true },
    ]),
    ...start.map(startStoppedStep),
    ...(leftOut === null
      ? [canaryStep(), canaryDeleteStep(), verifyStep(), backupStep()]
      : [quorumBackStep(leftOut)]),
  ],
};
