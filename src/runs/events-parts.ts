import { z } from 'zod';

/* What entries of several kinds are made of. */

export const texts = z.record(z.string(), z.string());
export const words = z.object({ en: z.string(), ko: z.string() });
export const person = z.object({
  team: z.string(),
  id: z.string(),
  name: z.string(),
  /** On Enterprise Grid. */
  enterprise: z.string().optional(),
});
export const surface = z.enum(['button', 'modal', 'slash', 'cli']);
export const ofStep = {
  step: z.string(),
  attempt: z.number(),
  /** The glass of this run was broken before it was written. */
  glass: z.boolean().optional(),
};
export const askKind = z.enum(['approve', 'approve-or-skip', 'settle', 'stuck']);
export const guard = z.object({ name: z.string(), ok: z.boolean(), words, unasked: z.boolean().optional() });
export const answerGiven = z.enum(['approve', 'abort', 'skip', 'happened', 'again']);

/** Of an answer: the digest of the ask that it answers, by which key it was signed when it was taken, and the signature. Older
 *  entries have neither. */
export const signed = {
  digest: z.string().optional(),
  seal: z.object({ key: z.string(), mac: z.string() }).optional(),
};

/** `bosh is` as it was read (src/model/bosh-table.ts). */
export const boshTable = z.object({
  at: z.string(),
  before: z.boolean().optional(),
  rows: z.array(
    z.object({
      ...{ instance: z.string(), process: z.string().optional() },
      ...{ state: z.string(), az: z.string(), ip: z.string() },
    }),
  ),
});
