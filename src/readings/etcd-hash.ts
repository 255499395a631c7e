import { z } from 'zod';
import type { EtcdObservation } from '../cluster/observation.ts';
import type { Json } from './json.ts';

export type HashObservation = NonNullable<EtcdObservation['hash']>;

const whole = z.number().int();
const document = z
  .array(
    z.object({
      HashKV: z.object({
        header: z.object({ revision: whole }),
        hash: whole,
        compact_revision: whole.default(0),
      }),
    }),
  )
  .min(1);

/** `endpoint hashkv -w json` of one endpoint. The header tells the member's newest revision, not the one asked for. */
export const hashOf = (json: Json | undefined, revision?: number): HashObservation | null => {
  const parsed = document.safeParse(json);
  const kv = parsed.success ? parsed.data[0]?.HashKV : undefined;
  if (kv === undefined) return null;
  return { revision: revision ?? kv.header.revision, hash: kv.hash, compactRevision: kv.compact_revision };
};
