import { shortInstance } from '../model/instance.ts';
import { joined, josa, type Words } from '../words.ts';
import { contradictions } from './contradictions.ts';
import type { Finding } from './finding.ts';
import type { EtcdStatus } from './observation.ts';
import type { Answering } from './quorum.ts';

/** The peers that knocked and that it does not know, by its log: in the words of 3.4 and in the JSON of 3.5. */
const turnedAway = (log: string): ReadonlySet<string | undefined> =>
  new Set(
    [
      ...log.matchAll(
        /failed to find (?:member ([0-9a-f]+) in cluster|remote peer in cluster",[^\n]*"remote-peer-id-from":"([0-9a-f]+)")/g,
      ),
    ].map(([, id, inJson]) => id ?? inJson),
  );

/**
 * Of another cluster than the healthy two: by its id, or because it knows neither of them. One that joins knows them, and
 * one whose log is old at least the one that was there before. From etcd 3.5 on a rogue is not called healthy, nor is one
 * on 3.4 until it has more writes than the others; its list can't be had either once the others have more.
 */
export const isOfItsOwn = ({ last, members, master }: Answering, pair: readonly Answering[]): boolean => {
  const away = turnedAway(master.lastStartBlock ?? '');
  // A list without anybody was not told.
  const list = members?.length ? members : null;
  const isStranger = ({ memberId }: EtcdStatus) =>
    list === null ? away.has(memberId) : list.every(listed => listed.id !== memberId);
  return (
    pair.every(each => each.last.clusterId !== last.clusterId) || pair.every(each => isStranger(each.last))
  );
};

/** `odd` tells another story than the two that agree. */
export const rogueFinding = (
  odd: Answering,
  pair: readonly Answering[],
  evidence: readonly Words[],
): Finding => {
  const what = joined(pair.slice(0, 1).flatMap(other => contradictions(odd, other)));
  const who = shortInstance(odd.master.instance);
  const healthy = odd.etcd.healthy;
  return {
    name: 'rogue',
    target: [odd.master.instance],
    sentence: {
      en: `${who} ${healthy ? 'calls itself healthy but serves' : 'serves'} a cluster of its own (${what.en}); the other two agree. What it acknowledges will be lost: stop its etcd at once.`,
      ko: `${josa(who, '은/는')} ${healthy ? '정상이라고 응답하지만 ' : ''}별도 클러스터를 서비스하고 있습니다(${what.ko}). 나머지 두 대는 일치합니다. 이 멤버가 승인한 쓰기는 유실되므로 즉시 etcd를 멈춰야 합니다.`,
    },
    evidence,
    confidence: 'certain',
    refused: null,
  };
};
