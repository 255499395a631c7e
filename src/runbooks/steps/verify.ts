import { type HexId, shortInstance } from '../../cluster/seen.ts';
import { newestStart } from '../../cluster/start-line.ts';
import type { Words } from '../../words.ts';
import { postChecks } from '../gates.ts';
import type { Scene, Step } from '../runbook.ts';

const leaderAndTerm = (scene: Scene): { leader: HexId; term: string } => {
  const status = scene.seen.masters[0]?.etcd?.status;
  return { leader: status?.leaderId ?? '', term: String(status?.raftTerm ?? '') };
};

const failed = (scene: Scene): Words => {
  const open = postChecks(scene).filter(c => !c.ok);
  return { en: open.map(c => c.words.en).join('; '), ko: open.map(c => c.words.ko).join('; ') };
};

/** Short for each master, or the third one's would be cut off: a start line of etcd 3.5 is a screenful. */
const startsOf = (scene: Scene): string =>
  scene.seen.masters
    .map(m => `${shortInstance(m.instance)} ${newestStart(m.lastStartBlock ?? '') || '-'}`)
    .join(', ');

const holdFacts = (scene: Scene): Readonly<Record<string, string>> => {
  const hash = scene.seen.masters[0]?.etcd?.hash;
  return {
    ...leaderAndTerm(scene),
    ...(hash ? { hash: String(hash.hash), revision: String(hash.revision) } : {}),
    starts: startsOf(scene),
    members: scene.seen.masters
      .map(m => `${shortInstance(m.instance)}=${m.etcd?.status?.memberId ?? '-'}`)
      .join(' '),
  };
};

/** Said healed only when all of it held without a break, with one leader and one term. */
export const verifyStep = (): Step => ({
  id: 'verify',
  kind: 'check',
  title: { en: 'Verify that it holds', ko: '안정 상태 확인' },
  risk: { en: 'Reads only.', ko: '읽기만 합니다.' },
  before: { en: 'nothing', ko: '없음' },
  after: {
    en: 'three identical local views, equal hash, one leader, one term, no alarm, every process running, the LB answering',
    ko: '세 멤버가 보는 상태가 동일, 해시 일치, 리더 1, term 1, 알람 없음, 모든 프로세스 실행, LB 응답',
  },
  proofNeeds: ['hash', 'service'],
  guards: () => [],
  act: () => null,
  placeholder: '(reads each member, BOSH and the load balancer, again and again)',
  holdSeconds: settings => settings.holdSeconds,
  proof: scene =>
    postChecks(scene).every(c => c.ok)
      ? {
          state: 'holds',
          words: {
            en: `All post-conditions held for ${scene.settings.holdSeconds} s: ${postChecks(scene)
              .map(c => c.words.en)
              .join('; ')}.`,
            ko: `사후 조건이 ${scene.settings.holdSeconds}초 동안 유지됨: ${postChecks(scene)
              .map(c => c.words.ko)
              .join('; ')}`,
          },
          facts: holdFacts(scene),
        }
      : { state: 'not-yet', words: failed(scene) },
});
