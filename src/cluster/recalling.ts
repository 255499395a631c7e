import { keptOf } from './identity.ts';
import type { IdentityKept } from './identity-types.ts';
import type { MasterObservation, Observation } from './observation.ts';

/** The folder member/ of a master that was seen healthy is there still, so it was never missing since: whatever is left of
 *  its log, no start of it made a new cluster. */
const neverMissingSince = (kept: IdentityKept, { instance, files, identity }: MasterObservation): boolean =>
  files?.memberDir === true &&
  typeof identity?.born === 'number' &&
  kept.members[instance]?.born === identity.born;

/** What a rotated log no longer tells, or tells of before it joined, where what is remembered of the same folder does. */
export const recalling = (seen: Observation): Observation => {
  const kept = keptOf(seen);
  if (kept === null) return seen;
  return {
    ...seen,
    masters: seen.masters.map(master =>
      master.files !== null && neverMissingSince(kept, master)
        ? { ...master, files: { ...master.files, memberWasMissing: false } }
        : master,
    ),
  };
};
