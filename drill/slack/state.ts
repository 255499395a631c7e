import type { Json } from './json.ts';
import type { Person } from './people/cast.ts';
import { approverIds, breakGlassIds, cast, homeTeam, ids } from './people/cast.ts';

export type UserGroup = { readonly id: string; readonly handle: string; readonly users: readonly string[] };

export type Channel = {
  readonly id: string;
  readonly name: string;
  readonly members: readonly string[];
  readonly archived: boolean;
  /** Slack Connect: shared with another company. */
  readonly externallyShared: boolean;
  /** The one person the bot talks to here, when it is a direct message. */
  readonly directWith: string | null;
  readonly isPrivate: boolean;
  /** A direct message of several people. */
  readonly isGroup: boolean;
};

export type UploadedFile = {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly bytes: Uint8Array;
};

export type Message = {
  readonly ts: string;
  readonly channel: string;
  readonly user: string;
  readonly text: string;
  readonly blocks: readonly Json[];
  /** The blocks of its attachments: shown below its text, where it has no blocks of its own. */
  readonly attached: readonly Json[];
  readonly threadTs: string | null;
  /** Ephemeral: only this person sees it. */
  readonly onlyFor: string | null;
  readonly editedTs: string | null;
  readonly metadata: Json | null;
  readonly files: readonly UploadedFile[];
  readonly reactions: readonly string[];
  /** What it looked like before its edits, oldest first: a click may still be on its way from one of these. */
  readonly earlier: readonly (readonly Json[])[];
};

/** A modal or a Home tab, as the app sent it. */
export type View = {
  readonly id: string;
  readonly user: string;
  readonly hash: string;
  readonly rootId: string;
  readonly previousId: string | null;
  readonly content: Json;
};

/** One line of the inspector: what went over the wire, and how it was answered. */
export type Wire = {
  /** Counted from 1 since the workspace opened. */
  readonly nth: number;
  readonly at: number;
  readonly way: 'to app' | 'from app';
  readonly what: string;
  readonly sent: unknown;
  readonly answer: unknown;
  readonly ms: number;
};

export type Change =
  | { readonly kind: 'message'; readonly message: Message }
  | { readonly kind: 'deleted'; readonly message: Message }
  | { readonly kind: 'views'; readonly user: string }
  | { readonly kind: 'workspace' }
  | { readonly kind: 'wire'; readonly wire: Wire };

/** Everything the workspace knows. Records are replaced, never changed, so a listener may keep what it was given. */
export type State = {
  readonly team: { readonly id: string; readonly domain: string; readonly name: string };
  readonly app: {
    readonly id: string;
    readonly botUser: string;
    readonly botId: string;
    readonly name: string;
  };
  readonly manifest: Json | null;
  readonly people: Map<string, Person>;
  readonly groups: Map<string, UserGroup>;
  readonly channels: Map<string, Channel>;
  /** By ts, which is unique in the whole workspace, oldest first. */
  readonly messages: Map<string, Message>;
  readonly views: Map<string, View>;
  /** Open modals of each person, the visible one last. */
  readonly modals: Map<string, readonly string[]>;
  readonly homes: Map<string, View>;
  readonly pins: Set<string>;
  readonly bookmarks: Json[];
  readonly wires: Wire[];
  banner: string;
  now(): number;
  /** Slack's message timestamp: seconds with six digits, never the same twice. */
  nextTs(): string;
  nextId(prefix: string): string;
  onChange(listener: (change: Change) => void): () => void;
  changed(change: Change): void;
};

const channels = (): Map<string, Channel> =>
  new Map([
    [
      ids.channel,
      {
        id: ids.channel,
        name: 'incident-42',
        members: cast.filter(person => person.team === homeTeam).map(person => person.id),
        archived: false,
        externallyShared: false,
        directWith: null,
        isPrivate: false,
        isGroup: false,
      },
    ],
  ]);

const clockOfTs = (now: () => number): (() => string) => {
  let last = 0;
  return () => {
    last = Math.max(last + 1, now() * 1000);
    const micros = String(last);
    return `${micros.slice(0, -6)}.${micros.slice(-6)}`;
  };
};

/** A workspace with its cast, one channel and nothing said in it yet. */
export const newState = (now: () => number, manifest: Json | null): State => {
  const listeners = new Set<(change: Change) => void>();
  let lastId = 0;
  return {
    team: { id: homeTeam, domain: 'rescue-drill', name: 'Rescue drill' },
    app: { id: 'A0PKSRESCUE', botUser: ids.bot, botId: 'B0PKSBOT', name: 'pks-rescue' },
    manifest,
    people: new Map(cast.map(person => [person.id, person])),
    groups: new Map([
      [ids.approvers, { id: ids.approvers, handle: 'pks-approvers', users: approverIds }],
      [ids.breakGlass, { id: ids.breakGlass, handle: 'pks-break-glass', users: breakGlassIds }],
    ]),
    channels: channels(),
    messages: new Map(),
    views: new Map(),
    modals: new Map(),
    homes: new Map(),
    pins: new Set(),
    bookmarks: [],
    wires: [],
    banner: '',
    now,
    nextTs: clockOfTs(now),
    nextId: prefix => `${prefix}${(++lastId).toString(36).toUpperCase().padStart(8, '0')}`,
    onChange: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    changed: change => {
      for (const listener of listeners) listener(change);
    },
  };
};
