import { expect, test } from 'vitest';
import { outageSecondsOf, powerOrderOf, type Sample } from '../../drill/drills/power-order.ts';
import type { Effect } from '../../drill/foundation/machine.ts';

const power = (to: 'on' | 'off', on: string, at: number): Effect => ({
  at,
  what: `power-${to}`,
  on,
  detail: '',
});
const samples: readonly Sample[] = [
  { at: 10, on: 'a', revision: 500 },
  { at: 30, on: 'b', revision: 640 },
  // After it came back it has caught up: no witness of what it lacked.
  { at: 90, on: 'a', revision: 640 },
];
const off = [power('off', 'a', 11), power('off', 'b', 31)];

test('the survivor that has everything comes back first, and how far the other was behind is told', () => {
  const effects = [...off, power('on', 'b', 50), power('on', 'a', 60)];
  expect(powerOrderOf(samples, effects)).toEqual({ mostAdvancedFirst: true, behind: 140 });
});

test('a lagging survivor that comes back first is seen', () => {
  const effects = [...off, power('on', 'a', 50), power('on', 'b', 60)];
  expect(powerOrderOf(samples, effects)).toMatchObject({ mostAdvancedFirst: false });
});

test('where only one was powered off there is no order', () => {
  expect(powerOrderOf(samples, [power('off', 'a', 11), power('on', 'a', 50)])).toBeNull();
});

test('an outage is from the second power-off to the next power-on, and there is none where one was off or none came back', () => {
  const on = [power('on', 'b', 9_031), power('on', 'a', 12_000)];
  expect(outageSecondsOf([...off, ...on])).toBe(9);
  expect(outageSecondsOf([power('off', 'a', 11), power('on', 'a', 50)])).toBe(null);
  // Somebody's power-on before it ends nothing.
  expect(outageSecondsOf([power('on', 'c', 1), ...off])).toBe(null);
});
