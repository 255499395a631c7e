import type { Words } from '../words.ts';
import type { Leases } from './leases.ts';
import type { Ledger } from './ledger.ts';
import type { Memory } from './memory.ts';
import type { Outbox } from './outbox.ts';
import type { RunLog } from './run-log.ts';

/** 'refused': login or rights. 'busy': another process keeps the store locked. 'unreadable': an entry that this version
 *  cannot parse. 'altered': one that is not what was written. 'newer': a newer bot has migrated the store. */
export type TroubleKind =
  | 'full'
  | 'read-only'
  | 'away'
  | 'busy'
  | 'refused'
  | 'corrupt'
  | 'newer'
  | 'unreadable'
  | 'altered'
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

/** One store that does all four jobs. Every method rejects with JournalTrouble while the store is full, read-only or
 *  away, and works again once it is back. */
export type Journal<Event> = RunLog<Event> &
  Leases &
  Outbox &
  Ledger &
  Memory & {
    /** Milliseconds by the clock that leases and deadlines use. */
    now(): Promise<number>;
    /** A consistent copy of the store while it is in use (SQLite only; Postgres answers with the sentence to use pg_dump). */
    backup(path: string): Promise<void>;
    close(): Promise<void>;
  };
