/** A person's decision that a number which otherwise only grows is smaller from now on. Never changed, never removed. */
export type Lowered = {
  readonly at: number;
  readonly was: number;
  readonly to: number;
  readonly who: unknown;
};

/** What a cluster or the bot remembers between runs. */
export type Memory = {
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
};
