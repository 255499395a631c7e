import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canApprove, peopleFor } from '../../src/approvals/people.ts';
import type { Membership } from '../../src/model/person.ts';

const members = fc.integer({ min: 0, max: 5 });
const config = fc.record(
  { change: fc.integer({ min: -3, max: 5 }), belowQuorum: fc.integer({ min: -3, max: 5 }) },
  { requiredKeys: [] },
);

describe('a step asks', () => {
  test('nobody where it only looks or copies', () => {
    for (const kind of ['read', 'snapshot', 'backup', 'check'] as const)
      expect(peopleFor(kind, { before: 3, after: 0, quorum: 2 }, { change: 5 })).toBe(0);
  });
  test('one person for a change, two for one that leaves fewer than quorum', () => {
    expect(peopleFor('change', { before: 2, after: 2, quorum: 2 })).toBe(1);
    expect(peopleFor('change', { before: 2, after: 1, quorum: 2 })).toBe(2);
    expect(peopleFor('change', { before: 1, after: 0, quorum: 2 })).toBe(2);
  });
  test('one person for a power-on while none is healthy: it only raises the number', () =>
    expect(peopleFor('change', { before: 0, after: 0, quorum: 2 })).toBe(1));
  test('never fewer people than the rule, whatever is configured, and more when configured', () => {
    fc.assert(
      fc.property(members, members, config, (before, after, configured) => {
        const radius = { before, after, quorum: 2 };
        expect(peopleFor('change', radius, configured)).toBeGreaterThanOrEqual(peopleFor('change', radius));
      }),
    );
    expect(peopleFor('change', { before: 2, after: 1, quorum: 2 }, { belowQuorum: 3 })).toBe(3);
    expect(peopleFor('change', { before: 3, after: 3, quorum: 2 }, { change: 2 })).toBe(2);
  });
});

describe('an approval counts', () => {
  const [requester, by] = ['U1', 'U2'].map(id => ({ team: 'T', id, name: id }));
  const member: Membership = { state: 'member' };
  const ask = (more = {}) =>
    canApprove({
      owners: requester ? [requester] : [],
      already: [],
      by: by ?? { team: '', id: '', name: '' },
      membership: member,
      ...more,
    });
  test('where it is of somebody of the group who did not ask for the run', () => expect(ask()).toBeNull());
  test('never where it is the requester’s', () =>
    expect(ask({ by: { ...requester } })?.en).toMatch(/^You asked for this run.*somebody else/));
  test('not where the requester’s id comes from another team of the same Grid', () =>
    expect(ask({ by: { ...requester, team: 'T2' } })?.en).toContain('You asked for this run'));
  // Read from the journal and from Slack, one person is two objects.
  test('once a person', () =>
    expect(ask({ already: [{ by: { ...by }, at: '03:12:09' }] })?.en).toContain('03:12:09'));
  test.each([
    [{ state: 'not-member', group: '@pks-approvers' }, '@pks-approvers'],
    [{ state: 'bot' }, 'bot'],
    [{ state: 'guest' }, 'guest'],
    [{ state: 'foreign', team: 'T9' }, 'T9'],
    [{ state: 'deactivated' }, 'deactivated'],
    [{ state: 'unknown', why: { en: 'Slack said 503', ko: 'Slack 503' } }, 'Slack said 503'],
  ] as const)('not where the person is %o', (membership, words) => {
    const why = ask({ membership });
    expect(why?.en).toContain(words);
    expect(why?.ko).toMatch(/[가-힣]/);
  });
});
