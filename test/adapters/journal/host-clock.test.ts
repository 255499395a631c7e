import fc from 'fast-check';
import { expect, test } from 'vitest';
import { steadyWall } from '../../../src/adapters/journal/host-clock.ts';

const hour = 3_600_000;

test('however the host’s clock is set, the store’s time never goes back and goes by at nine to eleven tenths of the time that passes', () => {
  const moves = fc.array(fc.record({ passes: fc.nat(hour), jump: fc.integer({ min: -hour, max: hour }) }));
  fc.assert(
    fc.property(moves, all => {
      const at = { mono: 5, wall: Date.parse('2026-11-30T03:00:00Z') };
      const now = steadyWall({ bootId: () => 'b', monotonicMs: () => at.mono, wallMs: () => at.wall });
      let before = now();
      for (const { passes, jump } of all) {
        at.mono += passes;
        at.wall += passes + jump;
        const next = now();
        expect(next - before).toBeGreaterThanOrEqual(0.9 * passes - 1e-3);
        expect(next - before).toBeLessThanOrEqual(1.1 * passes + 1e-3);
        before = next;
      }
    }),
  );
});

test('what differs is caught up with in time', () => {
  const at = { mono: 0, wall: 0 };
  const now = steadyWall({ bootId: () => 'b', monotonicMs: () => at.mono, wallMs: () => at.wall });
  at.wall = hour;
  for (let minute = 0; minute < 660; minute++) {
    at.mono += 60_000;
    at.wall += 60_000;
    now();
  }
  expect(now()).toBe(at.wall);
});
