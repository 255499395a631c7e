import { bosh } from '../../commands/bosh.ts';
import { saveSnapshot } from '../../commands/vm.ts';
import type { Check } from '../../model/check.ts';
import type { Ran } from '../../model/command.ts';
import { type Instance, shortInstance } from '../../model/instance.ts';
import { isMissed } from '../../readings/reading.ts';
import { readSnapshot } from '../../readings/snapshot.ts';
import type { Proof, Step, StepContext } from '../runbook.ts';
import { check, followerOf, masterOf, survivors } from '../step-context.ts';

/** On a master's ephemeral disk: enough room, root only, gone with the VM. */
export const snapshotPath = (run: string): string => `/var/vcap/data/pks-rescue/${run}.db`;

/** `of`: one of several that are saved; absent: the run's own, from a healthy follower. */
export const snapshotId = (of: Instance | null): string =>
  of === null ? 'snapshot' : `snapshot-${shortInstance(of).replace('master/', '')}`;

const healthyFollower = (context: StepContext): Check =>
  check('follower', followerOf(context) !== null, {
    en: `${survivors(context).length} other members are healthy and ${followerOf(context) ? 'one is a follower' : 'none of them is a follower'}`,
    ko: `나머지 정상노드 ${survivors(context).length}대, 팔로워 ${followerOf(context) ? '있음' : '없음'}`,
  });
const answers = (context: StepContext, of: Instance): Check => {
  const up = masterOf(context, of)?.etcd?.up === true;
  return check('answers', up, {
    en: `the etcd of ${shortInstance(of)} ${up ? 'answers' : 'does not answer; leave this one out, and copy its member/snap/db by hand'}`,
    ko: `${shortInstance(of)}의 etcd ${up ? '응답함' : '응답 없음. 건너뛰고 member/snap/db를 직접 복사하세요'}`,
  });
};

const proofOf = (context: StepContext, ran: Ran | null): Proof => {
  const saved = ran && readSnapshot(ran);
  if (saved === null)
    return {
      state: 'broken',
      words: {
        en: 'its output is gone, so the saveSnapshot is unproven',
        ko: '출력이 남아 있지 않아 스냅샷을 검증할 수 없음',
      },
    };
  if (isMissed(saved)) return { state: 'broken', words: saved.words };
  if (!saved.ok) return { state: 'broken', words: saved.why };
  const where = ran?.command.argv.find(word => word.startsWith('master/')) ?? '';
  const on = shortInstance(where);
  const path = snapshotPath(context.run);
  return {
    state: 'holds',
    words: {
      en: `${saved.why.en} It is on ${on} at ${path}, 0600 root.`,
      ko: `${saved.why.ko} 위치: ${on} ${path} (0600 root).`,
    },
    facts: {
      path,
      on: where,
      revision: String(saved.revision),
      sha256: saved.sha256 ?? '',
      bytes: String(saved.bytes ?? ''),
      liveHash: String(saved.live?.hash ?? ''),
      compactRevision: String(saved.live?.compactRevision ?? ''),
      // Only a saveSnapshot whose restored copy agreed has it: what counts as verified is told by it.
      ...(saved.proven ? { hash: String(saved.live?.hash) } : {}),
    },
  };
};

/** Saved 0600, checked by its trailer and revision, and where there is room restored into a throw-away member and compared. */
export const snapshotStep = (of: Instance | null = null): Step => ({
  id: snapshotId(of),
  version: 1,
  kind: 'snapshot',
  proofNeeds: 'output',
  title:
    of === null
      ? { en: 'Snapshot of etcd from a healthy follower', ko: '정상 팔로워에서 etcd 스냅샷' }
      : {
          en: `Snapshot of etcd from ${shortInstance(of)}`,
          ko: `${shortInstance(of)}에서 etcd 스냅샷`,
        },
  risk: {
    en: 'Reads only. The file holds every Secret of the cluster: 0600, root, on that VM until it is copied to the jump host.',
    ko: '읽기만 합니다. 파일에는 클러스터의 모든 Secret이 들어 있습니다. 점프 호스트로 복사할 때까지 해당 VM에 root 0600으로 둡니다.',
  },
  before:
    of === null
      ? { en: 'a healthy follower answers', ko: '정상 팔로워가 응답함' }
      : { en: 'its etcd answers', ko: 'etcd가 응답함' },
  after: {
    en: 'size, sha256 trailer, revision and the hash of a restored copy agree',
    ko: '크기, sha256 trailer, revision, 복원본 해시가 모두 일치함',
  },
  guards: context => [of === null ? healthyFollower(context) : answers(context, of)],
  act: context => {
    const instance = of ?? followerOf(context)?.instance;
    return instance
      ? bosh(context.deployment).ssh(instance, saveSnapshot(snapshotPath(context.run)), 'changes', 900)
      : null;
  },
  proof: proofOf,
});
