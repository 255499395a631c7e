import type { Json } from '../json.ts';

/** What the server sends to the page: plain data, types only, so both sides agree. */
export type ShownFile = {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly size: number;
  readonly preview: string;
};
export type ShownMessage = {
  readonly ts: string;
  readonly channel: string;
  readonly user: string;
  readonly text: string;
  readonly blocks: readonly Json[];
  readonly threadTs: string | null;
  readonly onlyForMe: boolean;
  readonly edited: boolean;
  readonly pinned: boolean;
  readonly files: readonly ShownFile[];
  readonly reactions: readonly string[];
};
export type ShownView = { readonly id: string; readonly content: Json };
export type ShownPerson = {
  readonly id: string;
  readonly name: string;
  readonly handle: string;
  readonly role: string;
  readonly locale: string;
  readonly isBot: boolean;
  readonly foreign: boolean;
  /** In at least one channel, so that there is something to see as them. */
  readonly present: boolean;
  readonly deactivated: boolean;
};
export type ShownChannel = {
  readonly id: string;
  readonly name: string;
  readonly archived: boolean;
  readonly members: number;
  readonly shared: boolean;
  readonly direct: boolean;
};
export type Frame = {
  readonly me: string;
  readonly team: string;
  readonly bot: string;
  readonly banner: string;
  readonly people: readonly ShownPerson[];
  readonly groups: readonly { readonly id: string; readonly handle: string }[];
  readonly channels: readonly ShownChannel[];
  readonly bookmarks: readonly { readonly title: string; readonly link: string }[];
  readonly commands: readonly { readonly line: string; readonly hint: string }[];
};
export type Views = { readonly modals: readonly ShownView[]; readonly home: ShownView | null };

/** One event of the live stream. */
export type Live =
  | {
      readonly kind: 'all';
      readonly frame: Frame;
      readonly views: Views;
      readonly messages: readonly ShownMessage[];
    }
  | { readonly kind: 'frame'; readonly frame: Frame }
  | { readonly kind: 'views'; readonly views: Views }
  | { readonly kind: 'message'; readonly message: ShownMessage }
  | { readonly kind: 'deleted'; readonly ts: string };

/** What a person does on the page. */
export type Act =
  | { readonly do: 'slash'; readonly channel: string; readonly line: string; readonly thread: boolean }
  | { readonly do: 'say'; readonly channel: string; readonly text: string; readonly threadTs: string | null }
  | {
      readonly do: 'click';
      readonly target: string;
      readonly actionId: string;
      readonly blockId: string;
      readonly value?: string;
      readonly put: Put;
    }
  | { readonly do: 'submit'; readonly view: string; readonly put: Put }
  | { readonly do: 'close'; readonly view: string }
  | { readonly do: 'home' };
export type Put = Readonly<Record<string, string | readonly string[]>>;

/** What came of it for that person. */
export type ActAnswer = {
  readonly outcome: string;
  readonly shown: string | null;
  readonly errors: Readonly<Record<string, string>>;
};
