import { shortInstance } from '../model/instance.ts';
import { josa, type Words } from '../words.ts';
import type { IdentityKept } from './identity-types.ts';
import type { Observation } from './observation.ts';
import type { Answering } from './quorum.ts';

const systemKeyName = '/registry/namespaces/kube-system';

type Kept = { readonly seen: Observation; readonly kept: IdentityKept };
export const keptOf = (seen: Observation): IdentityKept | null => seen.memory?.identity ?? null;
const bornOf = (each: Answering): number | null => each.master.identity?.born ?? null;
const nameOf = (each: Answering): string => shortInstance(each.master.instance);

export const stamp = (iso: string): string => `${iso.slice(0, 19).replace('T', ' ')} UTC`;
export const secondsStamp = (seconds: number): string => stamp(new Date(seconds * 1000).toISOString());

/** What lies between two readings of one moment: a look takes a while, and clocks tick in whole seconds. */
const slackSeconds = 60;

type Birth = 'same' | 'later' | 'unknown';
/** The folder that was seen before, or one made since. One whose birth was never read is judged by its age. */
const birthOf = ({ seen, kept }: Kept, each: Answering): Birth => {
  const born = bornOf(each);
  if (born === null) return 'unknown';
  const before = kept.members[each.master.instance]?.born ?? null;
  if (before !== null) return born === before ? 'same' : born > before ? 'later' : 'unknown';
  const since = (Date.parse(seen.at) - Date.parse(kept.at)) / 1000;
  const age = each.master.identity?.ageSeconds ?? null;
  if (age === null || Number.isNaN(since)) return 'unknown';
  return age > since + slackSeconds ? 'same' : 'later';
};

/** Only hashes of one compaction compare. */
const hashTells = ({ kept }: Kept, each: Answering): 'same' | 'other' | null => {
  const [before, now] = [kept.hash, each.master.identity?.earlierHash ?? null];
  if (before === null || now === null) return null;
  if (now.revision !== before.revision || now.compactRevision !== before.compactRevision) return null;
  return now.hash === before.hash ? 'same' : 'other';
};

const hashProves = (of: Kept, members: readonly Answering[]): boolean =>
  members.some(each => hashTells(of, each) === 'same');

const allBornLater = (of: Kept, members: readonly Answering[]): readonly Words[] => {
  if (members.length === 0 || hashProves(of, members)) return [];
  if (!members.every(each => birthOf(of, each) === 'later')) return [];
  const births = members.map(each => `${nameOf(each)} ${secondsStamp(bornOf(each) ?? 0)}`).join(', ');
  const last = stamp(of.kept.at);
  return [
    {
      en: `the data of all ${members.length} were born after this cluster was last seen, at ${last}: ${births}`,
      ko: `${members.length}대의 데이터가 모두 마지막 확인(${last}) 이후에 새로 생겼습니다: ${births}`,
    },
  ];
};

/** Numbers that a cluster only ever raises. */
const fallen = (what: Words, now: number, before: number): readonly Words[] =>
  now >= before
    ? []
    : [
        {
          en: `${what.en} ${now}, where ${before} was seen before`,
          ko: `${what.ko} ${now}, 이전에는 ${josa(before, '이/가')} 확인됨`,
        },
      ];

const raftFell = ({ kept }: Kept, members: readonly Answering[]): readonly Words[] => {
  const highest = (of: (each: Answering) => number) => Math.max(...members.map(of));
  const indexes = Object.values(kept.members).map(each => each.raftIndex);
  return [
    ...fallen(
      { en: 'raft index', ko: 'raft index' },
      highest(each => each.last.raftIndex),
      Math.max(0, ...indexes),
    ),
    ...fallen(
      { en: 'raft term', ko: 'raft term' },
      highest(each => each.last.raftTerm),
      kept.raftTerm,
    ),
  ];
};

const compactionFell = ({ kept }: Kept, members: readonly Answering[]): readonly Words[] => {
  const compacted = members.flatMap(each => each.etcd.hash?.compactRevision ?? []);
  const before = kept.hash?.compactRevision ?? 0;
  if (compacted.length === 0 || before <= 0) return [];
  return fallen({ en: 'compacted to revision', ko: 'compact revision' }, Math.max(0, ...compacted), before);
};

const otherHash = (of: Kept, members: readonly Answering[]): readonly Words[] => {
  const [odd] = members.filter(each => hashTells(of, each) === 'other');
  if (odd === undefined) return [];
  const [before, now] = [of.kept.hash, odd.master.identity?.earlierHash];
  return [
    {
      en: `another hash at revision ${before?.revision}: ${now?.hash} on ${nameOf(odd)}, ${before?.hash} before`,
      ko: `revision ${before?.revision}의 해시가 다름: ${nameOf(odd)} ${now?.hash}, 이전 ${before?.hash}`,
    },
  ];
};

const otherSystemKey = ({ kept }: Kept, members: readonly Answering[]): readonly Words[] => {
  const keys = members.map(each => each.master.identity?.systemKey ?? null);
  const odd = keys.find(key => key !== null && key !== kept.systemKey);
  if (kept.systemKey === null || odd === undefined || odd === null) return [];
  const key = systemKeyName;
  return [
    odd === 'absent'
      ? {
          en: `${key} is gone, which was created at revision ${kept.systemKey}`,
          ko: `revision ${kept.systemKey}에 만들어진 ${key} 키가 없음`,
        }
      : {
          en: `${key} was created at revision ${odd}, and at ${kept.systemKey} in the cluster that was seen before`,
          ko: `${key} 키의 생성 revision이 ${odd}, 이전에 확인된 클러스터에서는 ${kept.systemKey}`,
        },
  ];
};

/** Why these members, which agree, are not the cluster that was seen before; empty: nothing speaks against it. */
export const notTheSame = (seen: Observation, members: readonly Answering[]): readonly Words[] => {
  const kept = keptOf(seen);
  if (kept === null || members.length === 0) return [];
  const of = { seen, kept };
  return [allBornLater, raftFell, compactionFell, otherHash, otherSystemKey].flatMap(tell =>
    tell(of, members),
  );
};

/** None of these is shown to have its data of before, and the birth of some can't be read. */
const unreadBirths = (of: Kept, members: readonly Answering[]): readonly Answering[] => {
  if (Object.values(of.kept.members).every(each => each.born === null)) return [];
  if (hashProves(of, members) || members.some(each => birthOf(of, each) === 'same')) return [];
  return members.filter(each => birthOf(of, each) === 'unknown');
};

/** Where nothing was compacted since, the remembered hash can be asked for: then no answer is not "the same". */
const unreadHashes = ({ kept }: Kept, members: readonly Answering[]): readonly Answering[] =>
  members.filter(
    each =>
      kept.hash !== null &&
      each.etcd.hash?.compactRevision === kept.hash.compactRevision &&
      each.master.identity?.earlierHash?.revision !== kept.hash.revision,
  );

const unreadKeys = ({ kept }: Kept, members: readonly Answering[]): readonly Answering[] =>
  kept.systemKey === null ? [] : members.filter(each => (each.master.identity?.systemKey ?? null) === null);

const unreadOn = (what: Words, members: readonly Answering[]): readonly Words[] => {
  const who = members.map(nameOf).join(', ');
  return members.length === 0 ? [] : [{ en: `${what.en} on ${who}`, ko: `${what.ko}(${who})` }];
};

/** What was remembered and can't be read now, so that nobody knows whether it is the cluster of before; empty: all was,
 *  or never could be. What can't be read must not allow what it forbids when it is read. */
export const originUnseen = (seen: Observation, members: readonly Answering[]): readonly Words[] => {
  const kept = keptOf(seen);
  if (kept === null) return [];
  const of = { seen, kept };
  const at = kept.hash?.revision;
  return [
    ...unreadOn({ en: 'when the data were born', ko: '데이터 생성 시각' }, unreadBirths(of, members)),
    ...unreadOn({ en: `the hash at revision ${at}`, ko: `revision ${at}의 해시` }, unreadHashes(of, members)),
    ...unreadOn(
      { en: `the create revision of ${systemKeyName}`, ko: `${systemKeyName} 키의 생성 revision` },
      unreadKeys(of, members),
    ),
  ];
};
