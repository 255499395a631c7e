import type { RunbookName, Verdict } from '../cluster/verdict-types.ts';
import type { Check } from '../model/check.ts';
import type { Answer, AskKind, Surface } from '../model/click.ts';
import type { Ran } from '../model/command.ts';
import type { Person } from '../model/person.ts';
import type { StepKind } from '../model/step-kind.ts';
import type { Witness } from '../model/witness.ts';
import type { Words } from '../words.ts';

/** A step as it was shown before anything ran. */
export type PlannedStep = {
  readonly id: string;
  readonly title: Words;
  readonly kind: StepKind;
  /** The command line as shown; for a hold, what is read. */
  readonly line: string;
  /** The same in both languages, where it is a sentence and no command line that runs. */
  readonly note?: Words;
  readonly risk: Words;
  readonly before: Words;
  readonly after: Words;
  /** How many people this step will ask, as far as can be told now. */
  readonly people: number;
  /** Of the declaration: a newer bot goes on only where it is the same. */
  readonly digest: string;
};

/** What has been said of a step already, so that it is said once. */
export type NoteAbout =
  | 'away'
  | 'followed'
  | 'unreachable'
  /** A cancellation was taken; 'not-cancelled' says why not. */
  | 'cancel'
  | 'not-cancelled'
  | 'more-tasks'
  /** Somebody else's. */
  | 'other-tasks';

export type StepOutcome = 'done' | 'failed-as-expected' | 'skipped' | 'failed' | 'cancelled';
/** saved: a run that only saves snapshots did. */
export type RunOutcome = 'healed' | 'saved' | 'aborted' | 'failed';

export type Baseline = {
  readonly revision: number | null;
  readonly hash: number | null;
  readonly keyCount: number | null;
  readonly memberIds: readonly string[];
};

export type RunEvent =
  | {
      readonly kind: 'started';
      readonly cluster: string;
      readonly deployment: string;
      readonly cure: RunbookName;
      /** '' where a run has none: it cures nothing. */
      readonly target: string;
      /** Who led and who followed among the healthy when the plan was made; the plan's steps name them. */
      readonly cast: {
        readonly leader: string | null;
        readonly follower: string | null;
        readonly answering?: readonly string[];
        readonly silent?: readonly string[];
      };
      readonly requestedBy: Person;
      readonly channel: string;
      readonly verdict: Verdict;
      readonly plan: readonly PlannedStep[];
      readonly baseline: Baseline;
      /** Resurrection as it was found, to be put back. */
      readonly resurrection: 'on' | 'off' | 'unknown';
      readonly versions: Readonly<Record<string, string>>;
    }
  | {
      readonly kind: 'asked';
      readonly step: string;
      readonly attempt: number;
      readonly ask: AskKind;
      /** What may be answered, as the buttons show it. */
      readonly options: readonly Answer[];
      readonly line: string;
      /** Of the command and of the witness: what is approved is what runs. */
      readonly digest: string;
      readonly witness: Witness;
      readonly people: number;
      readonly why: Words;
      readonly guards: readonly Check[];
      /** The digest of the declaration behind the ask, where this bot has the step. */
      readonly declared?: string;
    }
  | {
      readonly kind: 'answered';
      readonly step: string;
      readonly attempt: number;
      readonly answer: Answer;
      readonly by: Person;
      readonly via: Surface;
    }
  | {
      readonly kind: 'voided';
      readonly step: string;
      readonly attempt: number;
      readonly differences: readonly Words[];
    }
  | {
      readonly kind: 'began';
      readonly step: string;
      readonly attempt: number;
      readonly line: string;
      readonly argv: readonly string[];
      readonly digest: string;
      readonly claim: string;
      /** The Director's newest task right before the act, where the act is a task; those after it are the act's. */
      readonly newestTask?: string;
      /** The digest of the declaration that it was begun under: only a bot that has the same may judge what came of it. */
      readonly declared?: string;
      /** As the command was declared, for whoever follows it to its end. */
      readonly deadlineSeconds?: number;
      readonly effect?: 'reads' | 'changes';
    }
  /** The fence says that it never started, and it can't start any more: back to where it was approved. */
  | { readonly kind: 'never-started'; readonly step: string; readonly attempt: number; readonly words: Words }
  | { readonly kind: 'task'; readonly step: string; readonly attempt: number; readonly task: string }
  | {
      readonly kind: 'ended';
      readonly step: string;
      readonly attempt: number;
      readonly end: Ran['end'];
      readonly exitCode: number | null;
      readonly why: string | null;
      readonly seconds: number;
      readonly lines: number;
      readonly sha256: string;
      /** The last 1,500 characters of what it printed. */
      readonly tail: string;
    }
  /** What was read back from the world, and what it means. */
  | {
      readonly kind: 'settled';
      readonly step: string;
      readonly attempt: number;
      readonly outcome: StepOutcome;
      readonly words: Words;
      readonly facts: Readonly<Record<string, string>>;
    }
  /** A sentence for the thread that belongs to no step's end: adopted after a restart, a stale click, a guard refusing. */
  | {
      readonly kind: 'noted';
      readonly step: string | null;
      readonly words: Words;
      readonly about?: NoteAbout;
    }
  /** The rest of the plan is replaced: after an abort or a failure, by what puts things back. */
  | { readonly kind: 'replanned'; readonly words: Words; readonly plan: readonly PlannedStep[] }
  | { readonly kind: 'abort-requested'; readonly by: Person; readonly via: Surface }
  | {
      readonly kind: 'finished';
      readonly outcome: RunOutcome;
      readonly words: Words;
      readonly facts: Readonly<Record<string, Words>>;
    };
