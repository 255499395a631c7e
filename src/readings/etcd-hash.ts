import { z } from 'zod';
import type { EtcdObservation } from '../cluster/observation.ts';
import type { Ran } from '../model/command.ts';
import { readVm } from './bosh-ssh.ts';
import { findJson, type Json } from './json.ts';
import { isMissed, type Reading } from './reading.ts';
import { sectionsOf } from './sections.ts';

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

/** `bosh ssh … etcdctl endpoint hashkv --rev=N`; null: that member has no such revision or does not answer. */
export const readHash = (ran: Ran, revision: number): Reading<HashObservation | null> => {
  const vm = readVm(ran);
  return isMissed(vm) ? vm : hashOf(findJson(vm.stdout), revision);
};

/** `bosh ssh … hashes`: the hash at each of these revisions, null as in readHash. */
export const readHashes = (
  ran: Ran,
  revisions: readonly number[],
): Reading<readonly (HashObservation | null)[]> => {
  const vm = readVm(ran);
  if (isMissed(vm)) return vm;
  const sections = sectionsOf(vm.stdout);
  return revisions.map(revision => hashOf(findJson(sections.get(String(revision)) ?? ''), revision));
};
