import type { Runbook } from './runbook.ts';
import { backupStep } from './steps/backup.ts';
import { canaryDeleteStep, canaryStep } from './steps/canary.ts';
import { snapshotSteps } from './steps/keep-snapshot.ts';
import { monitRestartStep } from './steps/monit.ts';
import { recreateStep } from './steps/recreate.ts';
import { verifyStep } from './steps/verify.ts';

/** For an etcd whose data are intact: it only has to run again. */
export const restartProcess: Runbook = {
  cure: 'restart-process',
  title: { en: 'Restart etcd on the failed member', ko: '장애노드의 etcd 재시작' },
  cost: {
    en: 'Writes do not pause. Only the failed member’s etcd is touched; it keeps its id and its data.',
    ko: '쓰기가 멈추지 않습니다. 장애노드의 etcd만 건드리며 id와 데이터는 그대로입니다.',
  },
  steps: () => [
    ...snapshotSteps().map(step => ({ ...step, skippable: true })),
    monitRestartStep(),
    recreateStep(),
    canaryStep(),
    canaryDeleteStep(),
    verifyStep(),
    backupStep(),
  ],
};
