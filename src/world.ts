import type { Command, Ran } from './commands/command.ts';
import type { Words } from './words.ts';

/** The host's clock, and a sleep that a test can skip. */
export type Clock = {
  /** Milliseconds since the epoch: what time it is, for people. Somebody may set it forward or back at any moment. */
  now(): number;
  /** Milliseconds since this process started, which nobody can set: how long something lasts is told by this alone. */
  elapsed(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
};

export type RunOptions = {
  /** Stdout and stderr as they arrive, redacted, cut only between whole characters. */
  readonly onOutput?: (text: string) => void;
  readonly signal?: AbortSignal;
  /** Run behind the jump host's fence under this name: detached, at most once, adoptable by another process. */
  readonly claim?: string;
};

/** What the jump host's fence knows of a claim. */
export type Claim =
  | { readonly state: 'never-started' }
  | { readonly state: 'running' }
  | { readonly state: 'ended'; readonly ran: Ran }
  /** Nobody can start it any more. */
  | { readonly state: 'burnt' }
  /** Started, no longer running, and no exit code was left: the host rebooted or it was killed. */
  | { readonly state: 'unknown'; readonly why: string };

/** Where bosh, govc, bbr and etcdctl are. The only place where a command runs. */
export type JumpHost = {
  /** As in JUMP_HOST: `local` or `ssh://user@host:port`. */
  readonly name: string;
  run(command: Command, options?: RunOptions): Promise<Ran>;
  /** Waits for a claimed command that another process may have started, streaming what it writes. */
  adopt(command: Command, claim: string, options?: RunOptions): Promise<Ran>;
  look(command: Command, claim: string): Promise<Claim>;
  /** Makes a later start under this claim impossible; answers what was found. */
  burn(command: Command, claim: string): Promise<Claim>;
  close(): Promise<void>;
};

/** One line of the record. Never changed, never removed; a run's lines are numbered from 1 without a gap. */
export type Entry<Event> = {
  readonly run: string;
  readonly seq: number;
  /** Milliseconds by the journal's clock (Postgres's own where replicas share one). */
  readonly at: number;
  readonly event: Event;
};

/** What the list of runs needs without folding every entry. */
export type RunRow = {
  readonly run: string;
  readonly cluster: string;
  readonly startedAt: number;
  /** null while the run lives. One live run a cluster, by a unique index. */
  readonly finishedAt: number | null;
  readonly seq: number;
  /** Someone has to look at it: just started, or a person's answer arrived, and it is not parked. */
  readonly awake: boolean;
};

/** The right to drive one run. Claiming raises the epoch, so an older holder's writes are refused. */
export type Lease = { readonly run: string; readonly epoch: number };

/** The right to bring one run's messages in the channel to what the record says: one process at a time, fenced by epoch. */
export type Tending = {
  readonly run: string;
  readonly epoch: number;
  /** Whoever tended it last did not end well: a message may stand in the channel that is not written down. */
  readonly unsure: boolean;
};

/** A claim, with since when nobody had driven the run though somebody should have; null where that is not known. */
export type Claimed = Lease & { readonly at: number; readonly nobodySince: number | null };

/** A person's decision that a number which otherwise only grows is smaller from now on. Never changed, never removed. */
export type Lowered = {
  readonly at: number;
  readonly was: number;
  readonly to: number;
  readonly who: unknown;
};

export type Write<Event> = {
  readonly run: string;
  readonly events: readonly Event[];
  /** The driver's writes carry its lease, which they renew; people's and timers' carry the seq that they decided on. */
  readonly as: { readonly lease: Lease } | { readonly expectSeq: number };
  /** With a lease: the last seq that the driver has read or written; 'moved' when somebody wrote after it. A 'park'
   *  without it stays awake when anybody wrote since the claim, so that no click is lost either way. */
  readonly seenSeq?: number;
  /** 'wake': a driver must look (a click). 'park': release the lease, a person is waited for. 'finish': the run ends. */
  readonly then?: 'wake' | 'park' | 'finish';
};
export type Written<Event> =
  | { readonly ok: true; readonly entries: readonly Entry<Event>[] }
  /** 'moved': somebody wrote first, read again and decide anew. 'fenced': another process drives it now. */
  | { readonly ok: false; readonly why: 'moved' | 'fenced' | 'finished' | 'no such run' };

/** A Slack message that stands for a part of a run, so that it is edited and not posted twice. */
export type Posted = {
  readonly run: string;
  readonly key: string;
  readonly channel: string;
  readonly ts: string;
  readonly digest: string;
};

/** 'refused': login or rights. 'busy': another process keeps the store locked. 'unreadable': an entry that this version
 *  cannot parse. 'newer': a newer bot has migrated the store. */
export type TroubleKind =
  | 'full'
  | 'read-only'
  | 'away'
  | 'busy'
  | 'refused'
  | 'corrupt'
  | 'newer'
  | 'unreadable'
  | 'broken';

/** What every method of the journal rejects with when the store cannot do its work. Nothing may start then. Whether a
 *  write that was under way was kept is open (the connection may have died after the commit): read before deciding anew. */
export class JournalTrouble extends Error {
  override readonly name = 'JournalTrouble';
  readonly trouble: TroubleKind;
  /** The file, or host, port and database; never a user or a password. */
  readonly place: string;
  /** What, where and the next move, as one sentence. */
  readonly words: Words;

  constructor(facts: { trouble: TroubleKind; place: string; words: Words }) {
    super(facts.words.en);
    this.trouble = facts.trouble;
    this.place = facts.place;
    this.words = facts.words;
  }
}

/** Every method rejects with JournalTrouble while the store is full, read-only or away, and works again once it is back. */
export type Journal<Event> = {
  /** 'live': this cluster already has a run that has not finished. */
  open(
    run: { run: string; cluster: string },
    first: Event,
  ): Promise<{ ok: true; entry: Entry<Event> } | { ok: false; live: RunRow }>;
  /** One transaction: append, move the row, renew or release the lease, fence by epoch. */
  write(write: Write<Event>): Promise<Written<Event>>;
  read(run: string, afterSeq?: number): Promise<readonly Entry<Event>[]>;
  row(run: string): Promise<RunRow | null>;
  /** Newest first. */
  rows(filter?: { cluster?: string; live?: boolean; limit?: number }): Promise<readonly RunRow[]>;
  /** null: someone else's lease is still valid, the run is parked or it has finished. */
  claim(run: string): Promise<Claimed | null>;
  renew(lease: Lease): Promise<boolean>;
  release(lease: Lease): Promise<void>;
  /** Live runs that are awake and that nobody holds a valid lease on. */
  claimable(): Promise<readonly RunRow[]>;
  /** Called soon after any write, also another replica's (best effort: poll `claimable` as well). Returns unsubscribe. */
  onWritten(listener: (run: string) => void): () => void;
  posted(run: string): Promise<readonly Posted[]>;
  /** False when another process tends the run by now: what was sent may have overtaken its edit, so that message is
   *  written down as unknown, for it to be drawn again. */
  savePosted(posted: Posted, tending: Tending): Promise<boolean>;
  /** null: there is no such run. */
  tend(run: string): Promise<Tending | 'by-another' | null>;
  /** Before each message: false when another process has taken over. */
  keepTending(tending: Tending): Promise<boolean>;
  /** All is in the channel up to this entry; others may tend it now. */
  shown(tending: Tending, seq: number): Promise<void>;
  /** Lets go without all of it shown. */
  stopTending(tending: Tending): Promise<void>;
  /** Runs of which the channel does not show all, finished ones too, that nobody tends now. What could not be shown for
   *  a week after its end is left as it is. */
  unshown(): Promise<readonly string[]>;
  /** Small facts a cluster or the bot remembers (highest revision, last verdict), as JSON. */
  recall(key: string): Promise<unknown>;
  remember(key: string, value: unknown): Promise<void>;
  /** Of several that change the same fact one wins: false where it is no longer `from` (undefined: not there). */
  swap(key: string, from: unknown, to: unknown): Promise<boolean>;
  /** What is remembered under keys that begin so, by the rest of the key. */
  recallAll(prefix: string): Promise<ReadonlyMap<string, unknown>>;
  forget(key: string): Promise<void>;
  /** All of it or nothing; of `highest`, numbers that only ever grow, the larger is kept. */
  rememberTogether(what: {
    readonly highest?: Readonly<Record<string, number>>;
    readonly facts?: Readonly<Record<string, unknown>>;
  }): Promise<void>;
  /** The one way to make such a number smaller: writes down who did, together with facts that change with it. Not where
   *  the number is not known or is smaller already. */
  lower(what: {
    readonly key: string;
    readonly to: number;
    readonly who: unknown;
    readonly facts: Readonly<Record<string, unknown>>;
  }): Promise<{ readonly ok: boolean; readonly was: number | null }>;
  /** Each time that it was made smaller, oldest first. */
  lowered(key: string): Promise<readonly Lowered[]>;
  /** Milliseconds by the clock that leases and deadlines use. */
  now(): Promise<number>;
  /** A consistent copy of the store while it is in use (SQLite only; Postgres answers with the sentence to use pg_dump). */
  backup(path: string): Promise<void>;
  close(): Promise<void>;
};
