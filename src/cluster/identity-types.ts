/** Is this the cluster that was seen before? A revision can be overtaken by an emptied one under writers; these cannot. */
type Hash = { readonly revision: number; readonly hash: number; readonly compactRevision: number };

/** What one master tells of where its data come from. */
export type IdentityObservation = {
  /** When its folder member/ was made (statx's birth), in whole seconds of the VM's clock. A restart, a defragmentation,
   *  a snapshot from the leader and a recreated VM keep it; null: its filesystem or its `stat` does not tell. */
  readonly born: number | null;
  /** How long ago that was, by the same clock: no other machine's clock is in it. */
  readonly ageSeconds: number | null;
  /** Create revision of kube-system's key; 'absent': looked for and not there; null: not read. */
  readonly systemKey: number | 'absent' | null;
  /** At the remembered revision; null: not asked, compacted since, or not answered: that says nothing. */
  readonly earlierHash: Hash | null;
};

/** A member as it was when it was last seen healthy: what a rotated log or a dead disk no longer tells. */
export type MemberKept = {
  readonly memberId: string;
  readonly born: number | null;
  readonly raftIndex: number;
  readonly dbBytes: number | null;
  /** Stamps of its starts, as its log wrote them; newest last. */
  readonly starts: readonly string[];
};

export type IdentityKept = {
  /** When all of this was last seen to be true, by the bot's clock. */
  readonly at: string;
  readonly raftTerm: number;
  readonly systemKey: number | null;
  readonly hash: Hash | null;
  /** When each certificate file of a master ends (ISO), as last read; absent: kept before they were. */
  readonly certificates?: Readonly<
    Record<string, readonly { readonly file: string; readonly until: string }[]>
  >;
  /** By instance. */
  readonly members: Readonly<Record<string, MemberKept>>;
};
