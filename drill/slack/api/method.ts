import type { Json } from '../json.ts';
import { parsed, textOf } from '../json.ts';
import type { State } from '../state.ts';

/** A call that Slack answers with `ok: false`; `more` goes into the answer beside the error. */
export class Refusal extends Error {
  readonly code: string;
  readonly more: Json;
  constructor(code: string, more: Json = {}) {
    super(code);
    this.code = code;
    this.more = more;
  }
}

export const refuse = (code: string, more: Json = {}): never => {
  throw new Refusal(code, more);
};

/** A call's arguments, whichever body they came in: form fields hold JSON as text. */
export type Args = {
  text(name: string): string;
  /** Refuses the call where it is missing. */
  need(name: string): string;
  flag(name: string): boolean;
  number(name: string, otherwise: number): number;
  has(name: string): boolean;
  /** A structured argument; undefined where absent, or refused with `code` where it is not JSON. */
  json(name: string, code: string): unknown;
};

export const argsOf = (body: Json): Args => {
  const text = (name: string): string => {
    const value = body[name];
    return typeof value === 'number' || typeof value === 'boolean' ? String(value) : textOf(value);
  };
  return {
    text,
    need: name => text(name) || refuse('invalid_arguments', missing(name)),
    flag: name => ['true', '1'].includes(text(name)),
    number: (name, otherwise) => (text(name) === '' ? otherwise : Number(text(name))),
    has: name => body[name] !== undefined,
    json: (name, code) => {
      const value = body[name];
      if (typeof value !== 'string') return value;
      return value === '' ? undefined : (parsed(value) ?? refuse(code));
    },
  };
};

const missing = (name: string): Json => ({
  response_metadata: { messages: [`[ERROR] missing required field: ${name}`] },
});

/** How Slack reports what is wrong with blocks. */
export const faultsAnswer = (faults: readonly string[]): Json => ({
  errors: faults,
  response_metadata: { messages: faults.map(fault => `[ERROR] ${fault}`) },
});

export type TokenKind = 'bot' | 'app';
export type Call = {
  readonly state: State;
  readonly args: Args;
  readonly scopes: readonly string[] | null;
  readonly origin: string;
  /** Types of blocks that this workspace does not take. */
  readonly refused: readonly string[];
};
export type Method = {
  readonly token: TokenKind | 'either';
  /** Any one of these is enough; none means that no scope is needed. */
  readonly scopes: readonly string[];
  run(call: Call): Json | Promise<Json>;
};
export type Methods = Readonly<Record<string, Method>>;

/** A cursor is the offset in disguise, as opaque as Slack's. */
export const page = <Item>(
  items: readonly Item[],
  args: Args,
  most = 100,
): { readonly items: readonly Item[]; readonly next: string } => {
  const cursor = Buffer.from(args.text('cursor'), 'base64').toString();
  const start = Number(cursor.replace('next:', '')) || 0;
  const end = start + Math.min(args.number('limit', most) || most, 999);
  const next = end < items.length ? Buffer.from(`next:${end}`).toString('base64') : '';
  return { items: items.slice(start, end), next };
};
