import { shortInstance } from '../model/instance.ts';
import { same, type Words } from '../words.ts';
import type { Answering } from './quorum.ts';
import type { EtcdStatus } from './seen.ts';

/** Applied indexes that differ by more than this, twice, are a member that lags: every probe is a proposal itself, so
 *  a few are always between two healthy ones. */
export const lagLimit = 50;

/** `lasting`: so in both looks, or of a kind that does not change by itself. A term just changing is no contradiction. */
export type Difference = { readonly words: Words; readonly lasting: boolean };

export const nameOf = (each: Answering): string => shortInstance(each.master.instance);
const viewOf = (each: Answering): string | null =>
  each.members === null
    ? null
    : each.members
        .map(member => member.id)
        .toSorted()
        .join(' ');

const differs = (
  what: Words,
  [a, left]: readonly [Answering, unknown],
  [b, right]: readonly [Answering, unknown],
): Words => ({
  en: `${what.en}: ${left ?? 'none'} on ${nameOf(a)}, ${right ?? 'none'} on ${nameOf(b)}`,
  ko: `${what.ko}: ${nameOf(a)}에서 ${left ?? '없음'}, ${nameOf(b)}에서 ${right ?? '없음'}`,
});

const compared = (what: Words, a: Answering, b: Answering, left: unknown, right: unknown) =>
  left === right ? [] : [{ words: differs(what, [a, left], [b, right]), lasting: true }];

const inBothLooks = (
  what: Words,
  a: Answering,
  b: Answering,
  of: (status: EtcdStatus) => unknown,
): readonly Difference[] =>
  compared(what, a, b, of(a.last), of(b.last)).map(({ words }) => ({
    words,
    lasting: a.twice && b.twice && of(a.first) !== of(b.first),
  }));

/** Hashes of different revisions or compactions say nothing about each other. */
export const hashesCompare = (a: Answering, b: Answering): boolean =>
  a.etcd.hash !== null &&
  b.etcd.hash !== null &&
  a.etcd.hash.revision === b.etcd.hash.revision &&
  a.etcd.hash.compactRevision === b.etcd.hash.compactRevision;

const hashDifference = (a: Answering, b: Answering): readonly Difference[] => {
  if (!hashesCompare(a, b)) return [];
  const at = a.etcd.hash?.revision;
  const what = { en: `hash at revision ${at}`, ko: `revision ${at}의 해시` };
  return compared(what, a, b, a.etcd.hash?.hash, b.etcd.hash?.hash);
};

const viewDifference = (a: Answering, b: Answering): readonly Difference[] =>
  viewOf(a) === null || viewOf(b) === null
    ? []
    : compared({ en: 'member list', ko: '멤버 목록' }, a, b, viewOf(a), viewOf(b));

/** In what they see: cluster, list, term, leader. */
export const viewDifferences = (a: Answering, b: Answering): readonly Difference[] => [
  ...compared(same('cluster id'), a, b, a.last.clusterId, b.last.clusterId),
  ...viewDifference(a, b),
  ...inBothLooks(same('raft term'), a, b, status => status.raftTerm),
  ...inBothLooks({ en: 'leader', ko: '리더' }, a, b, status => status.leaderId),
];

/** One log applied makes one key space, and an entry raises the revision by one at most: members of one cluster whose
 *  revisions are further apart than what they applied have become different databases (facts E05g). */
const divergence = (a: Answering, b: Answering): readonly Difference[] => {
  if (viewDifferences(a, b).length > 0) return [];
  const apart = Math.abs(a.last.revision - b.last.revision);
  const entries = Math.abs(a.last.raftAppliedIndex - b.last.raftAppliedIndex);
  if (apart <= entries + lagLimit) return [];
  const what = {
    en: `revision, ${apart} apart with ${entries} applied entries between them`,
    ko: `revision(applied index 차이는 ${entries}인데 revision 차이는 ${apart})`,
  };
  return compared(what, a, b, a.last.revision, b.last.revision);
};

/** In what they hold. */
export const dataDifferences = (a: Answering, b: Answering): readonly Difference[] => [
  ...hashDifference(a, b),
  ...divergence(a, b),
];

const differences = (a: Answering, b: Answering): readonly Difference[] => [
  ...viewDifferences(a, b),
  ...dataDifferences(a, b),
];

/** Every two of them: a first one whose hash was not read would hide that the others' differ. */
export const eachTwo = (members: readonly Answering[]): readonly (readonly [Answering, Answering])[] =>
  members.flatMap((a, at) => members.slice(at + 1).map(b => [a, b] as const));

/** In what two healthy members contradict each other. */
export const contradictions = (a: Answering, b: Answering): readonly Words[] =>
  differences(a, b).map(each => each.words);

/** Of them, what is no passing moment of an election. */
export const lastingContradictions = (a: Answering, b: Answering): readonly Words[] =>
  differences(a, b)
    .filter(each => each.lasting)
    .map(each => each.words);

/** Replicas of one cluster that are no longer one database: then no majority tells which one is right. */
export const diverged = (members: readonly Answering[]): readonly Words[] =>
  eachTwo(members).flatMap(([a, b]) => divergence(a, b).map(each => each.words));
