import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dueCall, noQuorumSince, waitingStep } from '../../src/approvals/calling.ts';
import type { RunEvent } from '../../src/runs/events.ts';
import { ofChange } from '../support/a-click.ts';
import { aVerdict } from '../support/a-cluster.ts';
import { approved, aRun, asked, began, seoyeon, started, startedAt } from '../support/a-run.ts';

const calling = { remindMinutes: [2, 5, 10], escalateMinutes: 15 };
const called = (n: number): RunEvent => ({
  kind: 'called',
  step: 'move-leader',
  attempt: 1,
  n,
  to: [{ group: 'S0APPROVERS' }],
  page: false,
});
const waiting = (...calls: readonly number[]) =>
  ofChange(asked('move-leader', { to: [{ group: 'S0APPROVERS' }] }), ...calls.map(called));
const askedAt = startedAt + 2_000;
const at = (minutes: number) => askedAt + minutes * 60_000;

test('reminds after 2, 5 and 10 minutes, goes further after 15, then ever more slowly', () => {
  const moments: [number, boolean][] = [];
  let made = 0;
  for (let minute = 0; minute <= 240; minute++) {
    const due = dueCall(made === 0 ? waiting() : waiting(made), at(minute), calling);
    if (!due) continue;
    made = due.n;
    moments.push([minute, due.further]);
  }
  expect(moments).toEqual([
    [2, false],
    [5, false],
    [10, false],
    [15, true],
    [30, true],
    [60, true],
    [120, true],
    [180, true],
    [240, true],
  ]);
});

test('bots that come and go at any moments make no call twice and forget none that is due', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 40 }), minutes => {
      const made: number[] = [];
      for (const minute of minutes.toSorted((a, b) => a - b)) {
        const due = dueCall(made.length === 0 ? waiting() : waiting(...made), at(minute), calling);
        if (due) made.push(due.n);
        expect(dueCall(waiting(...made), at(minute), calling)).toBeNull();
      }
      expect(new Set(made).size).toBe(made.length);
    }),
  );
});

test('who has answered is not called, nor is anybody once enough have', () => {
  const to = [{ group: 'S0APPROVERS' }];
  expect(
    waitingStep(ofChange(asked('move-leader', { people: 2, to }), approved('move-leader', seoyeon))),
  ).not.toBeNull();
  const enough = ofChange(asked('move-leader', { to }), approved('move-leader', seoyeon));
  expect(dueCall(enough, at(60), calling)).toBeNull();
});

test('since when there is no quorum is told from what was read and from what the run itself began', () => {
  const members = (healthy: number, during = healthy) => ({
    healthy,
    during,
    down: 3 - healthy,
    quorum: 2,
    of: 3,
  });
  expect(noQuorumSince(ofChange(asked('move-leader', { members: members(2) })))).toBeNull();
  expect(noQuorumSince(ofChange(asked('move-leader', { members: members(1) })))).toBe(askedAt);
  const unseen = { ...members(1), down: 1 };
  expect(noQuorumSince(ofChange(asked('move-leader', { members: unseen })))).toBeNull();
  const own = ofChange(asked('move-leader', { members: members(2, 1) }), began('move-leader'));
  expect(noQuorumSince(own)).toBe(askedAt + 2_000);
  const lost = aRun(started({ verdict: { ...aVerdict(), name: 'quorum-lost' } }));
  expect(noQuorumSince(lost)).toBe(startedAt);
});
