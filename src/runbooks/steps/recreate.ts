import { bosh } from '../../commands/bosh.ts';
import type { Ran } from '../../model/command.ts';
import { shortInstance } from '../../model/instance.ts';
import type { Words } from '../../words.ts';
import { processesNow } from '../bosh-table.ts';
import { preChecks } from '../gates.ts';
import { wellByItself } from '../joined-by-itself.ts';
import type { Proof, Step, StepContext } from '../runbook.ts';
import {
  check,
  deploymentFree,
  failingBesideEtcd,
  isHealthy,
  targetOf,
  twoHealthySurvivors,
} from '../step-context.ts';

const vmIsBack = (context: StepContext): Proof => {
  const target = targetOf(context);
  const bad = failingBesideEtcd(target);
  if (!target?.cid || target.processState === 'unresponsive agent' || target.processes.length === 0)
    return { state: 'not-yet', words: { en: 'the VM is not back yet', ko: 'VM이 아직 돌아오지 않음' } };
  if (bad.length > 0)
    return {
      state: 'not-yet',
      words: { en: `still not running: ${bad.join(', ')}`, ko: `아직 실행되지 않음: ${bad.join(', ')}` },
    };
  return {
    state: 'holds',
    words: {
      en: `${shortInstance(context.target)} has a new VM (${target.cid}); every process but etcd runs${isHealthy(target) ? ', and etcd too' : '; etcd is as before'}.`,
      ko: `${shortInstance(context.target)}에 새 VM(${target.cid})이 생겼고 etcd 외 모든 프로세스가 실행 중${isHealthy(target) ? '이며 etcd도 정상입니다' : '입니다. etcd는 이전과 같습니다'}.`,
    },
    facts: { cid: target.cid },
  };
};

/** For broken ephemeral files, once etcd is healthy: its post-start then passes. */
export const recreateStep = (): Step => ({
  id: 'recreate',
  version: 1,
  kind: 'change',
  title: { en: 'Recreate this one VM (ephemeral disk only)', ko: '이 VM만 재생성 (ephemeral disk)' },
  risk: {
    en: 'The member is away for minutes while its VM is built; the persistent disk stays. Two healthy members keep quorum.',
    ko: 'VM을 만드는 몇 분 동안 이 멤버가 빠집니다. persistent disk는 유지되고 정상 2대가 쿼럼을 지킵니다.',
  },
  before: { en: 'etcd is healthy on all three', ko: '세 대 모두 etcd 정상' },
  after: { en: 'a new VM, every process running, etcd healthy', ko: '새 VM, 모든 프로세스 실행, etcd 정상' },
  needs: ['hash', 'second-look'],
  takesDown: context => [context.target],
  guards: context => [
    ...preChecks(context, { cure: 'recreate', stops: [context.target] }),
    check('etcd', isHealthy(targetOf(context)), {
      en: 'etcd on this instance is healthy, so its post-start can pass',
      ko: '이 인스턴스의 etcd가 정상이라 post-start가 통과 가능',
    }),
  ],
  skip: context =>
    failingBesideEtcd(targetOf(context)).length === 0 && targetOf(context)?.cid
      ? { en: 'no other process is failing on it', ko: '다른 실패 프로세스가 없습니다' }
      : null,
  act: context => bosh(context.deployment).recreateNoConverge(context.target),
  table: processesNow,
  proof: context => {
    const back = vmIsBack(context);
    if (back.state !== 'holds' || isHealthy(targetOf(context))) return back;
    return {
      state: 'not-yet',
      words: { en: 'the VM is back, etcd is not healthy yet', ko: 'VM은 돌아왔고 etcd는 아직 정상이 아님' },
    };
  },
});

const postStartFailed = (ran: Ran): Words | null =>
  /is not running after update|Expected task '\d+' to succeed but state is 'error'/.test(
    `${ran.stdout}\n${ran.stderr}`,
  )
    ? {
        en: 'The task failed as expected: post-start waits for etcd, which is still broken. What counts is below.',
        ko: '예상한 실패입니다. post-start가 아직 고장난 etcd를 기다렸습니다. 중요한 것은 아래 결과입니다.',
      }
    : null;

/** The runbook's own step 5: with converge, after delete-vm. */
export const recreateConvergeStep = (): Step => ({
  id: 'recreate',
  version: 2,
  kind: 'change',
  title: { en: 'Recreate the failed instance', ko: '장애 인스턴스 재생성' },
  risk: {
    en: 'Builds a VM for an instance that has none. Its task is expected to fail: post-start waits 120 s for etcd.',
    ko: 'VM이 없는 인스턴스에 VM을 만듭니다. post-start가 etcd를 120초 기다리므로 task 실패가 예상됩니다.',
  },
  before: { en: 'the instance has no VM', ko: '인스턴스에 VM이 없음' },
  after: { en: 'VM back, fluentd running, etcd as before', ko: 'VM 복귀, fluentd 실행, etcd는 이전과 같음' },
  guards: context => [twoHealthySurvivors(context), deploymentFree(context)],
  skip: wellByItself,
  act: context => bosh(context.deployment).recreate(context.target),
  expects: postStartFailed,
  table: processesNow,
  proof: vmIsBack,
});
