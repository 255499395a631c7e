import type { IdentityKept, MemberKept } from '../cluster/identity-types.ts';
import type { Observation } from '../cluster/observation.ts';
import { type Answering, answering } from '../cluster/quorum.ts';
import type { Verdict } from '../cluster/verdict-types.ts';
import type { Journal } from '../ports/journal.ts';
import { identityKept } from '../readings/identity.ts';

/** Verdicts under which what the healthy members hold is the truth, and worth remembering. */
const trusted: readonly Verdict['name'][] = [
  'healthy',
  'process-down',
  'raft-log-lost',
  'disk-lost',
  'disk-lost-bootstrap',
  'corrupt',
  'half-added',
  'removed-id',
  'no-space',
];

export const revisionKey = (deployment: string): string => `revision/${deployment}`;
export const keysKey = (deployment: string): string => `keys/${deployment}`;
/** What tells this cluster from one made anew. */
export const identityKey = (deployment: string): string => `identity/${deployment}`;
/** Who recorded a restore at that moment, and what counts since; one a restore, never written over. */
export const restoredKey = (deployment: string, at: string): string => `restored/${deployment}/${at}`;

const startsKept = 5;
const stampOf = (block: string | null): string | null =>
  /\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?Z?/.exec(block?.split('\n')[0] ?? '')?.[0] ?? null;

/** Of the same member nothing that was known is forgotten because one look could not read it. */
const memberOf = (each: Answering, before: MemberKept | undefined): MemberKept => {
  const { master, last } = each;
  const same = before?.memberId === last.memberId ? before : undefined;
  const start = stampOf(master.lastStartBlock);
  const starts = same?.starts ?? [];
  return {
    memberId: last.memberId,
    born: master.identity?.born ?? same?.born ?? null,
    raftIndex: Math.max(last.raftIndex, same?.raftIndex ?? 0),
    dbBytes: master.files?.dbBytes ?? same?.dbBytes ?? null,
    starts: start === null || starts.includes(start) ? starts : [...starts, start].slice(-startsKept),
  };
};

/** Of each master whose files were read; of another what was read of it before. */
const certificatesAfter = ({ masters, memory }: Observation): IdentityKept['certificates'] => {
  const read = masters.flatMap(({ instance, certificates }) => {
    const ends = (certificates ?? []).flatMap(({ file, until }) => (until === null ? [] : [{ file, until }]));
    return ends.length === 0 ? [] : [[instance, ends] as const];
  });
  const kept = { ...memory?.identity?.certificates, ...Object.fromEntries(read) };
  return Object.keys(kept).length === 0 ? undefined : kept;
};

/** What is remembered from now on: the healthy members as they are, the others as they were. Exported for its tests. */
export const identityAfter = (seen: Observation, healthy: readonly Answering[]): IdentityKept => {
  const before = seen.memory?.identity;
  const there = seen.masters.flatMap(({ instance }) => {
    const kept = before?.members[instance];
    return kept === undefined ? [] : [[instance, kept] as const];
  });
  const now = healthy.map(each => {
    const { instance } = each.master;
    return [instance, memberOf(each, before?.members[instance])] as const;
  });
  const systemKeys = healthy.map(each => each.master.identity?.systemKey);
  const certificates = certificatesAfter(seen);
  return {
    at: seen.at,
    ...(certificates && { certificates }),
    raftTerm: Math.max(before?.raftTerm ?? 0, ...healthy.map(each => each.last.raftTerm)),
    systemKey: systemKeys.find(key => typeof key === 'number') ?? before?.systemKey ?? null,
    hash: healthy.map(each => each.etcd.hash).find(hash => hash !== null) ?? before?.hash ?? null,
    members: Object.fromEntries([...there, ...now]),
  };
};

export const remember = async (
  journal: Pick<Journal<never>, 'rememberTogether'>,
  seen: Observation,
  verdict: Verdict,
): Promise<void> => {
  const healthy = seen.masters
    .filter(master => verdict.healthy.includes(master.instance))
    .map(answering)
    .filter(each => each !== null);
  const revision = Math.max(0, ...healthy.map(each => each.first.revision));
  if (!trusted.includes(verdict.name) || revision === 0) return;
  const keys = healthy[0]?.etcd.keyCount ?? null;
  await journal.rememberTogether({
    highest: { [revisionKey(seen.deployment)]: revision },
    facts: {
      ...(keys === null ? {} : { [keysKey(seen.deployment)]: keys }),
      [identityKey(seen.deployment)]: identityAfter(seen, healthy),
    },
  });
};

/** null: nobody saw this cluster yet, or what an older bot left can't be read. */
export const recalled = async (
  journal: Pick<Journal<never>, 'recall'>,
  deployment: string,
): Promise<Observation['memory']> => {
  const [revision, keys, identity] = await Promise.all([
    journal.recall(revisionKey(deployment)),
    journal.recall(keysKey(deployment)),
    journal.recall(identityKey(deployment)),
  ]);
  if (typeof revision !== 'number') return null;
  const kept = identityKept.safeParse(identity).data;
  return {
    revision,
    keyCount: typeof keys === 'number' ? keys : null,
    ...(kept && { identity: kept }),
  };
};
