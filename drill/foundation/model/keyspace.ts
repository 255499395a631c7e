/** One entry of a raft log. The same object is in every member's log that has it. */
export type Entry = { readonly term: number; readonly op: Op };
export type Op =
  | { readonly kind: 'empty' }
  | { readonly kind: 'put'; readonly key: string; readonly value: string }
  | { readonly kind: 'delete'; readonly key: string }
  | { readonly kind: 'add'; readonly id: string; readonly peerUrl: string }
  | { readonly kind: 'publish'; readonly id: string; readonly name: string; readonly clientUrl: string }
  | { readonly kind: 'remove'; readonly id: string }
  | { readonly kind: 'alarm'; readonly id: string }
  | { readonly kind: 'compact'; readonly revision: number }
  | { readonly kind: 'disarm' };

export type Listed = { readonly name: string; readonly peerUrl: string; readonly clientUrl: string };

/** What applying a log makes: keys, members, alarms, and the hash of the key space after each revision. */
export type KeySpace = {
  applied: number;
  /** Of the last applied entry: what etcd reports as raftTerm. */
  term: number;
  revision: number;
  /** Of every write that was ever applied; a defrag gives back what of it is free (Disk.freed). */
  bytes: number;
  /** What is no free page: every kept revision. */
  used: number;
  compacted: number;
  readonly keys: Map<
    string,
    { readonly value: string; readonly createRevision: number; readonly revision: number }
  >;
  readonly hashes: number[];
  readonly members: Map<string, Listed>;
  readonly removed: Set<string>;
  readonly alarms: Set<string>;
};

/** FNV-1a over 32 bits, from a seed: enough to tell two histories apart. */
const hash = (seed: number, text: string): number => {
  let sum = seed ^ 0x811c9dc5;
  for (let at = 0; at < text.length; at++) sum = Math.imul(sum ^ text.charCodeAt(at), 0x01000193);
  return sum >>> 0;
};

/** etcd counts revisions from 1, with nothing written. */
export const emptyKeySpace = (): KeySpace => ({
  applied: 0,
  term: 0,
  revision: 1,
  bytes: 20_480,
  used: 20_480,
  compacted: -1,
  keys: new Map(),
  hashes: [0, 1_084_519_789],
  members: new Map(),
  removed: new Set(),
  alarms: new Set(),
});

const write = (space: KeySpace, key: string, value: string | null): void => {
  const before = space.keys.get(key);
  if (value === null && !before) return;
  const previous = space.hashes[space.revision] ?? 0;
  const revision = ++space.revision;
  space.hashes[revision] = hash(previous, `${revision} ${key} ${value ?? 'gone'}`);
  const size = key.length + (value?.length ?? 0) + 64;
  space.bytes += size;
  space.used += size;
  if (value === null) space.keys.delete(key);
  else space.keys.set(key, { value, createRevision: before?.createRevision ?? revision, revision });
};

/** Older revisions of what is live, and all of what is gone, become free pages. */
const forget = (space: KeySpace, revision: number): void => {
  space.compacted = Math.max(space.compacted, revision);
  const live = [...space.keys].map(([key, { value }]) => key.length + value.length + 64);
  space.used = live.reduce((all, each) => all + each, 20_480);
};

const applyOp = (space: KeySpace, op: Op): void => {
  switch (op.kind) {
    case 'empty':
      return;
    case 'put':
      write(space, op.key, op.value);
      return;
    case 'delete':
      write(space, op.key, null);
      return;
    case 'add':
      space.members.set(op.id, { name: '', peerUrl: op.peerUrl, clientUrl: '' });
      return;
    case 'publish': {
      const listed = space.members.get(op.id);
      if (listed) space.members.set(op.id, { ...listed, name: op.name, clientUrl: op.clientUrl });
      return;
    }
    case 'remove':
      space.members.delete(op.id);
      space.removed.add(op.id);
      return;
    case 'alarm':
      space.alarms.add(op.id);
      return;
    case 'compact':
      forget(space, op.revision);
      return;
    case 'disarm':
      space.alarms.clear();
      return;
    default:
      op satisfies never;
  }
};

/** Applies a log's entries up to and with index `commit`. */
export const applyUpTo = (space: KeySpace, log: readonly Entry[], commit: number): void => {
  while (space.applied < Math.min(commit, log.length)) {
    const entry = log[space.applied];
    if (!entry) return;
    space.applied++;
    space.term = entry.term;
    applyOp(space, entry.op);
  }
};
