/** The right to bring one run's messages in the channel to what the record says: one process at a time, fenced by epoch. */
export type OutboxTurn = {
  readonly run: string;
  readonly epoch: number;
  /** Whoever tended it last did not end well: a message may stand in the channel that is not written down. */
  readonly unsure: boolean;
};

/** A Slack message that stands for a part of a run, so that it is edited and not posted twice. */
export type Posted = {
  readonly run: string;
  readonly key: string;
  readonly channel: string;
  readonly ts: string;
  readonly digest: string;
};

/** Which message stands in the channel for which part of a run, and who brings them up to date. */
export type Outbox = {
  posted(run: string): Promise<readonly Posted[]>;
  /** False when another process tends the run by now: what was sent may have overtaken its edit, so that message is
   *  written down as unknown, for it to be drawn again. */
  savePosted(posted: Posted, turn: OutboxTurn): Promise<boolean>;
  /** null: there is no such run. */
  tend(run: string): Promise<OutboxTurn | 'by-another' | null>;
  /** Before each message: false when another process has taken over. */
  keepTending(turn: OutboxTurn): Promise<boolean>;
  /** All is in the channel up to this entry; others may tend it now. */
  shown(turn: OutboxTurn, seq: number): Promise<void>;
  /** Lets go without all of it shown. */
  stopTending(turn: OutboxTurn): Promise<void>;
  /** Runs of which the channel does not show all, finished ones too, that nobody tends now. What could not be shown for
   *  a week after its end is left as it is. */
  unshown(): Promise<readonly string[]>;
};
