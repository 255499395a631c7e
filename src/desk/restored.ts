import { z } from 'zod';
import { canApprove } from '../approvals/people.ts';
import { notTheSame, originUnseen } from '../cluster/identity.ts';
import type { Observation } from '../cluster/observation.ts';
import { answering, serves } from '../cluster/quorum.ts';
import type { Engine } from '../engine/engine.ts';
import type { Membership, Person } from '../model/person.ts';
import { identityKey, keysKey, restoredKey, revisionKey } from '../observe/remember.ts';
import { josa, type Words } from '../words.ts';
import type { Observed, Refusal } from './desk-types.ts';

const no = (en: string, ko: string): Refusal => ({ ok: false, words: { en, ko } });

/** All that told this cluster from another one goes: the next look that is believed remembers anew. */
const forgetting = (
  seen: Observation,
  who: unknown,
  revision: number,
): Readonly<Record<string, unknown>> => ({
  [keysKey(seen.deployment)]: seen.masters[0]?.etcd?.keyCount ?? null,
  [identityKey(seen.deployment)]: null,
  [restoredKey(seen.deployment, seen.at)]: { by: who, revision },
});

/** Its revision may be as high as ever: it is, or may be, another cluster than the one that is remembered. */
const ofAnotherOrigin = ({ seen, verdict }: Observed): boolean => {
  const healthy = seen.masters.map(answering).filter(each => each !== null);
  if (verdict.name === 're-bootstrapped-empty') return notTheSame(seen, healthy).length > 0;
  return verdict.name === 'not-enough-seen' && originUnseen(seen, healthy).length > 0;
};

/** Asked for, and not yet approved by enough people. Kept in the journal's memory, so that every bot knows of it. */
type Pending = {
  readonly requester: Person;
  readonly approvedBy: readonly (Person & { readonly at: number })[];
  /** By the journal's clock. */
  readonly at: number;
  /** Which members were seen: approvals count for the cluster that they were given for. */
  readonly of: string;
};
const approvalsWanted = 2;
const validMs = 3_600_000;

const person = z.object({ team: z.string(), id: z.string(), name: z.string() });
const pendingSchema = z.object({
  requester: person,
  approvedBy: z.array(person.extend({ at: z.number() })),
  at: z.number(),
  of: z.string(),
});

const clusterOf = ({ seen }: Observed): string =>
  seen.masters
    .map(m => `${m.instance} ${m.etcd?.status?.memberId ?? '-'}`)
    .sort()
    .join(', ');

/** Where there is no restore to record, or not now. */
const refusedBy = (looked: Observed): Refusal | null => {
  const { seen, verdict, run } = looked;
  if (run)
    return no(
      `Run ${run.id} is at work on ${seen.cluster}; record the restore when it has ended.`,
      `${seen.cluster}에서 복구 ${josa(run.id, '이/가')} 진행 중입니다. 끝난 뒤 기록하세요.`,
    );
  if (verdict.name === 're-bootstrapped-empty' || ofAnotherOrigin(looked)) return null;
  return no(
    `${verdict.sentence.en} There is no restore to record: that is only for a cluster whose revision fell below the highest one seen, or that is not the one seen before.`,
    `${verdict.sentence.ko} 기록할 복원이 없습니다. revision이 이전 최고값보다 낮아졌거나 이전에 확인된 클러스터가 아닐 때만 씁니다.`,
  );
};

const revisionOf = ({ seen }: Observed): number =>
  Math.max(0, ...seen.masters.map(m => (serves(m.etcd) ? (m.etcd?.status?.revision ?? 0) : 0)));

const waiting = (pending: Pending, looked: Observed): Words => {
  const { cluster } = looked.seen;
  const [have, revision] = [pending.approvedBy.length, revisionOf(looked)];
  return {
    en: `${pending.requester.name} says that ${cluster} was restored on purpose: revision ${revision} would count from now on. ${have} of ${approvalsWanted} approvals. Check that, then let ${approvalsWanted - have} more of the approvers, not ${pending.requester.name}, type \`/pks restored ${cluster}\` within the hour. Nothing is recorded until then.`,
    ko: `${pending.requester.name} 님이 ${cluster}의 복원을 기록하려고 합니다. 승인되면 새 기준: revision ${revision}. 승인 ${have}/${approvalsWanted}. 요청자가 아닌 승인자 ${approvalsWanted - have}명이 사실을 확인한 뒤 한 시간 안에 같은 명령을 입력해야 합니다: \`/pks restored ${cluster}\`. 그때까지 아무것도 기록하지 않습니다.`,
  };
};

/** All who said so, asked again at the moment when it counts: a role that was lost meanwhile counts no more. */
const stillMay = async (
  engine: Engine,
  people: readonly Person[],
  channel: string,
  cluster: string,
): Promise<Words | null> => {
  for (const by of people) {
    const membership = await engine.membership(by, channel, cluster);
    const why = canApprove({ owners: [], already: [], by, membership });
    if (why) return { en: `${by.name}: ${why.en}`, ko: `${by.name}: ${why.ko}` };
  }
  return null;
};

const record = async (engine: Engine, looked: Observed, pending: Pending): Promise<Recorded | Refusal> => {
  const { seen } = looked;
  const revision = revisionOf(looked);
  const { requester, approvedBy } = pending;
  const who = { ...requester, approvedBy };
  const approvers = approvedBy.map(each => each.name).join(', ');
  const lowered = await engine.journal.lower({
    key: revisionKey(seen.deployment),
    to: revision,
    who,
    facts: forgetting(seen, who, revision),
  });
  if (!lowered.ok && ofAnotherOrigin(looked)) {
    await engine.journal.rememberTogether({ facts: forgetting(seen, who, revision) });
    return {
      ok: true,
      words: {
        en: `${requester.name} recorded that ${seen.cluster} was restored on purpose, approved by ${approvers}: what is there now counts from now on (revision ${revision}), and no longer what was remembered of it.`,
        ko: `${requester.name} 님이 ${seen.cluster}의 복원을 기록했습니다(승인: ${approvers}). 이제 현재 데이터(revision ${revision})가 기준이며 이전 기억은 쓰지 않습니다.`,
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
      en: `${requester.name} recorded that ${seen.cluster} was restored on purpose, approved by ${approvers}: revision ${revision} counts from now on, and no longer ${lowered.was}.`,
      ko: `${requester.name} 님이 ${seen.cluster}의 복원을 기록했습니다(승인: ${approvers}). 이제 기준은 revision ${revision}입니다(이전 기준 ${lowered.was}).`,
    },
  };
};

type Recorded = { readonly ok: true; readonly words: Words };

/** Pure: what is pending once this person has typed it, or why it does not count. */
const afterWord = (
  before: Pending | null,
  by: Person,
  membership: Membership,
  now: { readonly at: number; readonly of: string },
): Pending | Words => {
  const open = before && before.of === now.of && Math.abs(now.at - before.at) < validMs ? before : null;
  const already = (open?.approvedBy ?? []).map(each => ({
    by: each,
    at: new Date(each.at).toISOString().slice(11, 19),
  }));
  const why = canApprove({ owners: open ? [open.requester] : [], already, by, membership });
  if (why) return why;
  return open
    ? { ...open, approvedBy: [...open.approvedBy, { ...by, at: now.at }] }
    : { requester: by, approvedBy: [], ...now };
};

/** null: somebody else was first, and it is decided anew. */
const oneWord = async (
  engine: Engine,
  looked: Observed,
  by: Person,
  channel: string,
): Promise<Recorded | Refusal | null> => {
  const key = `restore/${looked.seen.deployment}`;
  const kept = await engine.journal.recall(key);
  const before = pendingSchema.safeParse(kept);
  const now = { at: await engine.journal.now(), of: clusterOf(looked) };
  const { cluster } = looked.seen;
  const membership = await engine.membership(by, channel, cluster);
  const next = afterWord(before.success ? before.data : null, by, membership, now);
  if ('en' in next) return { ok: false, words: next };
  const enough = next.approvedBy.length >= approvalsWanted;
  const lost = enough ? await stillMay(engine, [next.requester, ...next.approvedBy], channel, cluster) : null;
  // Spent before it is recorded: an approval is never counted twice.
  if (!(await engine.journal.swap(key, kept, enough ? null : next))) return null;
  if (lost) return { ok: false, words: lost };
  return enough ? record(engine, looked, next) : { ok: true, words: waiting(next, looked) };
};

/**
 * Puts the highest revision ever seen back to what the cluster has now: only a person can know that a restore, and not an
 * empty re-bootstrap, is behind a smaller one. Whoever may approve may say so; it counts once two others of them said the
 * same of the same members within an hour, and never while a run lives.
 */
export const recordRestore = async (
  engine: Engine,
  looked: Observed,
  by: Person,
  channel: string,
): Promise<Recorded | Refusal> => {
  const refused = refusedBy(looked);
  if (refused) return refused;
  for (let tries = 0; tries < 8; tries++) {
    const done = await oneWord(engine, looked, by, channel);
    if (done) return done;
  }
  return no(
    'Too many people wrote at the same moment; nothing was recorded, type it again.',
    '동시에 여러 사람이 입력했습니다. 기록하지 않았으니 다시 입력하세요.',
  );
};
