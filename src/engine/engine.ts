import type { Expiry } from '../approvals/expiry.ts';
import type { Approvers } from '../approvals/for-cluster.ts';
import type { Answerers } from '../approvals/who-can.ts';
import type { Surface } from '../model/click.ts';
import type { Callee, Membership, Person } from '../model/person.ts';
import type { Observer } from '../observe/observer.ts';
import type { Channel } from '../ports/channel.ts';
import type { Clock } from '../ports/clock.ts';
import type { Journal } from '../ports/journal.ts';
import type { JumpHost } from '../ports/jump-host.ts';
import type { Lease } from '../ports/leases.ts';
import type { Missed } from '../readings/reading.ts';
import type { Need, Runbook, Settings, StepContext } from '../runbooks/runbook.ts';
import type { RunEvent } from '../runs/events.ts';
import type { Run } from '../runs/run.ts';
import type { Words } from '../words.ts';

/** How many people a step asks at least; an installation may only raise them. */
export type PeopleRule = { readonly change: number; readonly belowQuorum: number };

/** All that driving a run needs of the world, handed in. */
export type Engine = {
  readonly journal: Journal<RunEvent>;
  readonly jumpHost: JumpHost;
  readonly clock: Clock;
  readonly channel: Channel;
  readonly observer: Observer;
  readonly runbooks: readonly Runbook[];
  readonly settings: Settings;
  readonly peopleRule: PeopleRule;
  /** Read at the click and again when approvals are spent; never from a cache older than a minute. */
  readonly membership: (
    person: Person,
    channel: string,
    cluster: string,
    via?: Surface,
  ) => Promise<Membership>;
  /** Whom an ask of a run of this cluster mentions: its group, or the approvers themselves. */
  readonly approversOf: (cluster: string) => Approvers;
  /** Who could approve there besides this person; looks no further than `wanted`. */
  readonly answerers: (cluster: string, but: Person, wanted: number) => Promise<Answerers>;
  /** What Slack says of somebody as one of BREAK_GLASS_GROUP, and whom a broken glass tells; absent: it is off. */
  readonly breakGlass?: {
    readonly membership: (person: Person, channel: string, via?: Surface) => Promise<Membership>;
    readonly tells: (cluster: string) => readonly Callee[];
  };
  /** When an ask is void, and when a run ends that nobody answers. */
  readonly expiry: Expiry;
  /** Whether a run that asks so many people may start in this channel; absent: in any. */
  readonly runPlace?: (
    channel: string,
    by: Person,
    people: number,
    cluster: string,
  ) => Promise<
    { readonly ok: true; readonly private: boolean } | { readonly ok: false; readonly words: Words }
  >;
  /** How often the world is looked at while something is waited for. */
  readonly lookEveryMs: number;
  /** One sentence in Slack beside the cards, for a run whose own card cannot be drawn. */
  readonly tell: (run: string, words: Words) => void;
  /** Why this bot drives nothing now, because of another bot on the store or of the journal itself; null or absent while it may. */
  readonly held?: () => Words | null;
  /** Everything is read, planned and said, and nothing is begun that changes anything (CHANGES=off). */
  readonly onlyReads?: boolean;
  /** Why this bot can't sign what a person answers; null or absent while it can. An abort needs no signature. */
  readonly takesNoClicks?: () => Words | null;
  /** The bot's own log, for what no card can carry. */
  readonly log: (line: string) => void;
};

/** One move of one run: what is known, and the right to write. */
export type Turn = {
  readonly engine: Engine;
  readonly lease: Lease;
  readonly run: Run;
  /** The newest entry that this process has read, or written right behind what it had read. */
  readonly seen: { seq: number };
  /** Aborted once another process drives the run: then nothing more is touched, and nothing is stopped either. */
  readonly lost: AbortSignal;
};

/** After a move: decide the next one, or leave the run until somebody writes. */
export type Onward = 'on' | 'parked';

/** What the world is right before an act, of this run. */
export const reading =
  ({ engine, run }: Turn) =>
  (needs: readonly Need[]): Promise<StepContext | Missed> =>
    engine.observer.context(run, needs, null);
