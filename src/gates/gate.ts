import type { ClusterMemory, Observation } from '../cluster/observation.ts';
import type { CureName, Verdict } from '../cluster/verdict-types.ts';
import type { VersionSwitch } from '../cluster/versions.ts';
import type { Check } from '../model/check.ts';
import type { HexId, Instance } from '../model/instance.ts';
import type { Words } from '../words.ts';

/** A verified snapshot as a gate needs it; equal in part to readings' SnapshotObservation. */
type SnapshotProof = {
  readonly ok: boolean;
  readonly why: Words;
  readonly bytes: number | null;
  readonly revision: number | null;
};

/** What was true before a run's first act, for the conditions after its last. */
type Before = {
  readonly revision: number | null;
  readonly keyCount: number | null;
  readonly memberIds: readonly HexId[];
  readonly raftTerm: number | null;
  /** Each master's last start block, to see whether its etcd started again since. */
  readonly startBlocks: Readonly<Record<Instance, string>>;
};

/** All that gates may know beside the cluster as it is now. */
export type GateContext = {
  readonly target: Instance;
  readonly cure: CureName;
  /** As of the run's start, or re-read where all three masters can be seen. */
  readonly verdict: Verdict;
  /** 'later': the run has a snapshot step before its first change. */
  readonly snapshot: SnapshotProof | 'later' | null;
  /** The revision before this run's first act, and the newest one now: a snapshot of this run lies between them. null in
   *  `before`: not read; in `after`: nobody but the target tells one now. */
  readonly snapshotBetween: { readonly before: number | null; readonly after: number | null };
  /** Masters that this act stops, its target among them where it does. */
  readonly stops: readonly Instance[];
  /** This run's own tasks, which are not in its own way. */
  readonly ownTasks?: readonly string[];
  readonly options?: VersionSwitch;
};

export type AfterContext = {
  readonly target: Instance;
  readonly cure: CureName;
  readonly before: Before;
  /** The ids that replace-member removed and added. */
  readonly replaced: { readonly old: HexId; readonly new: HexId } | null;
  /** A canary written through the victim and read from the others; null while it was not tried. */
  readonly canary: { readonly readBy: number; readonly of: number } | null;
  /** null where no SERVICE_URL is set. */
  readonly serviceAnswers: boolean | null;
  readonly memory: ClusterMemory | null;
};

/** A named condition: `title` says what holds, `why` why it does not, with numbers, or null. */
type Gate<Context> = {
  readonly name: string;
  readonly title: Words;
  readonly why: (seen: Observation, context: Context) => Words | null;
  /** Why nobody could ask, or null: then nothing is said to hold. */
  readonly unasked?: (seen: Observation, context: Context) => Words | null;
};
export type PreGate = Gate<GateContext>;
export type PostGate = Gate<AfterContext>;

/** Every gate asked; fails closed: a gate that was not met is a line with ok false and its numbers. */
export const checklist = <Context>(
  gates: readonly Gate<Context>[],
  seen: Observation,
  context: Context,
): readonly Check[] =>
  gates.map(({ name, title, why, unasked }) => {
    const nobody = unasked?.(seen, context) ?? null;
    if (nobody !== null) return { name, ok: true, words: nobody, unasked: true };
    const not = why(seen, context);
    return { name, ok: not === null, words: not ?? title };
  });
