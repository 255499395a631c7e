import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** Words that entries have in common, so that each is small by itself. What was packed with them needs them for ever, to the
 *  byte: with others it would read as something else and look altered. Other ones are another file and another first byte. */
const wordsOf = (number: number, sha256: string): Uint8Array => {
  const file = join(import.meta.dirname, `dictionary-${number}.txt`);
  const words = readFileSync(file);
  const found = createHash('sha256').update(words).digest('hex');
  if (found === sha256) return words;
  throw new Error(
    `${file} is not what entries were packed with (sha256 ${found}, not ${sha256}): install this version again.`,
  );
};

const current = 1;
const dictionary = wordsOf(current, 'fa81cdac54cdcb2a444b1b99d61c469203010825b8153908bc5df63145b8c746');
/** Below that the deflating costs more time at each reading than it saves room. */
const worthBytes = 400;

/** null: it is as small as it is. */
export const packed = (text: string): Uint8Array | null => {
  if (text.length < worthBytes) return null;
  const body = deflateRawSync(text, { level: 9, dictionary });
  return Buffer.concat([Uint8Array.of(current), body]);
};

/** Throws on what is no packed text of this version. */
export const unpacked = (bytes: Uint8Array): string => {
  if (bytes[0] !== current)
    throw new TypeError(`packed with dictionary ${bytes[0]}, which this version does not have`);
  return inflateRawSync(bytes.subarray(1), { dictionary, chunkSize: 4096 }).toString();
};
