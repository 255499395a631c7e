import type { Observation } from '../cluster/observation.ts';
import type { RunbookName } from '../cluster/verdict-types.ts';
import type { SnapshotSettings } from '../commands/keep-snapshot.ts';
import type { PreGate } from '../gates/gate.ts';
import type { BoshTable } from '../model/bosh-table.ts';
import type { Check } from '../model/check.ts';
import type { Command, Ran } from '../model/command.ts';
import type { HexId, Instance } from '../model/instance.ts';
import type { StepKind } from '../model/step-kind.ts';
import type { Problem } from '../readings/bosh-cck.ts';
import type { VmObservation } from '../readings/govc-vm.ts';
import type { Reading } from '../readings/reading.ts';
import type { ServiceObservation } from '../readings/service.ts';
import type { Words } from '../words.ts';

/** One VM as vCenter tells it, and where it is. */
export type VmHere = VmObservation & {
  readonly cid: string;
  readonly moref: string;
  readonly datacenter: string;
};

/** Readings beyond the cluster itself, which only some steps need. */
export type Need =
  | 'director'
  | 'resurrection'
  | 'hash'
  | 'second-look'
  | 'vms'
  | 'problems'
  | 'service'
  | 'canary'
  /** Nothing of the cluster or the Director: only what is named beside it. */
  | 'alone'
  /** One VM of those that 'vms' reads. */
  | `vm ${Instance}`;

/** All that a step may know: the cluster as it is now, and what this run's earlier steps established. */
export type StepContext = {
  readonly run: string;
  readonly deployment: string;
  readonly target: Instance;
  readonly seen: Observation;
  readonly vms: Readonly<Record<Instance, Reading<VmHere>>>;
  /** null: not asked for. */
  readonly problems: Reading<readonly Problem[]> | null;
  /** The load balancer; null when it was not asked or SERVICE_URL is not set. */
  readonly service: Reading<ServiceObservation> | null;
  /** What each member that answers reads as this run's canary ('' for none); null: not asked for. */
  readonly canary: Readonly<Record<Instance, string>> | null;
  readonly cure: RunbookName;
  /** What was true before the run's first act. */
  readonly before: {
    readonly revision: number | null;
    readonly keyCount: number | null;
    readonly memberIds: readonly HexId[];
  };
  /** What was settled by each step of this run so far. */
  readonly facts: Readonly<Record<string, StepFacts>>;
  /** For how many seconds the world has been watched since the step's command ended; null before it ran. */
  readonly secondsSinceEnd: number | null;
  readonly settings: Settings;
};

/** What an installation sets, of what runbooks need. */
export type Settings = {
  readonly bbrScript: readonly [string, ...string[]];
  /** bbr is ended after so long without a byte of output. */
  readonly bbrSilenceSeconds: number;
  readonly serviceUrl: string | null;
  readonly datacenter: string | null;
  readonly holdSeconds: number;
  /** etcd 3.3 is only diagnosed unless an installation says that its cures may run. */
  readonly cures33: boolean;
  /** How long a step watches for the victim to join before it goes on without. */
  readonly joinSeconds: number;
  /** The longest wait for the world to show what a command did. */
  readonly settleSeconds: number;
  readonly snapshots: SnapshotSettings;
};

export type Proof =
  | { readonly state: 'holds'; readonly words: Words; readonly facts?: StepFacts }
  | { readonly state: 'not-yet'; readonly words: Words }
  | { readonly state: 'broken'; readonly words: Words };

/** What a step established or left, for the steps after it. */
export type StepFacts = Readonly<Record<string, string>>;

/** Of a step that is asked once together with those beside it (ARCHITECTURE.md, "A window"). */
type InWindow = {
  /** The same in each of its steps, which follow one another. Stored. */
  readonly name: string;
  /** What is expected to be read once this act is over, made of what was read before it. Pure: the next act is compared with it,
   *  and its command is made of it before anybody is asked. */
  readonly leaves: (before: StepContext) => StepContext;
  /** What a stop right after it leaves, for the card. `undo` makes that safe, if anything has to: it is approved with the window. */
  readonly stop: Words;
};

type AnyStep = {
  readonly id: string;
  /** Raised with every change of what it does; its sentences may change without. A bot goes on by itself with a run only
   *  where id and version are those that were planned (test/runbooks/conduct.test.ts holds it to what it does). */
  readonly version: number;
  readonly kind: StepKind;
  readonly title: Words;
  readonly risk: Words;
  readonly before: Words;
  readonly after: Words;
  /** Read right before the act, beside the instances, each master's own probe and the Director's tasks and locks. */
  readonly needs?: readonly Need[];
  /** Read again for the proof. 'output': what the command printed is all the proof there is, nothing is read. */
  readonly proofNeeds?: readonly Need[] | 'output';
  /** People asked at least, though it changes nothing: what it takes along is worth asking for. */
  readonly asks?: number;
  /** Why it asks as many people as a step that takes quorum; null: it does not. */
  readonly asksTwo?: (context: StepContext) => Words | null;
  /** Approved together with another step of the run, so nobody is asked again; says which. */
  readonly coveredBy?: string;
  readonly window?: InWindow;
  /** A person may go on without it once it has failed. */
  readonly skippable?: boolean;
  /** Members that do not serve while this step has its effect. */
  readonly takesDown?: (context: StepContext) => readonly Instance[];
  /** Read again right before the act; each answers with numbers. */
  readonly guards: (context: StepContext) => readonly Check[];
  /** Why it is not needed now; then it is not asked for. */
  readonly skip?: (context: StepContext) => Words | null;
  /** Why a person may prefer to leave it out; then they are offered to. */
  readonly offerSkip?: (context: StepContext) => Words | null;
  /** What the plan shows where the command cannot be known yet. */
  readonly placeholder?: Words;
  /** An expected failure, recognised by its words. */
  readonly expects?: (ran: Ran) => Words | null;
  /** Is what the step wanted true in the world? */
  readonly proof: (context: StepContext, ran: Ran | null) => Proof;
  /** Shown once it is done, from what its proof read or else from what was read before the act: nothing is read for it. */
  readonly table?: (context: StepContext, before: BoshTable | null) => BoshTable | null;
  /** What the act may leave behind even if its end is never seen, written down before it begins, and the steps that put that
   *  back: an abort offers them. */
  readonly undo?: {
    readonly trace: (context: StepContext) => StepFacts | null;
    readonly steps: (left: StepFacts) => readonly Step[];
  };
  /** The step of the run that it puts back. */
  readonly undoes?: string;
  /** What its success means for the whole run, which ends "failed" without. */
  readonly proves?: 'healed' | { readonly saved: Instance };
};

/** Runs one command, whose proof need be seen once; null where what it needs can't be read now. */
type ActStep = AnyStep & {
  readonly act: (context: StepContext) => Command | null;
  readonly holdSeconds?: undefined;
};
/** Only reads: all of its proof must hold this long without a break. */
type HoldStep = AnyStep & { readonly holdSeconds: (settings: Settings) => number; readonly act?: undefined };
export type Step = ActStep | HoldStep;

/** Who led and who followed among the healthy when the plan was made. */
export type Cast = {
  readonly leader: Instance | null;
  readonly follower: Instance | null;
  /** Whose etcd answered, healthy or not; absent in runs of cures. */
  readonly answering?: readonly Instance[];
  readonly silent?: readonly Instance[];
  /** Who is stopped with whole data, the most advanced first, and who is not to be started. */
  readonly start?: readonly Instance[];
  readonly leftOut?: Instance | null;
  /** Whose db is made smaller, the leader last, and who is down meanwhile. */
  readonly defrag?: readonly Instance[];
  readonly away?: Instance | null;
};

export type Runbook = {
  readonly cure: RunbookName;
  readonly title: Words;
  /** What it costs, for the person who chooses. */
  readonly cost: Words;
  /** What has to hold before it is opened and before its acts, where it is not what holds for one of three. */
  readonly gates?: readonly PreGate[];
  /** From the cast alone, so that a restarted bot builds the same steps. */
  readonly steps: (cast: Cast) => readonly Step[];
};
