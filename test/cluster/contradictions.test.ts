import { describe, expect, test } from 'vitest';
import {
  contradictions,
  diverged,
  eachTwo,
  hashesCompare,
  lastingContradictions,
} from '../../src/cluster/contradictions.ts';
import { memberOf } from './answering.ts';
import { allListed, m1, m2, m3 } from './build.ts';

const said = (...[a, b]: Parameters<typeof contradictions>) => contradictions(a, b).map(each => each.en);
const two = memberOf(m2);

describe('two members contradict each other', () => {
  test('in nothing where they see and hold the same', () => expect(said(memberOf(m1), two)).toEqual([]));
  test('in each thing that they see, in both languages', () => {
    const other = memberOf(
      m1,
      { clusterId: 'dead', raftTerm: 8, leaderId: null },
      { clusterId: 'dead', raftTerm: 8, leaderId: null },
      { members: allListed.slice(1) },
    );
    expect(contradictions(other, two)).toEqual([
      {
        en: 'cluster id: dead on master/9b8ad6e0, c0ffee on master/8cdf6298',
        ko: 'cluster id: master/9b8ad6e0에서 dead, master/8cdf6298에서 c0ffee',
      },
      {
        en: 'member list: b2 c3 on master/9b8ad6e0, a1 b2 c3 on master/8cdf6298',
        ko: '멤버 목록: master/9b8ad6e0에서 b2 c3, master/8cdf6298에서 a1 b2 c3',
      },
      {
        en: 'raft term: 8 on master/9b8ad6e0, 7 on master/8cdf6298',
        ko: 'raft term: master/9b8ad6e0에서 8, master/8cdf6298에서 7',
      },
      {
        en: 'leader: none on master/9b8ad6e0, b2 on master/8cdf6298',
        ko: '리더: master/9b8ad6e0에서 없음, master/8cdf6298에서 b2',
      },
    ]);
  });
  test('not by a list in another order, or one that was not read', () => {
    expect(said(memberOf(m1, {}, {}, { members: allListed.toReversed() }), two)).toEqual([]);
    expect(said(memberOf(m1, {}, {}, { members: null }), two)).toEqual([]);
    expect(said(two, memberOf(m1, {}, {}, { members: null }))).toEqual([]);
  });
  test('by hashes of one revision and one compaction alone', () => {
    const hash = (revision: number, compactRevision: number) =>
      memberOf(m1, {}, {}, { hash: { revision, hash: 1, compactRevision } });
    expect(said(hash(1204, 0), two)).toEqual([
      'hash at revision 1204: 1 on master/9b8ad6e0, 987654 on master/8cdf6298',
    ]);
    expect([
      hashesCompare(hash(1205, 0), two),
      hashesCompare(hash(1204, 9), two),
      hashesCompare(memberOf(m1, {}, {}, { hash: null }), two),
      hashesCompare(two, memberOf(m1, {}, {}, { hash: null })),
    ]).toEqual([false, false, false, false]);
  });
});

describe('one database became two', () => {
  const at = (revision: number, raftAppliedIndex = 5000) => memberOf(m1, { revision, raftAppliedIndex });
  test('where no one log gives both revisions at the indexes that were applied, without any tolerance', () => {
    expect(said(at(1205), two)).toEqual([]);
    expect(contradictions(at(1206), two)).toEqual([
      {
        en: 'revision, 2 apart with 0 applied entries between them: 1206 @ applied index 5000 on master/9b8ad6e0, 1204 @ applied index 5000 on master/8cdf6298',
        ko: 'revision(applied index 차이는 0인데 revision 차이는 2): master/9b8ad6e0에서 1206 @ applied index 5000, master/8cdf6298에서 1204 @ applied index 5000',
      },
    ]);
    expect(said(two, at(1206))).toHaveLength(1);
  });
  test('counting an entry as one revision or none: as many apart as entries were applied, and one while one is applied', () => {
    expect(said(at(1304, 5099), two)).toEqual([]);
    expect(said(at(1305, 5099), two)).toHaveLength(1);
    expect(said(at(1103, 4900), two)).toEqual([]);
    expect(said(at(1102, 4900), two)).toHaveLength(1);
  });
  test('where the later one has fewer than the earlier one', () => {
    expect(said(at(1203, 5099), two)).toEqual([]);
    expect(said(at(1202, 5099), two)).toHaveLength(1);
    expect(said(at(1205, 4900), two)).toEqual([]);
    expect(said(at(1206, 4900), two)).toHaveLength(1);
  });
  test('not where what was told between two looks allows both', () => {
    const busy = memberOf(m1, { revision: 1204 }, { revision: 1300, raftAppliedIndex: 5096 });
    expect(said(busy, memberOf(m2, { revision: 1280 }, { revision: 1400, raftAppliedIndex: 5120 }))).toEqual(
      [],
    );
    expect(
      said(busy, memberOf(m2, { revision: 1302 }, { revision: 1400, raftAppliedIndex: 5120 })),
    ).toHaveLength(1);
  });
  test('not by one look alone, which does not tell how much was written while it was told', () => {
    const once = (instance: string, revision: number) => memberOf(instance, { revision }, 'untaken');
    expect(said(once(m1, 1300), once(m2, 1204))).toEqual([]);
    expect(said(once(m1, 1300), two)).toHaveLength(1);
  });
  test('of one member whose revision went back between two looks', () =>
    expect(said(memberOf(m1, {}, { revision: 1202, raftAppliedIndex: 5010 }), two)).toHaveLength(1));
  test('also in the moment of an election, which changes no data', () =>
    expect(said(memberOf(m1, { revision: 9000 }, { revision: 9000, raftTerm: 8 }), two)).toHaveLength(2));
  test('not where they see different clusters anyway', () => {
    expect(said(memberOf(m1, { revision: 9000, raftTerm: 8, leaderId: 'a1' }), two)).toHaveLength(2);
    expect(said(memberOf(m1, { revision: 9000, clusterId: 'dead' }), two)).toHaveLength(1);
  });
  test('is told of every two', () => {
    const far = at(9000);
    expect(diverged([far, two, memberOf(m3)])).toHaveLength(2);
    expect(diverged([two, memberOf(m3)])).toEqual([]);
    expect(eachTwo([far, two, memberOf(m3)])).toHaveLength(3);
    expect(eachTwo([far])).toEqual([]);
  });
});

describe('what lasts', () => {
  test('was so in both looks; a term or a leader that was not is an election', () => {
    expect(lastingContradictions(memberOf(m1, { raftTerm: 8 }), two)).toHaveLength(1);
    expect(lastingContradictions(memberOf(m1, {}, { raftTerm: 8 }), two)).toEqual([]);
    expect(lastingContradictions(memberOf(m1, {}, { leaderId: 'c3' }), two)).toEqual([]);
  });
  test('is not known where one of them was looked at once', () => {
    expect(lastingContradictions(memberOf(m1, { raftTerm: 8 }, 'untaken'), two)).toEqual([]);
    expect(lastingContradictions(two, memberOf(m1, { raftTerm: 8 }, 'untaken'))).toEqual([]);
  });
  test('is another cluster at once', () =>
    expect(lastingContradictions(memberOf(m1, { clusterId: 'dead' }, 'untaken'), two)).toHaveLength(1));
});
