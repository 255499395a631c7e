import type { Words } from '../words.ts';
import { scriptAddsItself } from './member.ts';
import type { Runbook, StepContext } from './runbook.ts';
import { fact } from './step-context.ts';
import { backupStep } from './steps/backup.ts';
import { canaryDeleteStep, canaryStep } from './steps/canary.ts';
import { snapshotSteps } from './steps/keep-snapshot.ts';
import { memberAddStep, memberRemoveStep } from './steps/member-list.ts';
import { peerUrlStep } from './steps/peer-url.ts';
import { recreateStep } from './steps/recreate.ts';
import { setAsideStep } from './steps/set-aside.ts';
import { joinedStep, startMemberStep } from './steps/start-member.ts';
import { stopEtcdStep } from './steps/stop-etcd.ts';
import { verifyStep } from './steps/verify.ts';

const ownScript: Words = {
  en: 'its own start script adds it once the unnamed member is gone',
  ko: '이름 없는 멤버가 없어지면 자체 시작 스크립트가 추가합니다',
};

/** Decided once, before the removal: afterwards the script may have made member/ anew already. */
const leftToTheScript = (context: StepContext): Words | null =>
  fact(context, 'stop-etcd', 'state') === null ? ownScript : null;

/** A member that was added and never started keeps the next addition out: it goes, and the instance joins anew. */
export const removeHalfAdded: Runbook = {
  cure: 'remove-half-added',
  title: {
    en: 'Remove the member that was added and never started',
    ko: '추가만 되고 시작되지 않은 멤버 제거',
  },
  cost: {
    en: 'Writes do not pause. No healthy master stops; healthy 2.2 s after the removal (measured). The bootstrap instance, and any that still has a member/, is added by hand, because its script would not do it.',
    ko: '쓰기가 멈추지 않습니다. 정상노드는 멈추지 않으며 제거 후 2.2초 만에 정상(실측). 부트스트랩 인스턴스나 member/가 남은 인스턴스는 스크립트가 추가하지 않으므로 직접 추가합니다.',
  },
  steps: () => [
    ...snapshotSteps(),
    peerUrlStep(),
    stopEtcdStep(context => (scriptAddsItself(context) ? ownScript : null)),
    memberRemoveStep(),
    setAsideStep(leftToTheScript),
    memberAddStep(leftToTheScript),
    startMemberStep(),
    joinedStep(),
    recreateStep(),
    canaryStep(),
    canaryDeleteStep(),
    verifyStep(),
    backupStep(),
  ],
};
