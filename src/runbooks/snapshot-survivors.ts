import type { Runbook } from './runbook.ts';
import { keepStep } from './steps/keep-snapshot.ts';
import { snapshotId, snapshotStep } from './steps/snapshot.ts';

/** No cure: saves what each master holds whose etcd answers, with or without quorum, and changes nothing. Outside a recovery
 *  one approver is asked, once for all of them: each file holds every Secret of the cluster. */
export const snapshotSurvivors: Runbook = {
  cure: 'snapshot-survivors',
  title: {
    en: 'Save a snapshot of every master whose etcd answers',
    ko: 'etcd가 응답하는 모든 마스터의 스냅샷 저장',
  },
  cost: {
    en: 'Nothing in the cluster is changed. Each file holds every Secret, so one person approves; it is kept on the jump host.',
    ko: '클러스터에서 바뀌는 것은 없습니다. 파일마다 모든 Secret이 들어 있어 한 명의 승인이 필요하며, 점프 호스트에 보관합니다.',
  },
  steps: ({ answering = [] }) =>
    answering.flatMap((instance, index) => [
      {
        ...snapshotStep(instance),
        skippable: true,
        proves: { saved: instance },
        asks: 1,
        ...(index > 0 ? { coveredBy: snapshotId(answering[0] ?? null) } : {}),
      },
      keepStep(instance),
    ]),
};
