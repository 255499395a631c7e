import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonical, chainHash } from '../../src/record/chain.ts';

test('the same value is the same text, in whatever order its keys were written', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), value => {
      const turned = Object.fromEntries(Object.entries(value).reverse());
      expect(canonical(turned)).toBe(canonical(value));
      expect(JSON.parse(canonical(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test('an entry’s hash is sha256 over plain JSON, as anybody can compute it from an export', () => {
  const entry = { run: 'run-1', seq: 2, at: 5, previous: 'ab'.repeat(32) };
  const event = { kind: 'answered', by: { name: '"지훈"' } };
  const whole = JSON.stringify({
    at: 5,
    event,
    ...{ previous: entry.previous, run: 'run-1', seq: 2 },
  });
  expect(chainHash({ ...entry, text: JSON.stringify(event) })).toBe(
    createHash('sha256').update(whole).digest('hex'),
  );
});
