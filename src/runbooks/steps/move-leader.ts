import { bosh } from '../../commands/bosh.ts';
import { moveLeader } from '../../commands/vm.ts';
import { shortInstance } from '../../model/instance.ts';
import { josa } from '../../words.ts';
import { preChecks } from '../gates.ts';
import type { Proof, Step, StepContext } from '../runbook.ts';
import { followerOf, isHealthy, leaderOf, targetOf } from '../step-context.ts';

const givenUp = (context: StepContext): boolean => {
  const etcd = targetOf(context)?.processes.find(p => p.name === 'etcd')?.state;
  const monit = targetOf(context)?.monit?.find(p => p.name === 'etcd')?.state;
  return etcd === 'unknown' || monit === 'not monitored';
};
export const monitHasGivenUp = givenUp;

const joinedOrMoved = (context: StepContext): Proof => {
  const target = targetOf(context);
  const leader = leaderOf(context);
  if (!leader)
    return {
      state: 'not-yet',
      words: { en: 'no leader among the healthy members yet', ko: '정상노드 중 아직 리더가 없음' },
    };
  const name = shortInstance(leader.instance);
  if (isHealthy(target))
    return {
      state: 'holds',
      words: {
        en: `${name} leads, ${shortInstance(context.target)} has joined.`,
        ko: `리더는 ${name}, ${josa(shortInstance(context.target), '이/가')} 합류했습니다.`,
      },
      facts: { leader: leader.instance },
    };
  if (givenUp(context))
    return {
      state: 'holds',
      words: {
        en: `${name} leads; monit has given up on ${shortInstance(context.target)}'s etcd, which the next step starts.`,
        ko: `리더는 ${name}. ${shortInstance(context.target)}의 etcd는 monit이 포기한 상태라 다음 단계에서 시작합니다.`,
      },
      facts: { leader: leader.instance },
    };
  return {
    state: 'not-yet',
    words: {
      en: `waiting for ${shortInstance(context.target)} to join at its next start`,
      ko: `${josa(shortInstance(context.target), '이/가')} 다음 기동 때 합류하기를 기다리는 중`,
    },
  };
};

/** An election resets what the leader remembers of the victim, so it joins at its next start (docs/evidence.md#a-lost-raft-log). */
export const moveLeaderStep = (): Step => ({
  id: 'move-leader',
  version: 2,
  kind: 'change',
  title: { en: 'Move the leader to the other healthy member', ko: '리더를 다른 정상노드로 이동' },
  risk: {
    en: 'Writes pause for 0.01 to 0.14 s. No member stops.',
    ko: '쓰기가 0.01~0.14초 멈춥니다. 멈추는 멤버는 없습니다.',
  },
  before: {
    en: 'two healthy members that agree, a verified snapshot',
    ko: '서로 일치하는 정상노드 2대, 검증된 스냅샷',
  },
  after: {
    en: 'the other member leads and the victim joins',
    ko: '다른 멤버가 리더가 되고 장애노드가 합류함',
  },
  needs: ['hash', 'second-look'],
  guards: context => preChecks(context, { stops: [] }),
  skip: context =>
    isHealthy(targetOf(context))
      ? {
          en: `${shortInstance(context.target)} is healthy already`,
          ko: `${josa(shortInstance(context.target), '이/가')} 이미 정상입니다`,
        }
      : null,
  act: context => {
    const [leader, follower] = [leaderOf(context), followerOf(context)];
    return leader && follower?.etcd?.status
      ? bosh(context.deployment).ssh(leader.instance, moveLeader(follower.etcd.status.memberId), 'changes')
      : null;
  },
  proof: joinedOrMoved,
});
