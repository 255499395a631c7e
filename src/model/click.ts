import type { Person } from './person.ts';

/** Where a person answers from. */
export type Surface = 'button' | 'modal' | 'slash' | 'cli';

export type Answer = 'approve' | 'abort' | 'skip' | 'happened' | 'again';

/** What a person is asked. 'approve': run this command. 'approve-or-skip': the step may no longer be needed.
 *  'settle': nobody can tell whether an act happened; a person says so (happened, again, abort).
 *  'stuck': a guard refuses or the step failed; a person looks, then again, skip (where the step may be skipped) or abort. */
export type AskKind = 'approve' | 'approve-or-skip' | 'settle' | 'stuck';

/** A person's answer to an open ask. It routes and never authorises: everything is read again from the journal. */
export type Click = {
  readonly run: string;
  readonly step: string;
  readonly attempt: number;
  /** The first 16 characters of the ask's digest: what the person was looking at. */
  readonly nonce: string;
  readonly answer: Answer;
  readonly by: Person;
  readonly via: Surface;
  /** The channel that it was made in. */
  readonly from?: string;
  /** Why, in their own words: without it nobody skips a step or breaks the glass. */
  readonly reason?: string;
  /** An approval that shall be enough alone, in this ask and every later one of the run. */
  readonly breaksGlass?: boolean;
};
