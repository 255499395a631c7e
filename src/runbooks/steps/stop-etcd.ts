import { verdictOf } from '../../cluster/verdict.ts';
import { bosh } from '../../commands/bosh.ts';
import { monit } from '../../commands/vm.ts';
import { shortInstance } from '../../model/instance.ts';
import type { Words } from '../../words.ts';
import { established, withMaster } from '../expected.ts';
import { preChecks, raisingChecks } from '../gates.ts';
import { etcdStopped, replacing } from '../member.ts';
import type { Proof, Step, StepContext } from '../runbook.ts';
import { check, fact, isHealthy, targetOf } from '../step-context.ts';

const stopped = (context: StepContext, facts: Readonly<Record<string, string>>): Proof => {
  const who = shortInstance(context.target);
  const word = targetOf(context)?.monit?.find(process => process.name === 'etcd')?.state ?? '?';
  return etcdStopped(context)
    ? {
        state: 'holds',
        words: {
          en: `etcd on ${who} is stopped: monit says "not monitored".`,
          ko: `${who}의 etcd가 정지했습니다. monit: "not monitored"`,
        },
        facts,
      }
    : {
        state: 'not-yet',
        words: { en: `monit on ${who} says "${word}"`, ko: `${who}의 monit: "${word}"` },
      };
};

const common = {
  kind: 'change' as const,
  after: {
    en: 'monit says "not monitored" and nothing answers there',
    ko: 'monit이 "not monitored"이고 응답 없음',
  },
  takesDown: (context: StepContext) => [context.target],
  act: (context: StepContext) => bosh(context.deployment).ssh(context.target, monit('stop'), 'changes'),
};

const isRogue = (context: StepContext): boolean => {
  const verdict = verdictOf(context.seen);
  return verdict.name === 'rogue' && verdict.target.includes(context.target);
};

/** Before anything else, the snapshot too: whatever a rogue acknowledges meanwhile will be lost. */
export const stopRogueStep = (): Step => ({
  ...common,
  id: 'stop-rogue',
  version: 1,
  title: {
    en: 'Stop etcd that serves a cluster of its own',
    ko: '별도 클러스터를 서비스하는 etcd 즉시 정지',
  },
  risk: {
    en: 'It answers clients now, with data that the other two do not have; what it acknowledged is lost with the replacement.',
    ko: '지금 나머지 두 대에 없는 데이터로 응답하고 있습니다. 이 멤버가 승인한 쓰기는 교체와 함께 사라집니다.',
  },
  before: {
    en: 'it contradicts the other two, which agree',
    ko: '나머지 두 대는 일치하고 이 멤버만 다름',
  },
  needs: ['hash', 'second-look'],
  guards: context => [
    ...raisingChecks(context),
    check('rogue', isRogue(context), {
      en: `the verdict is ${verdictOf(context.seen).name}; this stops only a member that contradicts the other two`,
      ko: `판정은 ${verdictOf(context.seen).name}. 나머지 두 대와 모순되는 멤버만 정지합니다`,
    }),
  ],
  skip: context =>
    isHealthy(targetOf(context))
      ? null
      : { en: 'the failed member serves nobody', ko: '장애노드는 서비스하고 있지 않습니다' },
  proof: context => stopped(context, { verdict: 'rogue' }),
});

const stoppedNow = (context: StepContext): StepContext =>
  established(
    withMaster(context, context.target, ({ monit, etcd }) => ({
      monit: (monit ?? []).map(each => (each.name === 'etcd' ? { ...each, state: 'not monitored' } : each)),
      etcd: etcd && { ...etcd, up: false, healthy: false, status: null, later: null },
    })),
    'stop-etcd',
    { state: 'stopped' },
  );

/** A member that monit starts again every few seconds would come back under an id that is being removed. */
export const stopEtcdStep = (needless?: (context: StepContext) => Words | null): Step => ({
  ...common,
  id: 'stop-etcd',
  version: 2,
  ...replacing(stoppedNow, {
    en: 'etcd on the failed member stays stopped; the other two serve as before',
    ko: '장애노드의 etcd는 정지된 채이고 나머지 두 대는 그대로 서비스합니다',
  }),
  title: { en: 'Stop etcd on the failed member', ko: '장애노드의 etcd 정지' },
  risk: {
    en: 'Touches only the failed member, which is not healthy. monit stops restarting it.',
    ko: '정상이 아닌 장애노드만 건드립니다. monit이 더 이상 재시작하지 않습니다.',
  },
  before: {
    en: 'two healthy members that agree, a verified snapshot',
    ko: '서로 일치하는 정상노드 2대, 검증된 스냅샷',
  },
  needs: ['hash', 'second-look'],
  guards: context => preChecks(context, { stops: [context.target] }),
  skip: context =>
    fact(context, 'stop-rogue', 'verdict') !== null && etcdStopped(context)
      ? { en: 'this run has stopped it already', ko: '이번 복구에서 이미 정지했습니다' }
      : (needless?.(context) ?? null),
  proof: context => stopped(context, { state: 'stopped' }),
});
