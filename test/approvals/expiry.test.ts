import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dueExpiry } from '../../src/approvals/expiry.ts';
import type { RunEvent } from '../../src/runs/events.ts';
import { next } from '../../src/runs/next.ts';
import { ofChange } from '../support/a-click.ts';
import { alice, approved, asked, seoyeon, startedAt } from '../support/a-run.ts';

const rules = { expiresMinutes: 60, endsHours: 24 };
const askedAt = startedAt + 2_000;
const at = (minutes: number) => askedAt + minutes * 60_000;
const ask = { step: 'move-leader', attempt: 1 };
const two = (...more: readonly RunEvent[]) => ofChange(asked('move-leader', { people: 2 }), ...more);

test('an ask expires after an hour by the store’s clock, and the run ends after a day', () => {
  expect(dueExpiry(two(), at(59.9), rules)).toBeNull();
  expect(dueExpiry(two(), at(60), rules)).toEqual({ kind: 'expired', ...ask });
  const expired = two({ kind: 'expired', ...ask });
  expect(dueExpiry(expired, at(23 * 60), rules)).toBeNull();
  expect(dueExpiry(expired, at(24 * 60), rules)).toEqual({ kind: 'unanswered', ...ask, hours: 24 });
  expect(next(two({ kind: 'unanswered', ...ask, hours: 24 })).do).toBe('finish');
});

test('what was given is lost with it: the second approval alone runs nothing', () => {
  const run = two(
    approved('move-leader', seoyeon),
    { kind: 'expired', ...ask },
    approved('move-leader', alice),
  );
  expect(next(run).do).toBe('wait');
  const both = two(
    { kind: 'expired', ...ask },
    approved('move-leader', seoyeon),
    approved('move-leader', alice),
  );
  expect(next(both).do).toBe('wait');
});

test('an ask of a run that keeps members down itself never expires, and its run never ends by the clock', () => {
  const run = ofChange(asked('move-leader', { ownOutage: true }));
  expect(dueExpiry(run, at(10 * 24 * 60), rules)).toBeNull();
});

test('a question that nobody can approve does not expire, but its run ends after a day', () => {
  const stuck = ofChange(asked('move-leader', { ask: 'stuck', options: ['again', 'abort'] }));
  expect(dueExpiry(stuck, at(120), rules)).toBeNull();
  expect(dueExpiry(stuck, at(24 * 60), rules)).toMatchObject({ kind: 'unanswered' });
});

test('no timer lets anything run, whatever was answered before it and whenever it fires', () => {
  const answers = fc.array(fc.constantFrom(seoyeon, alice), { maxLength: 3 });
  fc.assert(
    fc.property(answers, fc.integer({ min: 1, max: 3 }), fc.nat(3_000), (people, wanted, minutes) => {
      const before = ofChange(
        asked('move-leader', { people: wanted }),
        ...people.map(by => approved('move-leader', by)),
      );
      const due = dueExpiry(before, at(minutes), rules);
      if (!due) return;
      const after = ofChange(
        asked('move-leader', { people: wanted }),
        ...people.map(by => approved('move-leader', by)),
        due,
      );
      expect(['wait', 'finish']).toContain(next(after).do);
    }),
  );
});
