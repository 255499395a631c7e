import { describe, expect, test } from 'vitest';
import { agreementOf, hashAgreementOf, oddOneOut, viewAgreementOf } from '../../src/cluster/pair.ts';
import { memberOf } from './answering.ts';
import { allListed, m1, m2, m3 } from './build.ts';

const three = [memberOf(m1), memberOf(m2), memberOf(m3)];
const pair = three.slice(1);
const hash = (value: number, more = {}) => ({
  hash: { revision: 1204, hash: value, compactRevision: 0, ...more },
});

describe('healthy members agree', () => {
  test('in what they see and in what they hold', () => {
    expect(agreementOf(three)).toEqual({ agree: true });
    expect(viewAgreementOf(pair)).toEqual({ agree: true });
    expect(hashAgreementOf(pair)).toEqual({ agree: true });
  });
  test('not where there is none of them', () =>
    expect(agreementOf([])).toEqual({ agree: 'unseen', why: [] }));
  test('not where none of them is the leader that they tell', () => {
    const told = { leaderId: 'a1' };
    expect(viewAgreementOf([memberOf(m2, told), memberOf(m3, told)])).toEqual({
      agree: false,
      settled: true,
      why: [
        {
          en: 'the leader a1 is none of the 2 healthy members',
          ko: '리더 a1이 정상노드 2대에 속하지 않습니다',
        },
      ],
    });
    const none = { leaderId: null };
    expect(viewAgreementOf([memberOf(m2, none), memberOf(m3, none)])).toMatchObject({
      why: [
        {
          en: 'the leader (none) is none of the 2 healthy members',
          ko: '리더 없음이 정상노드 2대에 속하지 않습니다',
        },
      ],
    });
  });
  test('not yet where the leader was one of them in the first look: an election', () => {
    const moved = [memberOf(m2, {}, { leaderId: 'a1' }), memberOf(m3, {}, { leaderId: 'a1' })];
    expect(viewAgreementOf(moved)).toMatchObject({ agree: false, settled: false });
  });
  test('in any order of them: two that tell two leaders are headed by none, whoever is asked first', () => {
    const two = [memberOf(m1, { leaderId: 'b2' }), memberOf(m2, { leaderId: 'c3' }, 'untaken')];
    const settled = (members: typeof two) => viewAgreementOf(members);
    expect(settled(two)).toMatchObject({ agree: false, settled: true });
    expect(settled(two.toReversed())).toMatchObject({ agree: false, settled: true });
  });
  test('not where one does not list the other', () => {
    const members = allListed.filter(each => each.id !== 'c3');
    const [other] = pair;
    const agreement = viewAgreementOf([memberOf(m2, {}, {}, { members }), memberOf(m3, {}, {}, { members })]);
    expect(other).toBeDefined();
    expect(agreement).toEqual({
      agree: false,
      settled: true,
      why: [
        {
          en: 'master/8cdf6298 does not list master/774bfafe (c3)',
          ko: 'master/8cdf6298의 멤버 목록에 master/774bfafe(c3) 항목이 없습니다',
        },
        {
          en: 'master/774bfafe does not list master/774bfafe (c3)',
          ko: 'master/774bfafe의 멤버 목록에 master/774bfafe(c3) 항목이 없습니다',
        },
      ],
    });
  });
  test('not, and for good as soon as one of the differences lasts', () => {
    const agreement = viewAgreementOf([memberOf(m2), memberOf(m3, {}, { raftTerm: 8, clusterId: 'dead' })]);
    expect(agreement).toMatchObject({ agree: false, settled: true });
    expect(viewAgreementOf([memberOf(m2), memberOf(m3, {}, { raftTerm: 8 })])).toMatchObject({
      settled: false,
    });
  });
  test('not where what is to be compared was not read, and each of it is named', () => {
    const unread = memberOf(m3, {}, {}, { members: null, alarms: null });
    expect(viewAgreementOf([memberOf(m2), unread])).toEqual({
      agree: 'unseen',
      why: [
        { en: 'the member list of master/774bfafe', ko: 'master/774bfafe의 멤버 목록' },
        { en: 'the alarms of master/774bfafe', ko: 'master/774bfafe의 알람' },
      ],
    });
  });
  test('and where they differ that is said before what was not read', () =>
    expect(
      agreementOf([memberOf(m2, {}, {}, hash(1)), memberOf(m3, {}, {}, { ...hash(2), alarms: null })]),
    ).toMatchObject({
      agree: false,
      why: [{ en: 'hash at revision 1204: 1 on master/8cdf6298, 2 on master/774bfafe' }],
    }));
});

describe('a hash to compare', () => {
  const lacking = (...members: Parameters<typeof hashAgreementOf>[0]) => {
    const agreement = hashAgreementOf(members);
    return agreement.agree === 'unseen' ? agreement.why : agreement;
  };
  const of = (name: string, newest = 1204) => ({
    en: `a hash of ${name} to compare, at revision ${newest} or later`,
    ko: `revision ${newest} 이상에서 비교할 수 있는 ${name}의 해시`,
  });
  test('is missing of the first, and so of all', () =>
    expect(lacking(memberOf(m2, {}, {}, { hash: null }), memberOf(m3))).toEqual([
      of('master/8cdf6298'),
      of('master/774bfafe'),
    ]));
  test('is missing of the second alone', () =>
    expect(lacking(memberOf(m2), memberOf(m3, {}, {}, { hash: null }))).toEqual([of('master/774bfafe')]));
  test('below what one had in its first look proves nothing', () => {
    const ahead = memberOf(m3, { revision: 1205, raftAppliedIndex: 5001 });
    expect(lacking(memberOf(m2), ahead)).toEqual([of('master/8cdf6298', 1205), of('master/774bfafe', 1205)]);
    const at = (value: number) => hash(7, { revision: value });
    const later = { revision: 1300, raftAppliedIndex: 5200 };
    const both = (value: number) => [
      memberOf(m2, {}, later, at(value)),
      memberOf(m3, { revision: 1205, raftAppliedIndex: 5001 }, later, at(value)),
    ];
    expect(hashAgreementOf(both(1205))).toEqual({ agree: true });
    expect(hashAgreementOf(both(1204))).toMatchObject({ agree: 'unseen' });
  });
  test('at another revision or compaction is none', () => {
    expect(lacking(memberOf(m2), memberOf(m3, {}, {}, hash(987654, { revision: 1205 })))).toEqual([
      of('master/774bfafe'),
    ]);
    expect(lacking(memberOf(m2), memberOf(m3, {}, {}, hash(987654, { compactRevision: 5 })))).toEqual([
      of('master/774bfafe'),
    ]);
  });
});

describe('a second look', () => {
  const second = (name: string) => ({
    en: `a second look at the applied index of ${name}`,
    ko: `${name}의 두 번째 applied index`,
  });
  const at = (raftAppliedIndex: number, raftIndex = raftAppliedIndex) => ({ raftAppliedIndex, raftIndex });
  test('is wanted of those who were looked at once, beyond 50 entries between members', () => {
    const far = [memberOf(m2), memberOf(m3, at(4949), 'untaken')];
    expect(viewAgreementOf(far)).toEqual({ agree: 'unseen', why: [second('master/774bfafe')] });
    expect(viewAgreementOf([memberOf(m2), memberOf(m3, at(4950), 'untaken')])).toEqual({ agree: true });
    expect(viewAgreementOf([memberOf(m2), memberOf(m3, at(4949))])).toEqual({ agree: true });
  });
  test('is wanted beyond 50 entries that one has not applied', () => {
    const busy = (index: number) => [memberOf(m2), memberOf(m3, at(5000, index), 'untaken')];
    expect(viewAgreementOf(busy(5051))).toEqual({ agree: 'unseen', why: [second('master/774bfafe')] });
    expect(viewAgreementOf(busy(5050))).toEqual({ agree: true });
  });
});

describe('the odd one out of three', () => {
  const rogue = memberOf(m1, { clusterId: 'dead' });
  test('contradicts the other two, who agree', () => {
    expect(oddOneOut([rogue, ...pair])).toBe(rogue);
    expect(oddOneOut(three)).toBeNull();
  });
  test('is none where the other two do not agree, or were not read', () => {
    expect(oddOneOut([rogue, memberOf(m2, { clusterId: 'beef' }), memberOf(m3)])).toBeNull();
    expect(oddOneOut([rogue, memberOf(m2), memberOf(m3, {}, {}, { alarms: null })])).toBeNull();
  });
  test('is not one of the same cluster, list, term and leader that holds other data', () => {
    expect(oddOneOut([memberOf(m1, {}, {}, hash(5)), ...pair])).toBeNull();
    expect(oddOneOut([memberOf(m1, { revision: 9000 }), ...pair])).toBeNull();
  });
  test('has another term and another leader in both looks: one of them alone is none', () => {
    const led = { raftTerm: 8, leaderId: 'a1' };
    expect(oddOneOut([memberOf(m1, led), ...pair])).not.toBeNull();
    for (const first of [{}, { raftTerm: 8 }, { leaderId: 'a1' }])
      expect(oddOneOut([memberOf(m1, first, led), ...pair])).toBeNull();
    expect(oddOneOut([memberOf(m1, { raftTerm: 8 }), ...pair])).toBeNull();
    expect(oddOneOut([memberOf(m1, { leaderId: 'a1' }), ...pair])).toBeNull();
    expect(oddOneOut([memberOf(m1, { raftTerm: 8, leaderId: null }), ...pair])).toBeNull();
    expect(oddOneOut([memberOf(m1, led, 'untaken'), ...pair])).toBeNull();
  });
  test('contradicts both of them, and for good', () => {
    const ofOne = memberOf(m1, {}, {}, hash(5));
    const others = [memberOf(m2), memberOf(m3, {}, {}, { ...hash(987654, { revision: 1300 }) })];
    expect(oddOneOut([ofOne, ...others])).toBeNull();
  });
});
