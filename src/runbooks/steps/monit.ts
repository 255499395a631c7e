import { bosh } from '../../commands/bosh.ts';
import { monit } from '../../commands/vm.ts';
import { shortInstance } from '../../model/instance.ts';
import { raisingChecks } from '../gates.ts';
import type { Proof, Scene, Step } from '../runbook.ts';
import { deploymentFree, isHealthy, targetOf } from '../scene.ts';
import { monitHasGivenUp } from './move-leader.ts';

const targetHealthy = (scene: Scene): Proof =>
  isHealthy(targetOf(scene))
    ? {
        state: 'holds',
        words: {
          en: `etcd on ${shortInstance(scene.target)} is healthy.`,
          ko: `${shortInstance(scene.target)}의 etcd가 정상입니다.`,
        },
      }
    : {
        state: 'not-yet',
        words: {
          en: `etcd on ${shortInstance(scene.target)} is not healthy yet`,
          ko: `${shortInstance(scene.target)}의 etcd가 아직 정상이 아님`,
        },
      };

const common = {
  kind: 'change' as const,
  risk: { en: 'Touches only the failed member.', ko: '장애 멤버만 건드립니다.' },
  after: { en: 'etcd on the failed member is healthy', ko: '장애 멤버의 etcd가 정상' },
  proof: targetHealthy,
};

/** Where monit has un-monitored etcd (`etcd unknown` in BOSH's words), nothing restarts it any more. */
export const monitStartStep = (): Step => ({
  ...common,
  id: 'monit-start',
  version: 1,
  title: { en: 'Start etcd where monit has given up on it', ko: 'monit이 포기한 etcd 시작' },
  before: { en: 'monit does not watch etcd any more', ko: 'monit이 etcd를 더 이상 감시하지 않음' },
  guards: scene => [deploymentFree(scene)],
  skip: scene =>
    isHealthy(targetOf(scene)) || !monitHasGivenUp(scene)
      ? { en: 'monit restarts etcd by itself here', ko: '여기서는 monit이 etcd를 스스로 재시작합니다' }
      : null,
  act: scene => bosh(scene.deployment).ssh(scene.target, monit('start'), 'changes'),
});

export const monitRestartStep = (): Step => ({
  ...common,
  id: 'monit-restart',
  version: 1,
  title: { en: 'Restart etcd on the failed member', ko: '장애 멤버의 etcd 재시작' },
  before: {
    en: 'its raft log is there and nothing fatal is in its last start',
    ko: 'raft 로그가 있고 마지막 기동에 치명적 오류가 없음',
  },
  needs: ['hash'],
  guards: scene => raisingChecks(scene, ['classified']),
  skip: scene =>
    isHealthy(targetOf(scene)) ? { en: 'etcd is healthy already', ko: 'etcd가 이미 정상입니다' } : null,
  act: scene =>
    bosh(scene.deployment).ssh(scene.target, monit(monitHasGivenUp(scene) ? 'start' : 'restart'), 'changes'),
});
