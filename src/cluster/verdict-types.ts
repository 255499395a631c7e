import type { Instance } from '../model/instance.ts';
import type { Words } from '../words.ts';

/** The names of `npm run verdict` and docs/observations.md. */
export const verdictNames = [
  'healthy',
  'process-down',
  'raft-log-lost',
  'disk-lost',
  'disk-lost-bootstrap',
  'corrupt',
  'half-added',
  'removed-id',
  'rogue',
  'no-space',
  'lagging',
  'quorum-lost',
  'quorum-stopped',
  're-bootstrapped-empty',
  'pair-disagrees',
  'not-enough-seen',
] as const;
export type VerdictName = (typeof verdictNames)[number];

/** The cures, each a runbook. `gentle` is the drill's and the command's other name for move-leader,
 *  `original` for disk-loss-original. */
export const cureNames = [
  'restart-process',
  'move-leader',
  'replace-member',
  'remove-half-added',
  'disk-loss-original',
  'recreate',
  'start-quorum',
  'free-space',
] as const;
export type CureName = (typeof cureNames)[number];

/** Runbooks that cure nothing: never proposed, and open to anybody under every verdict. Exported for its tests. */
export const curelessNames = ['snapshot-survivors'] as const;
type CurelessName = (typeof curelessNames)[number];
export type RunbookName = CureName | CurelessName;
export const isCureless = (name: RunbookName): name is CurelessName =>
  curelessNames.some(cureless => cureless === name);

/** One move of a person: what it is for, one block that is pasted whole, and what is to be seen before the next one. */
export type HumanMove = { readonly words: Words; readonly command: string; readonly see: Words };
/** What a person does, in order; `caution` is said before all of it. */
export type ByHand = { readonly caution: Words; readonly moves: readonly HumanMove[] };

export type Verdict = {
  readonly name: VerdictName;
  /** The instances that are wrong; empty for healthy and for whole-cluster verdicts. */
  readonly target: readonly Instance[];
  /** One sentence with its evidence in numbers. */
  readonly sentence: Words;
  readonly evidence: readonly Words[];
  readonly confidence: 'certain' | 'likely' | 'unsure';
  readonly proposed: CureName | null;
  readonly allowed: readonly CureName[];
  /** Why no cure runs, with numbers and the next human move; null when something is allowed or nothing is wrong. */
  readonly refused: Words | null;
  /** The moves that `refused` ends in, where a person must act; absent: it has none, or was read from a journal. */
  readonly byHand?: ByHand | undefined;
  /** Reasons for the cures that are not allowed, for the person who asks for one. */
  readonly disallowed: Readonly<Partial<Record<CureName, Words>>>;
  readonly healthy: readonly Instance[];
  readonly warnings: readonly Words[];
};
