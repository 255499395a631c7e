import { canApprove } from '../approvals/people.ts';
import { notTheSame, originUnseen } from '../cluster/identity.ts';
import { answering, serves } from '../cluster/quorum.ts';
import type { ClusterSeen } from '../cluster/seen.ts';
import type { Engine } from '../engine/engine.ts';
import type { Person } from '../model/person.ts';
import { identityKey, keysKey, restoredKey, revisionKey } from '../observe/remember.ts';
import { josa } from '../words.ts';
import type { Looked, Refusal } from './desk-types.ts';

const no = (en: string, ko: string): Refusal => ({ ok: false, words: { en, ko } });

/** All that told this cluster from another one goes: the next look that is believed remembers anew. */
const forgetting = (seen: ClusterSeen, by: Person, revision: number): Readonly<Record<string, unknown>> => ({
  [keysKey(seen.deployment)]: seen.masters[0]?.etcd?.keyCount ?? null,
  [identityKey(seen.deployment)]: null,
  [restoredKey(seen.deployment, seen.at)]: { by, revision },
});

/** Its revision may be as high as ever: it is, or may be, another cluster than the one that is remembered. */
const ofAnotherOrigin = ({ seen, verdict }: Looked): boolean => {
  const healthy = seen.masters.map(answering).filter(each => each !== null);
  if (verdict.name === 're-bootstrapped-empty') return notTheSame(seen, healthy).length > 0;
  return verdict.name === 'not-enough-seen' && originUnseen(seen, healthy).length > 0;
};

/**
 * Puts the highest revision ever seen back to what the cluster has now: only a person can know that a restore, and not an
 * empty re-bootstrap, is behind a smaller one. Only who may approve may say so, and never while a run lives.
 */
export const recordRestore = async (
  engine: Engine,
  looked: Looked,
  by: Person,
  channel: string,
): Promise<{ ok: true; words: Refusal['words'] } | Refusal> => {
  const { seen, verdict, run } = looked;
  const why = canApprove({
    requester: null,
    already: [],
    by,
    membership: await engine.membership(by, channel),
  });
  if (why) return { ok: false, words: why };
  if (run)
    return no(
      `Run ${run.id} is at work on ${seen.cluster}; record the restore when it has ended.`,
      `${seen.cluster}에서 복구 ${josa(run.id, '이/가')} 진행 중입니다. 끝난 뒤 기록하세요.`,
    );
  const revision = Math.max(
    0,
    ...seen.masters.map(m => (serves(m.etcd) ? (m.etcd?.status?.revision ?? 0) : 0)),
  );
  const other = ofAnotherOrigin(looked);
  if (verdict.name !== 're-bootstrapped-empty' && !other)
    return no(
      `${verdict.sentence.en} There is no restore to record: that is only for a cluster whose revision fell below the highest one seen, or that is not the one seen before.`,
      `${verdict.sentence.ko} 기록할 복원이 없습니다. revision이 이전 최고값보다 낮아졌거나 이전에 확인된 클러스터가 아닐 때만 씁니다.`,
    );
  const lowered = await engine.journal.lower({
    key: revisionKey(seen.deployment),
    to: revision,
    who: by,
    facts: forgetting(seen, by, revision),
  });
  if (!lowered.ok && other) {
    await engine.journal.rememberTogether({ facts: forgetting(seen, by, revision) });
    return {
      ok: true,
      words: {
        en: `${by.name} recorded that ${seen.cluster} was restored on purpose: what is there now counts from now on (revision ${revision}), and no longer what was remembered of it.`,
        ko: `${by.name} 님이 ${seen.cluster}의 복원을 기록했습니다. 이제 현재 데이터(revision ${revision})가 기준이며 이전 기억은 쓰지 않습니다.`,
      },
    };
  }
  if (!lowered.ok)
    return no(
      `Nothing was recorded: the highest revision that counts for ${seen.cluster} is ${lowered.was ?? 'not known'}, and ${revision} is not below it; somebody may have recorded the restore just now. Read it again with /pks etcd-status ${seen.cluster}.`,
      `기록하지 않았습니다. ${seen.cluster}의 기준 revision은 ${lowered.was ?? '알 수 없음'}이며 ${josa(revision, '은/는')} 그보다 낮지 않습니다. 방금 다른 사람이 기록했을 수 있습니다. 다시 확인: /pks etcd-status ${seen.cluster}`,
    );
  return {
    ok: true,
    words: {
      en: `${by.name} recorded that ${seen.cluster} was restored on purpose: revision ${revision} counts from now on, and no longer ${lowered.was}.`,
      ko: `${by.name} 님이 ${seen.cluster}의 복원을 기록했습니다. 이제 기준은 revision ${revision}입니다(이전 기준 ${lowered.was}).`,
    },
  };
};
