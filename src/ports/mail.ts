/** What is to be said: its blocks are drawn plainer where Slack refuses them. */
export type Letter = {
  readonly text: string;
  readonly blocks: readonly { readonly type: string }[];
};

/** Whoever typed or clicked. `channel`: '' for what is of none. `respond`: Slack's own way back to them, which may be used up,
 *  refuse, or never answer; null where there is none. */
export type Addressee = {
  readonly person: string;
  readonly channel: string;
  readonly respond: ((message: object) => Promise<unknown>) | null;
};

/** One message in a channel that fills in. */
export type Living = {
  /** Drawn when its turn comes, unless a newer one overtakes it. Nobody waits. */
  show(letter: Letter): void;
  /** Resolves when this stands there, or the addressee was told it another way. Never rejects. */
  end(letter: Letter): Promise<void>;
};

/** What is said beside the runs' own cards. Nothing of it is lost to one refused call. */
export type Mail = {
  /** To one person alone, each after the one before: by `respond`, else an ephemeral message, else a direct one. Resolves when
   *  they were told or nobody could tell them, which is logged. Never rejects. */
  privately(to: Addressee): (letter: Letter) => Promise<void>;
  /** In the channel; `ts`: the message that is drawn anew, or null for a new one. */
  living(to: Addressee, ts: string | null): Living;
};
