import { z } from 'zod';
import type { IdentityKept, IdentityObservation } from '../cluster/identity-types.ts';
import { findJson } from './json.ts';

const whole = z.number().int();
const hash = z.object({ revision: whole, hash: whole, compactRevision: whole });

/** As the journal and recordings have it. */
export const identitySeen: z.ZodType<IdentityObservation> = z.object({
  born: whole.nullable().default(null),
  ageSeconds: whole.nullable().default(null),
  systemKey: z
    .union([whole, z.literal('absent')])
    .nullable()
    .default(null),
  earlierHash: hash.nullable().default(null),
});
const memberKept = z.object({
  memberId: z.string(),
  born: whole.nullable().default(null),
  raftIndex: whole,
  dbBytes: whole.nullable().default(null),
  starts: z.array(z.string()).default([]),
});
export const identityKept: z.ZodType<IdentityKept> = z.object({
  at: z.string(),
  raftTerm: whole,
  systemKey: whole.nullable().default(null),
  hash: hash.nullable().default(null),
  certificates: z.record(z.string(), z.array(z.object({ file: z.string(), until: z.string() }))).optional(),
  members: z.record(z.string(), memberKept),
});

/** `stat -c %W` and `date +%s` of one VM. 0 is stat's word for a filesystem that keeps no birth; `?` and `-` an older
 *  stat's. */
const bornOf = (text: string): Pick<IdentityObservation, 'born' | 'ageSeconds'> => {
  const told = /^([1-9]\d*) (\d+)$/m.exec(text);
  if (told === null) return { born: null, ageSeconds: null };
  const born = Number(told[1]);
  return { born, ageSeconds: Number(told[2]) - born };
};

const range = z.object({
  header: z.object({}).loose(),
  kvs: z.array(z.object({ create_revision: whole })).default([]),
});
/** `get KEY --keys-only -w json`: without `kvs` there is no such key; without a header nothing was read. */
const systemKeyOf = (text: string): IdentityObservation['systemKey'] => {
  const read = range.safeParse(findJson(text));
  return read.success ? (read.data.kvs[0]?.create_revision ?? 'absent') : null;
};

/** From the probe's sections `born` and `kube-system`. */
export const identityOf = (sections: ReadonlyMap<string, string>): IdentityObservation => ({
  ...bornOf(sections.get('born') ?? ''),
  systemKey: systemKeyOf(sections.get('kube-system') ?? ''),
  earlierHash: null,
});
