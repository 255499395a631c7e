import { describe, expect, test } from 'vitest';
import type { IdentityKept, IdentityObservation } from '../../src/cluster/identity-types.ts';
import type { Observation } from '../../src/cluster/observation.ts';
import { answering } from '../../src/cluster/quorum.ts';
import { verdictOf } from '../../src/cluster/verdict.ts';
import { identityAfter, recalled, remember } from '../../src/observe/remember.ts';
import { broken, clusterOf, etcdOf, m1, m2, m3, masterOf, statusOf, tocommit } from '../cluster/build.ts';

const identity: IdentityObservation = { born: 1_700_000_000, ageSeconds: 9, systemKey: 5, earlierHash: null };
const three = [m1, m2, m3];
const whole = (more: Partial<Observation> = {}, of: Partial<IdentityObservation> = {}) =>
  clusterOf(Object.fromEntries(three.map(each => [each, { identity: { ...identity, ...of } }])), more);
const keptAfter = (seen: Observation): IdentityKept =>
  identityAfter(
    seen,
    seen.masters.map(answering).filter(each => each !== null),
  );
const first = keptAfter(whole());
const remembering = { memory: { revision: 1200, keyCount: null, identity: first } };

describe('what is remembered', () => {
  test('is what cannot be overtaken, and of each member its birth, raft index, size and start', () =>
    expect(first).toEqual({
      at: '2026-11-22T10:57:28Z',
      raftTerm: 7,
      systemKey: 5,
      hash: { revision: 1204, hash: 987654, compactRevision: 0 },
      members: Object.fromEntries(
        three.map((each, at) => [
          each,
          {
            memberId: ['a1', 'b2', 'c3'][at],
            born: 1_700_000_000,
            raftIndex: 5000,
            dbBytes: 20480,
            starts: ['2026-11-22 10:57:28'],
          },
        ]),
      ),
    }));
  test('keeps a member that is down as it was, and forgets one that BOSH has no longer', () => {
    const silent = clusterOf({ [m1]: broken(tocommit) }, remembering);
    expect(keptAfter(silent).members[m1]).toEqual(first.members[m1]);
    expect(Object.keys(keptAfter({ ...silent, masters: silent.masters.slice(1) }).members)).toEqual([m2, m3]);
  });
  test('keeps what one look could not read of the same member, and nothing of another one in its place', () => {
    const unread = { born: null, systemKey: null } as const;
    const kept = keptAfter(whole(remembering, unread));
    expect(kept).toMatchObject({ systemKey: 5, members: { [m1]: { born: 1_700_000_000 } } });
    const replaced = masterOf(m1, {
      identity: { ...identity, ...unread },
      files: null,
      lastStartBlock: null,
      etcd: etcdOf(m1, { status: statusOf(m1, { memberId: 'ff', raftIndex: 12 }) }),
    });
    const seen = whole(remembering);
    const other = keptAfter({ ...seen, masters: [replaced, ...seen.masters.slice(1)] });
    expect(other.members[m1]).toEqual({
      memberId: 'ff',
      born: null,
      raftIndex: 12,
      dbBytes: null,
      starts: [],
    });
  });
  test('has the last five starts of a member, each once, whatever a rotation took from its log', () => {
    let kept = first;
    for (const second of ['28', '29', '30', '31', '32', '33', '33'])
      kept = keptAfter(
        clusterOf(
          { [m1]: { identity, lastStartBlock: `{"level":"info","ts":"2026-11-22T10:57:${second}.120Z"}` } },
          { memory: { revision: 1, keyCount: null, identity: kept } },
        ),
      );
    expect(kept.members[m1]?.starts).toEqual(
      ['29', '30', '31', '32', '33'].map(second => `2026-11-22T10:57:${second}.120Z`),
    );
  });
  test('never goes down by itself', () => {
    const low = { raftIndex: 10, raftAppliedIndex: 10, raftTerm: 3 };
    const seen = clusterOf({ [m1]: { etcd: etcdOf(m1, { status: statusOf(m1, low) }) } }, remembering);
    expect(keptAfter(seen)).toMatchObject({ raftTerm: 7, members: { [m1]: { raftIndex: 5000 } } });
  });
});

test('nothing is remembered of a cluster that is not the one of before', async () => {
  const kept: unknown[] = [];
  const journal = { rememberTogether: async (what: unknown) => void kept.push(what) };
  const other = whole(remembering, { earlierHash: first.hash, systemKey: 6 });
  await remember(journal, other, verdictOf(other));
  expect(kept).toEqual([]);
  const same = whole(remembering, { earlierHash: first.hash });
  await remember(journal, same, verdictOf(same));
  expect(kept).toHaveLength(1);
});

test('what was remembered comes back as it was, through JSON, and what cannot be read is no memory', async () => {
  const { deployment } = whole();
  const from = async (identity: unknown) => {
    const all = new Map<string, unknown>([
      [`revision/${deployment}`, 1200],
      [`identity/${deployment}`, identity],
    ]);
    return recalled({ recall: async key => all.get(key) }, deployment);
  };
  const plain = { revision: 1200, keyCount: null };
  expect(await from(JSON.parse(JSON.stringify(first)))).toEqual({ ...plain, identity: first });
  for (const nothing of [undefined, null, 'x', { at: 7 }]) expect(await from(nothing)).toEqual(plain);
});
