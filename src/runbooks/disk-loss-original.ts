import { departed } from '../gates/gates.ts';
import { joined } from '../words.ts';
import type { Runbook } from './runbook.ts';
import { backupAttemptStep, backupStep } from './steps/backup.ts';
import { canaryDeleteStep, canaryStep } from './steps/canary.ts';
import { cckStep } from './steps/cck.ts';
import { deleteVmStep } from './steps/delete-vm.ts';
import { snapshotSteps } from './steps/keep-snapshot.ts';
import { powerOffStep, powerOnStep } from './steps/power.ts';
import { recreateConvergeStep } from './steps/recreate.ts';
import { resurrectionBackStep, resurrectionOffStep } from './steps/resurrection.ts';
import { verifyStep } from './steps/verify.ts';
import { serviceCheckWithoutQuorum } from './steps/without-quorum.ts';

/** The original runbook, steps 2 to 8 as written, its follower off first so that the most advanced member comes back first. */
export const diskLossOriginal: Runbook = {
  cure: 'disk-loss-original',
  title: {
    en: 'Original runbook: delete, recreate, power the healthy masters off and on',
    ko: '원본 런북: 삭제, 재생성, 정상노드 전원 끄고 켜기',
  },
  cost: {
    en: `Writes pause 1 to 4 s at the first power-off and stop from the second until a power-on: 10 to 17 s at best, minutes on real VMs. From its first power-off it departs from these conditions: ${joined(departed.map(gate => gate.title)).en}.`,
    ko: `첫 번째 전원 끄기에서 쓰기가 1~4초 멈추고, 두 번째부터 다시 켤 때까지 중단됩니다(빨라야 10~17초, 실제 VM은 몇 분). 첫 전원 끄기부터 다음 조건을 벗어납니다: ${joined(departed.map(gate => gate.title)).ko}.`,
  },
  steps: ({ leader, follower }) =>
    leader === null || follower === null
      ? []
      : [
          backupAttemptStep(),
          ...snapshotSteps(),
          resurrectionOffStep(),
          deleteVmStep(),
          cckStep(),
          recreateConvergeStep(),
          powerOffStep(follower, 'first'),
          powerOffStep(leader, 'second'),
          serviceCheckWithoutQuorum(leader),
          powerOnStep(leader, 'first'),
          powerOnStep(follower, 'second'),
          resurrectionBackStep(),
          canaryStep(),
          canaryDeleteStep(),
          verifyStep(),
          backupStep(),
        ],
};
