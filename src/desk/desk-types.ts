import type { Declined } from '../approvals/decision.ts';
import type { Observation } from '../cluster/observation.ts';
import type { Saved } from '../cluster/prevention.ts';
import type { CureName, Verdict, VerdictName } from '../cluster/verdict-types.ts';
import type { Answer, Click, Surface } from '../model/click.ts';
import type { Instance } from '../model/instance.ts';
import type { Person } from '../model/person.ts';
import type { PlannedStep } from '../runs/events.ts';
import type { Run } from '../runs/run.ts';
import type { Words } from '../words.ts';

/** Why somebody aborted a run or took it over, in their own words. */
export type Reason = {
  readonly run: string;
  readonly of: 'abort' | 'takeover';
  readonly by: Person;
  readonly reason: string;
};

/** Why something is not done: a sentence with numbers and the next move. `run`: the run that is in the way. */
export type Refusal = Declined & { readonly run?: string };

/** One cluster read and judged. `complete` is false while slow sources are still being waited for. */
export type Observed = {
  readonly ok: true;
  readonly seen: Observation;
  readonly verdict: Verdict;
  readonly complete: boolean;
  /** When this bot last saved what the cluster holds; absent while it is not looked up. */
  readonly saved?: Saved;
  /** The live run of this cluster, if there is one. */
  readonly run: Run | null;
};

/** What one question to the Director shows of a cluster's masters. */
export type Glance = {
  readonly ok: true;
  /** Every master has a VM, and as far as it was asked they answer and all their processes run. */
  readonly well: boolean;
  /** Some agent gave no answer; null: none was asked. */
  readonly silent: boolean | null;
  /** All of it in a word, to be compared with the next. */
  readonly print: string;
};

export type RecoverRequest = {
  /** As typed; null when left out. */
  readonly cluster: string | null;
  /** A cure's name, `gentle` or `original`; null takes the proposed one. */
  readonly cure: string | null;
  readonly by: Person;
  readonly channel: string;
};

export type SnapshotRequest = Omit<RecoverRequest, 'cure'>;

/** `words` is for the person who clicked alone; `counted` of `people` have approved now. */
export type Taken = {
  readonly ok: true;
  readonly words: Words;
  readonly counted: number;
  readonly people: number;
  /** The run's: who may answer is decided by it. */
  readonly cluster: string;
};

/** A recording as a case for `npm run -s verdict -- --check FILE`, and what the file may be called. */
export type RecordedFile = { readonly name: string; readonly text: string; readonly verdict: VerdictName };
export type TypedAnswer = {
  /** null: the only run that asks something now. */
  readonly run: string | null;
  readonly answer: Exclude<Answer, 'abort'>;
  readonly via?: Surface;
  /** null: show me what I would answer. */
  readonly code: string | null;
  readonly by: Person;
  /** Typed behind the code: a skip and a broken glass need one. */
  readonly reason?: string;
  readonly breaksGlass?: boolean;
};

/** What one person is shown who has no button: the run as it asks now, and the code that answers just that. */
export type AskShown = {
  readonly ok: true;
  readonly shown: Run;
  readonly answer: TypedAnswer['answer'];
  readonly code: string;
  /** They typed another code. */
  readonly wrong: boolean;
  /** To break the glass: first asked, then, with the reason that they gave, asked once more. */
  readonly glass?: { readonly reason: string | null };
};

/** One line of doctor's. `version` null: `words` say what to do; `needed` false: nothing has to be done about it. */
export type ToolObservation = {
  readonly tool: string;
  readonly version: string | null;
  readonly words: Words;
  readonly needed?: false;
};

/** What a handler, a modal or the command line may ask of the bot. All of it is safe to call twice. */
export type Desk = {
  /** Names of the clusters that the Director knows, as the operator calls them. */
  clusters(): Promise<{ ok: true; names: readonly string[] } | Refusal>;
  /** Reads and judges; `onPartial` gets what is known so far, at most once a second. */
  look(cluster: string | null, onPartial?: (looked: Observed) => void): Promise<Observed | Refusal>;
  /** One cheap look at a cluster, for the watch: from the Director's list, or its processes too, which is one task. */
  glance(cluster: string, processes: boolean): Promise<Glance | Refusal>;
  /** Reads as a recovery does, and makes a file of it: an incident as a test. */
  record(cluster: string | null): Promise<({ ok: true } & RecordedFile) | Refusal>;
  /** What a cure would do here, step by step; nothing runs. */
  plan(
    looked: Observed,
    cure: CureName,
  ): { ok: true; target: Instance; plan: readonly PlannedStep[] } | Refusal;
  recover(request: RecoverRequest): Promise<{ ok: true; run: string } | Refusal>;
  /** Saves what each master holds whose etcd answers, whatever is wrong with the cluster. */
  snapshot(request: SnapshotRequest): Promise<{ ok: true; run: string } | Refusal>;
  /** A restore by a person: the smaller revision counts from now on. */
  restored(
    cluster: string | null,
    by: Person,
    channel: string,
  ): Promise<{ readonly ok: true; readonly words: Words } | Refusal>;
  /** That a journal which is gone, older or another one is to be gone on with. */
  acceptJournal(
    by: Person,
    channel: string,
    via: Surface,
  ): Promise<{ readonly ok: true; readonly words: Words } | Refusal>;
  answer(click: Click): Promise<Taken | Refusal>;
  /** Abort outside a button: `/pks abort [run]`. */
  /** `from`: the channel that it was asked in. */
  abort(run: string, by: Person, via: Surface, from?: string): Promise<Taken | Refusal>;
  /** `by` is the owner of the run from now on. */
  takeOver(run: string, by: Person, via: Surface): Promise<Taken | Refusal>;
  /** Why they aborted it or took it over, told after it was done. */
  reason(given: Reason): Promise<{ readonly ok: true; readonly words: Words } | Refusal>;
  /** When each cluster was last read and believed, in milliseconds since the epoch; the newest first. */
  lastLooks(): Promise<readonly { readonly cluster: string; readonly at: number }[]>;
  /** An answer without a button, or what would be answered. */
  typed(typed: TypedAnswer): Promise<Taken | Refusal | AskShown>;
  run(id: string): Promise<Run | null>;
  /** Newest first. */
  runs(limit: number): Promise<readonly Run[]>;
  /** Writes down that somebody was refused before it came to the desk: not served here, a button of an older version. */
  refused(
    what: { readonly answer: string; readonly by: Person; readonly channel: string },
    words: Words,
  ): Promise<void>;
  /** Versions of the tools on the jump host, and what is wrong with the bot's own surroundings. */
  doctor(): Promise<readonly ToolObservation[]>;
};
