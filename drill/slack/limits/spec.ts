/** How a part of a payload may look. Blocks are described by these values; one walker checks them all. */
export type Spec =
  | { readonly is: 'string'; readonly max: number; readonly min: number }
  | { readonly is: 'choice'; readonly of: readonly string[] }
  | { readonly is: 'flag' }
  | { readonly is: 'number'; readonly min: number; readonly max: number }
  | { readonly is: 'list'; readonly of: Spec; readonly max: number; readonly min: number }
  | { readonly is: 'text'; readonly kinds: readonly ('plain_text' | 'mrkdwn')[]; readonly max: number }
  | { readonly is: 'object'; readonly shape: Shape }
  /** An object that says by its own `type` which shape it has. */
  | { readonly is: 'typed'; readonly types: readonly string[] }
  | { readonly is: 'anything' };

/** Properties of an object; a name that ends with `?` may be left out. Nothing else is allowed. */
export type Shape = {
  readonly has: Readonly<Record<string, Spec>>;
  /** At least one of these must be there. */
  readonly anyOf?: readonly string[];
};

export const string = (max = Number.POSITIVE_INFINITY, min = 1): Spec => ({ is: 'string', max, min });
export const choice = (...of: string[]): Spec => ({ is: 'choice', of });
export const flag: Spec = { is: 'flag' };
export const anything: Spec = { is: 'anything' };
export const number = (min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY): Spec => ({
  is: 'number',
  min,
  max,
});
export const list = (of: Spec, max = Number.POSITIVE_INFINITY, min = 1): Spec => ({
  is: 'list',
  of,
  max,
  min,
});
export const plain = (max: number): Spec => ({ is: 'text', kinds: ['plain_text'], max });
export const mrkdwn = (max: number): Spec => ({ is: 'text', kinds: ['mrkdwn'], max });
export const anyText = (max: number): Spec => ({ is: 'text', kinds: ['plain_text', 'mrkdwn'], max });
export const object = (has: Readonly<Record<string, Spec>>): Spec => ({ is: 'object', shape: { has } });
export const typed = (...types: string[]): Spec => ({ is: 'typed', types });
