import type { Runbook } from './runbook.ts';
import { backupStep } from './steps/backup.ts';
import { canaryDeleteStep, canaryStep } from './steps/canary.ts';
import { snapshotSteps } from './steps/keep-snapshot.ts';
import { memberAddStep, memberRemoveStep } from './steps/member-list.ts';
import { peerUrlStep } from './steps/peer-url.ts';
import { recreateStep } from './steps/recreate.ts';
import { setAsideStep } from './steps/set-aside.ts';
import { joinedStep, startMemberStep } from './steps/start-member.ts';
import { stopEtcdStep, stopRogueStep } from './steps/stop-etcd.ts';
import { verifyStep } from './steps/verify.ts';

/** For a disk that is lost or can't be used: the member leaves, its data are set aside, and it comes back as a new one. */
export const replaceMember: Runbook = {
  cure: 'replace-member',
  title: {
    en: 'Replace the member: remove, set its data aside, add, start',
    ko: '멤버 교체: 제거, 데이터 옮김, 추가, 시작',
  },
  cost: {
    en: 'Writes pause for 0.05 s (measured). No healthy master stops. From remove to start the cluster has its two healthy members and needs both, as it does now. The member gets a new id; its data are moved aside, never deleted.',
    ko: '쓰기가 0.05초 멈춥니다(실측). 정상노드는 멈추지 않습니다. 제거부터 시작까지 정상노드 2대로 운영되며 지금처럼 두 대가 모두 필요합니다. 멤버는 새 id를 받고, 데이터는 지우지 않고 옮깁니다.',
  },
  steps: () => [
    stopRogueStep(),
    ...snapshotSteps(),
    peerUrlStep(),
    stopEtcdStep(),
    memberRemoveStep(),
    setAsideStep(),
    memberAddStep(),
    startMemberStep(),
    joinedStep(),
    recreateStep(),
    canaryStep(),
    canaryDeleteStep(),
    verifyStep(),
    backupStep(),
  ],
};
