import { joined, josa, type Words } from '../words.ts';
import { contradictions } from './contradictions.ts';
import type { Finding } from './finding.ts';
import type { Answering } from './quorum.ts';
import { shortInstance } from './seen.ts';

/** Three call themselves healthy and `odd` tells another story than the two that agree. */
export const rogueFinding = (
  odd: Answering,
  pair: readonly Answering[],
  evidence: readonly Words[],
): Finding => {
  const what = joined(pair.slice(0, 1).flatMap(other => contradictions(odd, other)));
  const who = shortInstance(odd.master.instance);
  return {
    name: 'rogue',
    target: [odd.master.instance],
    sentence: {
      en: `${who} calls itself healthy but serves a cluster of its own (${what.en}); the other two agree. What it acknowledges will be lost: stop its etcd at once.`,
      ko: `${josa(who, '은/는')} 정상이라고 응답하지만 별도 클러스터를 서비스하고 있습니다(${what.ko}). 나머지 두 대는 일치합니다. 이 멤버가 승인한 쓰기는 유실되므로 즉시 etcd를 멈춰야 합니다.`,
    },
    evidence,
    confidence: 'certain',
    refused: null,
  };
};
