import { describe, expect, test } from 'vitest';
import { laggard, untimed, wantsSecondLook } from '../../src/cluster/lag.ts';
import { memberOf } from './answering.ts';
import { m1, m2, m3, statusOf } from './build.ts';

const applied = (raftAppliedIndex: number, raftIndex = raftAppliedIndex) => ({ raftAppliedIndex, raftIndex });

describe('who lags', () => {
  const [one, two] = [memberOf(m1, applied(5000)), memberOf(m2, applied(5000))];

  test('is nobody within 50 entries, and the one that is 51 behind', () => {
    expect(laggard([one, two, memberOf(m3, applied(4950))])).toBeNull();
    const far = memberOf(m3, applied(4949));
    expect(laggard([one, two, far])).toEqual({ member: far, behind: 51, of: 'peer' });
  });
  test('is the one furthest behind', () => {
    const [far, further] = [memberOf(m2, applied(4900)), memberOf(m3, applied(4800))];
    expect(laggard([one, far, further])).toEqual({ member: further, behind: 200, of: 'peer' });
    expect(laggard([further, far, one])?.member).toBe(further);
  });
  test('has not reached later what a peer had earlier: indexes of one look are of different moments', () => {
    expect(laggard([one, memberOf(m2, applied(4800), applied(4990))])).toBeNull();
    expect(
      laggard([memberOf(m1, applied(5000), applied(9000)), memberOf(m2, applied(4900), applied(4950))]),
    ).toBeNull();
    expect(laggard([one, memberOf(m2, applied(4800), applied(4900))])?.behind).toBe(100);
  });
  test('is not known while one of them was looked at once', () =>
    expect(laggard([memberOf(m1, applied(5000), 'untaken'), memberOf(m2, applied(4000))])).toBeNull());
  test('may be behind its own log, which is told apart', () => {
    const slow = memberOf(m3, applied(5000, 5051));
    expect(laggard([one, slow])).toEqual({ member: slow, behind: 51, of: 'log' });
    expect(laggard([one, memberOf(m3, applied(5000, 5050))])).toBeNull();
    const both = memberOf(m3, applied(4900, 5000));
    expect(laggard([one, both])).toEqual({ member: both, behind: 100, of: 'peer' });
    const more = memberOf(m3, applied(4900, 5001));
    expect(laggard([one, more])).toEqual({ member: more, behind: 101, of: 'log' });
  });
  test('behind its log in one look only does not lag: it has applied later what it had earlier', () => {
    expect(laggard([one, memberOf(m3, applied(5000, 5090), applied(5090, 5090))])).toBeNull();
    expect(laggard([one, memberOf(m3, applied(5000, 5000), applied(5000, 5090))])).toBeNull();
  });
  test('is nobody among nobody', () => expect(laggard([])).toBeNull());
});

describe('clocks of VMs', () => {
  const stamped = (first: number, last: number, at: number, later: number) =>
    memberOf(m3, { ...applied(first), at }, { ...applied(last), at: later });
  const peer = memberOf(m1, { ...applied(5000), at: 1_000 }, { ...applied(5300), at: 1_005 });
  test('tell who was read later: only the later one can be behind', () => {
    const behind = stamped(4000, 4500, 1_000, 1_005);
    expect(laggard([peer, behind])).toEqual({ member: behind, behind: 500, of: 'peer' });
    expect(untimed([peer, behind])).toEqual([]);
    const early = stamped(4000, 4500, 990, 995);
    expect(laggard([peer, early])).toBeNull();
    expect(untimed([peer, early])).toEqual([early]);
  });
  test('differ by some tenths of a second, and then tell nothing', () => {
    expect(untimed([peer, stamped(4000, 4500, 995, 1_000.4)])).toHaveLength(1);
    expect(untimed([peer, stamped(4000, 4500, 995, 1_000.5)])).toEqual([]);
  });
  test('may be wrong altogether: then nobody lags by them, and nobody is well by them', () => {
    expect(untimed([peer, stamped(4000, 4500, 4_600, 4_605)])).toHaveLength(1);
    expect(untimed([peer, stamped(4000, 4500, 1_055, 1_060)])).toEqual([]);
    expect(untimed([peer, stamped(4000, 4500, 1_056, 1_061)])).toHaveLength(1);
    expect(untimed([peer, stamped(4990, 5290, 9, 14)])).toEqual([]);
  });
  test('are not asked where nobody stamped', () => {
    const unstamped = memberOf(m3, applied(4000), applied(4500));
    expect(laggard([peer, unstamped])?.behind).toBe(500);
    expect(untimed([peer, unstamped])).toEqual([]);
  });
});

describe('a second look', () => {
  const [first, leader] = [statusOf(m1), statusOf(m2)];
  test.for([
    ['all is even', [first, leader], false],
    ['a member is 50 behind', [statusOf(m1, applied(4950)), leader], false],
    ['a member is 51 behind', [statusOf(m1, applied(4949)), leader], true],
    ['50 entries are not applied', [statusOf(m1, applied(5000, 5050)), leader], false],
    ['51 entries are not applied', [statusOf(m1, applied(5000, 5051)), leader], true],
    ['two terms are told', [statusOf(m1, { raftTerm: 8 }), leader], true],
    ['two leaders are told', [statusOf(m1, { leaderId: 'a1' }), leader], true],
    ['none of them is the leader that they tell', [first, statusOf(m3)], true],
    ['they know no leader', [statusOf(m1, { leaderId: null }), statusOf(m2, { leaderId: null })], true],
    ['revisions are two apart at one applied index', [statusOf(m1, { revision: 1206 }), leader], true],
    [
      'revisions are as far apart as what was applied',
      [statusOf(m1, { ...applied(5009), revision: 1214 }), leader],
      false,
    ],
    ['one alone is far behind its log', [statusOf(m1, applied(1, 5000))], false],
    ['nobody answers', [], false],
  ] as const)('where %s is wanted: %s', ([, statuses, wanted]) =>
    expect(wantsSecondLook(statuses)).toBe(wanted),
  );
});
