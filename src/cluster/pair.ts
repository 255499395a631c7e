import { josa, type Words } from '../words.ts';
import {
  type Difference,
  dataDifferences,
  eachTwo,
  hashesCompare,
  lagLimit,
  ledApart,
  nameOf,
  statusesApart,
  viewDifferences,
} from './contradictions.ts';
import { untimed } from './lag.ts';
import type { EtcdStatus } from './observation.ts';
import type { Answering } from './quorum.ts';
import { isOfItsOwn } from './rogue.ts';

export { lagLimit };

export type Agreement =
  | { readonly agree: true }
  /** Not settled: all that differs may be an election under way; it was not so in both looks. */
  | { readonly agree: false; readonly settled: boolean; readonly why: readonly Words[] }
  /** Nothing differs in what was seen, but something that has to be equal was not seen. */
  | { readonly agree: 'unseen'; readonly why: readonly Words[] };

/** Of those whose leader is none of them. */
const unheaded = (members: readonly Answering[], of: (each: Answering) => EtcdStatus): readonly Answering[] =>
  members.filter(each => members.every(other => of(other).memberId !== of(each).leaderId));

const leaderFault = (members: readonly Answering[]): readonly Difference[] => {
  const [odd] = unheaded(members, each => each.last);
  if (odd === undefined) return [];
  const leader = odd.last.leaderId;
  const words = {
    en: `the leader ${leader ?? '(none)'} is none of the ${members.length} healthy members`,
    ko: `${josa(`리더 ${leader ?? '없음'}`, '이/가')} 정상노드 ${members.length}대에 속하지 않습니다`,
  };
  return [{ words, lasting: unheaded(members, each => each.first).length > 0 }];
};

/** Each healthy member has to be in every healthy member's list, or they speak of different clusters. */
const absentFault = (members: readonly Answering[]): readonly Difference[] =>
  members.flatMap(each =>
    members
      .filter(
        other => other.members !== null && !other.members.some(listed => listed.id === each.last.memberId),
      )
      .map(other => ({
        words: {
          en: `${nameOf(other)} does not list ${nameOf(each)} (${each.last.memberId})`,
          ko: `${nameOf(other)}의 멤버 목록에 ${nameOf(each)}(${each.last.memberId}) 항목이 없습니다`,
        },
        lasting: true,
      })),
  );

const gapOf = (members: readonly Answering[]): number => {
  const applied = members.map(each => each.last.raftAppliedIndex);
  return Math.max(...applied) - Math.min(...applied);
};

/** One look cannot tell a member that is busy for a moment from one that lags, or holds other data. */
const secondLookWanted = (members: readonly Answering[]): readonly Words[] => {
  const once = members.filter(each => !each.twice);
  const pending = Math.max(0, ...members.map(each => each.last.raftIndex - each.last.raftAppliedIndex));
  const apart = eachTwo(members).some(([a, b]) => statusesApart(a.first, b.first));
  if (once.length === 0 || (Math.max(gapOf(members), pending) <= lagLimit && !apart)) return [];
  return once.map(each => ({
    en: `a second look at the applied index of ${nameOf(each)}`,
    ko: `${nameOf(each)}의 두 번째 applied index`,
  }));
};

const unseenOfViews = (members: readonly Answering[]): readonly Words[] => [
  ...members
    .filter(each => each.members === null)
    .map(each => ({ en: `the member list of ${nameOf(each)}`, ko: `${nameOf(each)}의 멤버 목록` })),
  ...members
    .filter(each => each.etcd.alarms === null)
    .map(each => ({ en: `the alarms of ${nameOf(each)}`, ko: `${nameOf(each)}의 알람` })),
  ...secondLookWanted(members),
  ...untimed(members).map(each => ({
    en: `the order in time of the looks at ${nameOf(each)} and its peers (their clocks differ, or the looks were far apart)`,
    ko: `${josa(nameOf(each), '과/와')} 다른 멤버의 점검 시각 순서(VM 시계가 다르거나 점검 간격이 너무 큼)`,
  })),
];

/** Equal hashes prove equal data up to their revision: only one that is not below what any member had says that they agree. */
const unseenHashes = (members: readonly Answering[]): readonly Words[] => {
  const newest = Math.max(0, ...members.map(each => each.first.revision));
  const [first] = members;
  const proves = (each: Answering): boolean =>
    (each.etcd.hash?.revision ?? -1) >= newest && first !== undefined && hashesCompare(first, each);
  return members
    .filter(each => !proves(each))
    .map(each => ({
      en: `a hash of ${nameOf(each)} to compare, at revision ${newest} or later`,
      ko: `revision ${newest} 이상에서 비교할 수 있는 ${nameOf(each)}의 해시`,
    }));
};

type Part = { readonly differ: readonly Difference[]; readonly unseen: readonly Words[] };
const agreement = (members: readonly Answering[], ...parts: readonly Part[]): Agreement => {
  if (members.length === 0) return { agree: 'unseen', why: [] };
  const differ = parts.flatMap(part => part.differ);
  const unseen = parts.flatMap(part => part.unseen);
  if (differ.length > 0)
    return {
      agree: false,
      settled: differ.some(each => each.lasting),
      why: differ.map(each => each.words),
    };
  return unseen.length === 0 ? { agree: true } : { agree: 'unseen', why: unseen };
};

const views = (members: readonly Answering[]): Part => ({
  differ: [
    ...eachTwo(members).flatMap(([a, b]) => viewDifferences(a, b)),
    ...absentFault(members),
    ...leaderFault(members),
  ],
  unseen: unseenOfViews(members),
});
const data = (members: readonly Answering[]): Part => ({
  differ: eachTwo(members).flatMap(([a, b]) => dataDifferences(a, b)),
  unseen: unseenHashes(members),
});

/** Do the healthy members see the same, each by its own view: cluster, list, one leader among them, one term. */
export const viewAgreementOf = (members: readonly Answering[]): Agreement =>
  agreement(members, views(members));

/** Do they hold the same data: equal hash at what the newest of them had, and revisions that one log can give. */
export const hashAgreementOf = (members: readonly Answering[]): Agreement =>
  agreement(members, data(members));

/** Do the healthy members agree: in what they see, and in the data that they hold. */
export const agreementOf = (members: readonly Answering[]): Agreement =>
  agreement(members, views(members), data(members));

/**
 * Of three: the one that is a cluster of its own while the others agree. One of the same cluster that only holds other data
 * is none: two against one are no proof, it may hold the only acknowledged writes
 * (docs/evidence.md#comparing-members). null: there is none.
 */
export const oddOneOut = (members: readonly Answering[]): Answering | null =>
  members.find(each => {
    const others = members.filter(other => other !== each);
    const own = isOfItsOwn(each, others) || others.every(other => ledApart(each, other));
    return own && agreementOf(others).agree === true;
  }) ?? null;
