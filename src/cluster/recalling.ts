import { keptOf } from './identity.ts';
import type { IdentityKept } from './identity-types.ts';
import type { FilesObservation, MasterObservation, Observation } from './observation.ts';

/**
 * Whether its data began without member/, with what is remembered of its folder. The folder of a master that was seen healthy and
 * is there still was never missing since: whatever is left of its log, no start of it made a new cluster. Where its birth can't be
 * read now, nobody knows whether a start that the log tells of came before.
 */
const wasMissing = (
  kept: IdentityKept,
  { instance, identity }: MasterObservation,
  { memberDir, memberWasMissing }: FilesObservation,
): boolean | null => {
  const before = kept.members[instance]?.born ?? null;
  if (!memberDir || before === null || identity === undefined) return memberWasMissing;
  if (identity.born === null) return memberWasMissing === true ? null : memberWasMissing;
  return identity.born === before ? false : memberWasMissing;
};

/** What a rotated log no longer tells, or tells of before it joined, where what is remembered of the same folder does. */
export const recalling = (seen: Observation): Observation => {
  const kept = keptOf(seen);
  if (kept === null) return seen;
  return {
    ...seen,
    masters: seen.masters.map(master =>
      master.files === null
        ? master
        : { ...master, files: { ...master.files, memberWasMissing: wasMissing(kept, master, master.files) } },
    ),
  };
};
