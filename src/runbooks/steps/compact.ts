import { standingOf } from '../../cluster/quorum.ts';
import { compactTo, onlyFragments, spaceOf } from '../../cluster/space.ts';
import { bosh } from '../../commands/bosh.ts';
import { compact } from '../../commands/vm.ts';
import { shortInstance } from '../../model/instance.ts';
import { text, type Words } from '../../words.ts';
import { spaceChecks } from '../gates.ts';
import type { Proof, Step, StepContext } from '../runbook.ts';
import { check, fact } from '../step-context.ts';

/** In two looks; a page more or less is no sign that pages are still being freed. */
const stillFallingBytes = 1_000_000;

/** The snapshot has all that is forgotten. One less, or 3.4 has no hash at it. null: no snapshot. */
const revisionOf = (context: StepContext): number | null => {
  const saved = fact(context, 'snapshot', 'revision');
  return saved === null ? null : Number(saved) - 1;
};

const healthyOf = (context: StepContext) => standingOf(context.seen).healthy;

const needless = (context: StepContext): Words | null => {
  const [healthy, revision] = [healthyOf(context), revisionOf(context)];
  if (healthy.length > 0 && healthy.map(spaceOf).every(onlyFragments))
    return text(
      'only fragments fill the db: a defrag alone makes it small',
      '단편화만 있어 defrag로 충분합니다',
    );
  const forgotten = healthy.map(({ etcd }) => etcd.hash?.compactRevision ?? null);
  return revision !== null &&
    forgotten.length > 0 &&
    forgotten.every(each => each !== null && each >= revision)
    ? text(
        `all before revision ${revision} is forgotten already`,
        `revision ${revision} 이전은 이미 정리되었습니다`,
      )
    : null;
};

/** Nobody may be asked for a revision that a member does not have yet. */
const everybodyHasIt = (context: StepContext) => {
  const healthy = healthyOf(context);
  const [revision, most] = [revisionOf(context), compactTo(healthy, healthy.map(spaceOf))];
  return check(
    'revision',
    revision !== null && most !== null && revision <= most,
    text(
      `the revision to compact to is ${revision ?? 'not known'}; the members have ${most ?? 'nothing more to forget'}`,
      `compact할 revision: ${revision ?? '알 수 없음'}, 멤버 공통: ${most ?? '정리할 것 없음'}`,
    ),
  );
};

const compacted = (context: StepContext): Proof => {
  const [healthy, revision] = [healthyOf(context), revisionOf(context) ?? Number.POSITIVE_INFINITY];
  const open = healthy.filter(({ etcd }) => (etcd.hash?.compactRevision ?? -1) < revision);
  const falling = healthy.filter(
    ({ first, last, twice }) =>
      !twice || (first.dbInUseBytes ?? 0) - (last.dbInUseBytes ?? 0) > stillFallingBytes,
  );
  const waiting = [...open, ...falling].map(each => shortInstance(each.master.instance));
  if (healthy.length === 0 || waiting.length > 0)
    return {
      state: 'not-yet',
      words: text(
        `${waiting.join(', ') || 'every member'} still forgets old revisions`,
        `${waiting.join(', ') || '모든 멤버'}: 이전 revision 정리 중`,
      ),
    };
  return {
    state: 'holds',
    words: text(
      `All before revision ${revision} is forgotten on ${healthy.length} members.`,
      `멤버 ${healthy.length}대에서 revision ${revision} 이전이 정리되었습니다.`,
    ),
    facts: { revision: String(revision) },
  };
};

/** Makes free pages of old revisions; the file keeps its size until it is defragmented. */
export const compactStep = (): Step => ({
  id: 'compact',
  version: 1,
  kind: 'change',
  title: text('Compact: forget old revisions', 'compact: 이전 revision 정리'),
  risk: text(
    'What is live stays. Watches that are older than the snapshot are ended by etcd and list anew: a peak of load for kube-apiserver, no loss. It cannot be undone.',
    '현재 데이터는 그대로입니다. 스냅샷보다 오래된 watch는 etcd가 끊고 다시 list하므로 kube-apiserver 부하가 잠시 늘지만 유실은 없습니다. 되돌릴 수 없습니다.',
  ),
  before: text('a verified snapshot that has all of it', '정리할 내용을 모두 담은 검증된 스냅샷'),
  after: text(
    'every member has forgotten them, and what is in use no longer falls',
    '모든 멤버에서 정리되고 사용량이 더 줄지 않음',
  ),
  needs: ['hash'],
  proofNeeds: ['hash', 'second-look'],
  guards: context => [...spaceChecks(context), everybodyHasIt(context)],
  skip: needless,
  placeholder: text(
    '(etcdctl compact to one below the revision of the snapshot)',
    '(스냅샷 revision보다 하나 낮은 값으로 etcdctl compact)',
  ),
  act: context => {
    const revision = revisionOf(context);
    return revision === null
      ? null
      : bosh(context.deployment).ssh(context.target, compact(revision), 'changes');
  },
  expects: ({ stdout, stderr }) =>
    /required revision has been compacted/.test(stdout + stderr)
      ? text('it was forgotten already', '이미 정리되어 있었습니다')
      : null,
  proof: compacted,
});
