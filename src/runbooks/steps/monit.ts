import { bosh } from '../../commands/bosh.ts';
import { monit } from '../../commands/vm.ts';
import { shortInstance } from '../../model/instance.ts';
import { raisingChecks } from '../gates.ts';
import type { Proof, Step, StepContext } from '../runbook.ts';
import { deploymentFree, isHealthy, targetOf } from '../step-context.ts';
import { monitHasGivenUp } from './move-leader.ts';

const targetHealthy = (context: StepContext): Proof =>
  isHealthy(targetOf(context))
    ? {
        state: 'holds',
        words: {
          en: `etcd on ${shortInstance(context.target)} is healthy.`,
          ko: `${shortInstance(context.target)}의 etcd가 정상입니다.`,
        },
      }
    : {
        state: 'not-yet',
        words: {
          en: `etcd on ${shortInstance(context.target)} is not healthy yet`,
          ko: `${shortInstance(context.target)}의 etcd가 아직 정상이 아님`,
        },
      };

const common = {
  kind: 'change' as const,
  risk: { en: 'Touches only the failed member.', ko: '장애노드만 건드립니다.' },
  after: { en: 'etcd on the failed member is healthy', ko: '장애노드의 etcd가 정상' },
  proof: targetHealthy,
};

/** Where monit has un-monitored etcd (`etcd unknown` in BOSH's words), nothing restarts it any more. */
export const monitStartStep = (): Step => ({
  ...common,
  id: 'monit-start',
  version: 1,
  title: { en: 'Start etcd where monit has given up on it', ko: 'monit이 포기한 etcd 시작' },
  before: { en: 'monit does not watch etcd any more', ko: 'monit이 etcd를 더 이상 감시하지 않음' },
  guards: context => [deploymentFree(context)],
  skip: context =>
    isHealthy(targetOf(context)) || !monitHasGivenUp(context)
      ? { en: 'monit restarts etcd by itself here', ko: '여기서는 monit이 etcd를 스스로 재시작합니다' }
      : null,
  act: context => bosh(context.deployment).ssh(context.target, monit('start'), 'changes'),
});

export const monitRestartStep = (): Step => ({
  ...common,
  id: 'monit-restart',
  version: 1,
  title: { en: 'Restart etcd on the failed member', ko: '장애노드의 etcd 재시작' },
  before: {
    en: 'its raft log is there and nothing fatal is in its last start',
    ko: 'raft 로그가 있고 마지막 기동에 치명적 오류가 없음',
  },
  needs: ['hash'],
  guards: context => raisingChecks(context, ['classified']),
  skip: context =>
    isHealthy(targetOf(context)) ? { en: 'etcd is healthy already', ko: 'etcd가 이미 정상입니다' } : null,
  act: context =>
    bosh(context.deployment).ssh(
      context.target,
      monit(monitHasGivenUp(context) ? 'start' : 'restart'),
      'changes',
    ),
});
