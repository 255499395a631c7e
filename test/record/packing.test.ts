import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonical } from '../../src/record/chain.ts';
import { packed, unpacked } from '../../src/record/packing.ts';
import { goldenJournals } from '../support/golden/fixtures.ts';

const folder = join(import.meta.dirname, '../../src/record');

test('what is packed is unpacked as it was, and what would not be smaller is left alone', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 400, maxLength: 3_000 }), given => {
      const text = given.toWellFormed();
      const small = packed(text);
      if (small) expect(unpacked(small)).toBe(text);
    }),
  );
  expect(packed('{"kind":"answered"}')).toBeNull();
});

test('what this release packed is read by every later one', () => {
  const stored = Buffer.from('AauGeQ129S80c0KXOb5u3fF68hxY6wOxcZLQ+Ikh8uCIkcKouqGpTqkWAA==', 'base64');
  const line = 'bosh -d service-instance_1 ssh master/2 '.repeat(12);
  expect(JSON.parse(unpacked(stored))).toEqual({ kind: 'refused', why: '장애노드 is not healthy', line });
});

test('what was packed with words that this version does not have is said to be so, by their number', () => {
  for (const bytes of [Uint8Array.of(9, 1, 2), Uint8Array.of(2), Uint8Array.of(0, 1)])
    expect(() => unpacked(bytes)).toThrow(
      `packed with dictionary ${bytes[0]}, which this version does not have`,
    );
});

test('the words that entries share are never changed: what was packed with them needs them', () => {
  const words = readFileSync(join(folder, 'dictionary-1.txt'));
  expect(createHash('sha256').update(words).digest('hex')).toBe(
    'fa81cdac54cdcb2a444b1b99d61c469203010825b8153908bc5df63145b8c746',
  );
  const texts = goldenJournals().flatMap(({ entries }) => entries.map(({ event }) => canonical(event)));
  const small = texts.reduce((sum, text) => sum + (packed(text) ?? Buffer.from(text)).length, 0);
  expect(small / texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0)).toBeLessThan(0.35);
});

test('changed words are told by name when the bot starts; no entry is taken for one that was altered', async () => {
  const copy = mkdtempSync(join(tmpdir(), 'pks-packing-'));
  try {
    cpSync(join(folder, 'packing.ts'), join(copy, 'packing.ts'));
    const words = readFileSync(join(folder, 'dictionary-1.txt'), 'utf8');
    writeFileSync(join(copy, 'dictionary-1.txt'), words.replace('raft', 'RAFT'));
    await expect(import(join(copy, 'packing.ts'))).rejects.toThrow(
      /dictionary-1\.txt is not what entries were packed with.*install this version again/,
    );
  } finally {
    rmSync(copy, { recursive: true });
  }
});
