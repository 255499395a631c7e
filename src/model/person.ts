import type { Words } from '../words.ts';

/** A Slack person, keyed by team and user id; the name is only shown. */
export type Person = {
  readonly team: string;
  readonly id: string;
  readonly name: string;
  /** On Enterprise Grid. */
  readonly enterprise?: string | undefined;
};

/** Whom a message calls: a user group, or one person by id. */
export type Callee = { readonly group: string } | { readonly user: string };

/** By id alone: on Enterprise Grid one person may act from two teams, and must still count once. */
export const isSame = (a: Person, b: Person): boolean => a.id === b.id;

/** What Slack says of a person, asked at the moment it matters. */
export type Membership =
  | { readonly state: 'member' }
  | { readonly state: 'not-member'; readonly group: string }
  | { readonly state: 'bot' }
  | { readonly state: 'guest' }
  | { readonly state: 'foreign'; readonly team: string }
  | { readonly state: 'deactivated' }
  | { readonly state: 'unknown'; readonly why: Words };
