import { expect, test } from 'vitest';
import { newKeyPair } from '../../../drill/vm-ssh/key-pair.ts';

const blobOf = (publicKey: string): Buffer => Buffer.from(publicKey.split(' ')[1] ?? '', 'base64');

test('no pair in two thousand lacks a byte of its public key', () => {
  const lengths = Array.from({ length: 2_000 }, () => blobOf(newKeyPair().publicKey).length);
  expect(new Set(lengths)).toEqual(new Set([51]));
});
