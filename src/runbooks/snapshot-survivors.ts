import type { Runbook } from './runbook.ts';
import { keepStep } from './steps/keep-snapshot.ts';
import { snapshotStep } from './steps/snapshot.ts';

/** No cure: saves what each master holds whose etcd answers, with or without quorum, and changes nothing. */
export const snapshotSurvivors: Runbook = {
  cure: 'snapshot-survivors',
  title: {
    en: 'Save a snapshot of every master whose etcd answers',
    ko: 'etcd가 응답하는 모든 마스터의 스냅샷 저장',
  },
  cost: {
    en: 'Nothing in the cluster is changed. Each file holds every Secret; it is kept on the jump host.',
    ko: '클러스터에서 바뀌는 것은 없습니다. 파일마다 모든 Secret이 들어 있으며 점프 호스트에 보관합니다.',
  },
  steps: ({ answering = [] }) =>
    answering.flatMap(instance => [{ ...snapshotStep(instance), skippable: true }, keepStep(instance)]),
};
