import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonical, chainHash } from '../../src/record/chain.ts';
import { packed, unpacked } from '../../src/record/packing.ts';
import { goldenJournals } from '../support/golden/fixtures.ts';

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

test('what is packed is unpacked as it was, and what would not be smaller is left alone', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 400, maxLength: 3_000 }), given => {
      const text = given.toWellFormed();
      const small = packed(text);
      if (small) expect(unpacked(small)).toBe(text);
    }),
  );
  expect(packed('{"kind":"answered"}')).toBeNull();
  expect(() => unpacked(Uint8Array.of(9, 1, 2))).toThrow('packed in an unknown way (9)');
});

test('the words that entries share are never changed: what was packed with them needs them', () => {
  const words = readFileSync(join(import.meta.dirname, '../../src/record/dictionary-1.txt'));
  expect(createHash('sha256').update(words).digest('hex')).toBe(
    'fa81cdac54cdcb2a444b1b99d61c469203010825b8153908bc5df63145b8c746',
  );
  const texts = goldenJournals().flatMap(({ entries }) => entries.map(({ event }) => canonical(event)));
  const small = texts.reduce((sum, text) => sum + (packed(text) ?? Buffer.from(text)).length, 0);
  expect(small / texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0)).toBeLessThan(0.35);
});
