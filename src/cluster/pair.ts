import { josa, same, type Words } from '../words.ts';
import type { Answering } from './quorum.ts';
import { shortInstance } from './seen.ts';

/** Applied indexes that differ by more than this, twice, are a member that lags: every probe is a proposal itself, so
 *  a few are always between two healthy ones. */
export const lagLimit = 50;

export type Agreement =
  | { readonly agree: true }
  | { readonly agree: false; readonly why: readonly Words[] }
  /** Nothing differs in what was seen, but something that has to be equal was not seen. */
  | { readonly agree: 'unseen'; readonly why: readonly Words[] };

const name = (each: Answering): string => shortInstance(each.master.instance);
const view = (each: Answering): string | null =>
  each.members === null
    ? null
    : each.members
        .map(member => member.id)
        .toSorted()
        .join(' ');

const compared = (
  what: Words,
  a: Answering,
  b: Answering,
  left: unknown,
  right: unknown,
): readonly Words[] =>
  left === right
    ? []
    : [
        {
          en: `${what.en}: ${left ?? 'none'} on ${name(a)}, ${right ?? 'none'} on ${name(b)}`,
          ko: `${what.ko}: ${name(a)}에서 ${left ?? '없음'}, ${name(b)}에서 ${right ?? '없음'}`,
        },
      ];

/** Hashes of different revisions or compactions say nothing about each other. */
const hashesCompare = (a: Answering, b: Answering): boolean =>
  a.etcd.hash !== null &&
  b.etcd.hash !== null &&
  a.etcd.hash.revision === b.etcd.hash.revision &&
  a.etcd.hash.compactRevision === b.etcd.hash.compactRevision;

const hashDifference = (a: Answering, b: Answering): readonly Words[] => {
  if (!hashesCompare(a, b)) return [];
  const at = a.etcd.hash?.revision;
  return compared(
    { en: `hash at revision ${at}`, ko: `revision ${at}의 해시` },
    a,
    b,
    a.etcd.hash?.hash,
    b.etcd.hash?.hash,
  );
};

const viewDifferences = (a: Answering, b: Answering): readonly Words[] => [
  ...compared({ en: 'cluster id', ko: 'cluster id' }, a, b, a.last.clusterId, b.last.clusterId),
  ...(view(a) === null || view(b) === null
    ? []
    : compared({ en: 'member list', ko: '멤버 목록' }, a, b, view(a), view(b))),
  ...compared(same('raft term'), a, b, a.last.raftTerm, b.last.raftTerm),
  ...compared({ en: 'leader', ko: '리더' }, a, b, a.last.leaderId, b.last.leaderId),
];

/** In what two healthy members contradict each other. */
export const contradictions = (a: Answering, b: Answering): readonly Words[] => [
  ...viewDifferences(a, b),
  ...hashDifference(a, b),
];

const leaderFault = (members: readonly Answering[]): readonly Words[] => {
  const leader = members[0]?.last.leaderId ?? null;
  if (members.some(each => each.last.memberId === leader)) return [];
  return [
    {
      en: `the leader ${leader ?? '(none)'} is none of the ${members.length} healthy members`,
      ko: `${josa(`리더 ${leader ?? '없음'}`, '이/가')} 정상 멤버 ${members.length}대에 속하지 않습니다`,
    },
  ];
};

/** Each healthy member has to be in every healthy member's list, or they speak of different clusters. */
const absentFault = (members: readonly Answering[]): readonly Words[] =>
  members.flatMap(each =>
    members
      .filter(
        other => other.members !== null && !other.members.some(listed => listed.id === each.last.memberId),
      )
      .map(other => ({
        en: `${name(other)} does not list ${name(each)} (${each.last.memberId})`,
        ko: `${name(other)}의 멤버 목록에 ${name(each)}(${each.last.memberId}) 항목이 없습니다`,
      })),
  );

const unseenLists = (members: readonly Answering[]): readonly Words[] =>
  members
    .filter(each => each.members === null)
    .map(each => ({ en: `the member list of ${name(each)}`, ko: `${name(each)}의 멤버 목록` }));

const unseenHashes = (members: readonly Answering[]): readonly Words[] => {
  const [first] = members;
  return members
    .filter(each => (each === first ? each.etcd.hash === null : !first || !hashesCompare(first, each)))
    .map(each => ({ en: `a hash of ${name(each)} to compare`, ko: `${name(each)}의 비교 가능한 해시` }));
};

const agreement = (differ: readonly Words[], unseen: readonly Words[]): Agreement => {
  if (differ.length > 0) return { agree: false, why: differ };
  return unseen.length === 0 ? { agree: true } : { agree: 'unseen', why: unseen };
};

/** Every two of them: a first one whose hash was not read would hide that the others' differ. */
const eachTwo = (members: readonly Answering[]): readonly (readonly [Answering, Answering])[] =>
  members.flatMap((a, at) => members.slice(at + 1).map(b => [a, b] as const));

/** Do the healthy members see the same, each by its own view: cluster, list, one leader among them, one term. */
export const viewAgreementOf = (members: readonly Answering[]): Agreement => {
  if (members.length === 0) return { agree: 'unseen', why: [] };
  const differ = [
    ...eachTwo(members).flatMap(([a, b]) => viewDifferences(a, b)),
    ...absentFault(members),
    ...leaderFault(members),
  ];
  return agreement(differ, unseenLists(members));
};

/** Do they hold the same data: equal hash at one revision. */
export const hashAgreementOf = (members: readonly Answering[]): Agreement => {
  if (members.length === 0) return { agree: 'unseen', why: [] };
  return agreement(
    eachTwo(members).flatMap(([a, b]) => hashDifference(a, b)),
    unseenHashes(members),
  );
};

/** Do the healthy members agree: in what they see, and in the data that they hold. */
export const agreementOf = (members: readonly Answering[]): Agreement => {
  const both = [viewAgreementOf(members), hashAgreementOf(members)];
  const whys = (agree: false | 'unseen') => both.flatMap(each => (each.agree === agree ? each.why : []));
  if (members.length === 0) return { agree: 'unseen', why: [] };
  return agreement(whys(false), whys('unseen'));
};

/** Of three: the one that contradicts the other two while they agree; there can be only one. null: there is none. */
export const oddOneOut = (members: readonly Answering[]): Answering | null =>
  members.find(each => {
    const others = members.filter(other => other !== each);
    return (
      agreementOf(others).agree === true && others.every(other => contradictions(each, other).length > 0)
    );
  }) ?? null;

/** The member behind and by how many entries, when it was so in both looks. */
export const laggard = (members: readonly Answering[]): { member: Answering; behind: number } | null => {
  const gap = (applied: (each: Answering) => number) =>
    Math.max(...members.map(applied)) - Math.min(...members.map(applied));
  const behind = Math.min(
    gap(each => each.first.raftAppliedIndex),
    gap(each => each.last.raftAppliedIndex),
  );
  const last = members.toSorted((a, b) => a.last.raftAppliedIndex - b.last.raftAppliedIndex)[0];
  return last !== undefined && behind > lagLimit ? { member: last, behind } : null;
};
