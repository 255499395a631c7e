import { shortInstance } from '../model/instance.ts';
import { same, type Words } from '../words.ts';
import type { EtcdStatus } from './observation.ts';
import type { Answering } from './quorum.ts';

/** A member that is further behind than this lags: every probe is a proposal itself, so a few are always between two
 *  healthy ones. Only what moves has a tolerance; a contradiction in data has none. */
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

/** A cluster led by another leader in another term, in both looks. Who knows no leader has lost sight of it: no cluster. */
export const ledApart = (a: Answering, b: Answering): boolean =>
  a.twice &&
  b.twice &&
  [a.first, a.last].every(mine =>
    [b.first, b.last].every(
      other =>
        mine.raftTerm !== other.raftTerm &&
        mine.leaderId !== null &&
        other.leaderId !== null &&
        mine.leaderId !== other.leaderId,
    ),
  );

/**
 * What a member's statuses tell of its revision *at* an applied index. etcd reads the revision first and the index after,
 * and raises the revision before the index: so there it is at least that revision less one, and at most what the member
 * tells in its next status; of the last one nobody knows the most (docs/evidence.md#comparing-members).
 */
type Span = { readonly told: EtcdStatus; readonly least: number; readonly most: number };
const spansOf = ({ first, last, twice }: Answering): readonly Span[] => {
  const open = (told: EtcdStatus): Span => ({
    told,
    least: told.revision - 1,
    most: Number.POSITIVE_INFINITY,
  });
  return twice ? [{ ...open(first), most: last.revision }, open(last)] : [open(first)];
};

/** An entry raises the revision by one or not at all: what the earlier index allows at the later one has to meet it. */
const meet = (a: Span, b: Span): boolean => {
  const [early, late] = a.told.raftAppliedIndex <= b.told.raftAppliedIndex ? [a, b] : [b, a];
  const entries = late.told.raftAppliedIndex - early.told.raftAppliedIndex;
  return early.least <= late.most && late.least <= early.most + entries;
};

/** By one look alone, as if no time passed while it was told: worth a second one, and no proof. */
export const statusesApart = (a: EtcdStatus, b: EtcdStatus): boolean => {
  const closed = (told: EtcdStatus): Span => ({ told, least: told.revision - 1, most: told.revision });
  return !meet(closed(a), closed(b));
};

const apartAt = (a: Answering, b: Answering): readonly [Span, Span] | undefined =>
  spansOf(a)
    .flatMap(left => spansOf(b).map(right => [left, right] as const))
    .find(([left, right]) => !meet(left, right));

/** One log applied makes one key space: members whose revisions no single log can give at the indexes that they applied
 *  have become different databases (docs/evidence.md#two-lost-together). There is no tolerance in it. */
const divergence = (a: Answering, b: Answering): readonly Difference[] => {
  const apart = apartAt(a, b);
  if (apart === undefined) return [];
  const [left, right] = apart.map(({ told }) => told) as [EtcdStatus, EtcdStatus]; // a pair mapped is a pair
  const [by, entries] = [
    Math.abs(left.revision - right.revision),
    Math.abs(left.raftAppliedIndex - right.raftAppliedIndex),
  ];
  const of = ({ revision, raftAppliedIndex }: EtcdStatus) =>
    `${revision} @ applied index ${raftAppliedIndex}`;
  const what = {
    en: `revision, ${by} apart with ${entries} applied entries between them`,
    ko: `revision(applied index 차이는 ${entries}인데 revision 차이는 ${by})`,
  };
  return [{ words: differs(what, [a, of(left)], [b, of(right)]), lasting: true }];
};

const ofOneLog = (a: Answering, b: Answering): boolean =>
  a.last.clusterId === b.last.clusterId && viewDifference(a, b).length === 0 && !ledApart(a, b);

/** In what they hold, whatever they see: of two that are known to be of one cluster. */
export const heldApart = (a: Answering, b: Answering): readonly Words[] =>
  [...hashDifference(a, b), ...divergence(a, b)].map(each => each.words);

/** In what they hold. */
export const dataDifferences = (a: Answering, b: Answering): readonly Difference[] => [
  ...hashDifference(a, b),
  ...(ofOneLog(a, b) ? divergence(a, b) : []),
];

const differences = (a: Answering, b: Answering): readonly Difference[] => [
  ...viewDifferences(a, b),
  ...dataDifferences(a, b),
];

/** Every two of them: a first one whose hash was not read would hide that the others' differ. */
export const eachTwo = <T>(members: readonly T[]): readonly (readonly [T, T])[] =>
  members.flatMap((a, at) => members.slice(at + 1).map(b => [a, b] as const));

/** In what two healthy members contradict each other. */
export const contradictions = (a: Answering, b: Answering): readonly Words[] =>
  differences(a, b).map(each => each.words);

/** Of them, what is no passing moment of an election. Exported for its tests. */
export const lastingContradictions = (a: Answering, b: Answering): readonly Words[] =>
  differences(a, b)
    .filter(each => each.lasting)
    .map(each => each.words);

/** Replicas of one cluster that are no longer one database: then no majority tells which one is right. */
export const diverged = (members: readonly Answering[]): readonly Words[] =>
  eachTwo(members).flatMap(([a, b]) => (ofOneLog(a, b) ? heldApart(a, b) : []));
