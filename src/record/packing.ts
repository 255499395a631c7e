import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** Words that entries have in common, so that each is small by itself. What was packed with it needs it for ever: another
 *  one is another file and another first byte. Pinned by test/record/packing.test.ts. */
const dictionary = readFileSync(join(import.meta.dirname, 'dictionary-1.txt'));
const deflatedBy1 = 1;
/** Below that the deflating costs more time at each reading than it saves room. */
const worthBytes = 400;

/** null: it is as small as it is. */
export const packed = (text: string): Uint8Array | null => {
  if (text.length < worthBytes) return null;
  const body = deflateRawSync(text, { level: 9, dictionary });
  return Buffer.concat([Uint8Array.of(deflatedBy1), body]);
};

/** Throws on what is no packed text of this version. */
export const unpacked = (bytes: Uint8Array): string => {
  if (bytes[0] !== deflatedBy1) throw new TypeError(`packed in an unknown way (${bytes[0]})`);
  return inflateRawSync(bytes.subarray(1), { dictionary, chunkSize: 4096 }).toString();
};
