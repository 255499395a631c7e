import { shortInstance } from '../../cluster/seen.ts';
import { bosh } from '../../commands/bosh.ts';
import { snapshot } from '../../commands/vm.ts';
import { isMissed } from '../../readings/reading.ts';
import { readSnapshot } from '../../readings/snapshot.ts';
import type { Step } from '../runbook.ts';
import { check, followerOf, survivors } from '../scene.ts';

/** On the follower's ephemeral disk: enough room, root only, gone with the VM. */
export const snapshotPath = (run: string): string => `/var/vcap/data/pks-rescue/${run}.db`;

/** Saved on a healthy follower, checked by its trailer, restored into a throw-away member and its hash compared. */
export const snapshotStep = (): Step => ({
  id: 'snapshot',
  kind: 'snapshot',
  proofNeeds: 'output',
  title: { en: 'Snapshot of etcd from a healthy follower', ko: '정상 팔로워에서 etcd 스냅샷' },
  risk: {
    en: 'Reads only. The file holds every Secret of the cluster: 0600, root, on that VM only; it goes with the VM.',
    ko: '읽기만 합니다. 파일에는 클러스터의 모든 Secret이 들어 있습니다. 해당 VM에 root 0600으로만 두며 VM과 함께 사라집니다.',
  },
  before: { en: 'a healthy follower answers', ko: '정상 팔로워가 응답함' },
  after: {
    en: 'size, sha256 trailer and the hash of a restored copy agree',
    ko: '크기, sha256 trailer, 복원본 해시가 모두 일치함',
  },
  guards: scene => [
    check('follower', followerOf(scene) !== null, {
      en: `${survivors(scene).length} other members are healthy and ${followerOf(scene) ? 'one is a follower' : 'none of them is a follower'}`,
      ko: `나머지 정상 멤버 ${survivors(scene).length}대, 팔로워 ${followerOf(scene) ? '있음' : '없음'}`,
    }),
  ],
  act: scene => {
    const follower = followerOf(scene);
    return (
      follower &&
      bosh(scene.deployment).ssh(follower.instance, snapshot(snapshotPath(scene.run)), 'changes', 900)
    );
  },
  proof: (scene, ran) => {
    const saved = ran && readSnapshot(ran);
    if (saved === null)
      return {
        state: 'broken',
        words: {
          en: 'its output is gone, so the snapshot is unproven',
          ko: '출력이 남아 있지 않아 스냅샷을 검증할 수 없음',
        },
      };
    if (isMissed(saved)) return { state: 'broken', words: saved.words };
    if (!saved.ok) return { state: 'broken', words: saved.why };
    const where = ran?.command.argv.find(word => word.startsWith('master/')) ?? '';
    const on = shortInstance(where);
    return {
      state: 'holds',
      words: {
        en: `${saved.why.en} It is on ${on} at ${snapshotPath(scene.run)}, 0600 root.`,
        ko: `${saved.why.ko} 위치: ${on} ${snapshotPath(scene.run)} (0600 root).`,
      },
      facts: {
        path: snapshotPath(scene.run),
        on: where,
        revision: String(saved.revision),
        hash: String(saved.hash),
        sha256: saved.sha256 ?? '',
        bytes: String(saved.bytes ?? ''),
      },
    };
  },
});
