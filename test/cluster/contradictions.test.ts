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
  test('where revisions are more than 50 further apart than what was applied', () => {
    expect(said(at(1254), two)).toEqual([]);
    expect(contradictions(at(1255), two)).toEqual([
      {
        en: 'revision, 51 apart with 0 applied entries between them: 1255 on master/9b8ad6e0, 1204 on master/8cdf6298',
        ko: 'revision(applied index 차이는 0인데 revision 차이는 51): master/9b8ad6e0에서 1255, master/8cdf6298에서 1204',
      },
    ]);
    expect(said(at(1353, 5099), two)).toEqual([]);
    expect(said(at(1354, 5099), two)).toHaveLength(1);
    expect(said(at(1054, 4900), two)).toEqual([]);
  });
  test('not where they see different clusters anyway', () =>
    expect(said(memberOf(m1, { revision: 9000, raftTerm: 8 }), two)).toEqual([
      'raft term: 8 on master/9b8ad6e0, 7 on master/8cdf6298',
    ]));
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
