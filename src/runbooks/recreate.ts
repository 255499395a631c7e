import type { Runbook } from './runbook.ts';
import { backupStep } from './steps/backup.ts';
import { canaryDeleteStep, canaryStep } from './steps/canary.ts';
import { snapshotSteps } from './steps/keep-snapshot.ts';
import { recreateStep } from './steps/recreate.ts';
import { verifyStep } from './steps/verify.ts';

/** For broken files on the ephemeral disk while etcd is healthy on all three. */
export const recreateRunbook: Runbook = {
  cure: 'recreate',
  title: { en: 'Recreate the VM whose other processes fail', ko: '다른 프로세스가 실패한 VM 재생성' },
  cost: {
    en: 'One healthy member is away for minutes while its VM is built: until it is back, one more failure costs quorum. The persistent disk stays.',
    ko: 'VM을 만드는 몇 분 동안 정상노드 1대가 빠집니다. 그동안 1대가 더 고장 나면 쿼럼을 잃습니다. persistent disk는 유지됩니다.',
  },
  steps: () => [
    ...snapshotSteps(),
    recreateStep(),
    canaryStep(),
    canaryDeleteStep(),
    verifyStep(),
    backupStep(),
  ],
};
