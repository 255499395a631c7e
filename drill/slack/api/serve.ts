import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Faults } from '../faults.ts';
import type { Json } from '../json.ts';
import { listOf, objectOf, textOf } from '../json.ts';
import type { State } from '../state.ts';
import { readArguments } from '../wire/body.ts';
import { logWire } from '../wire/log.ts';
import { replyJson } from '../wire/reply.ts';
import type { Method, Methods, TokenKind } from './method.ts';
import { argsOf, Refusal } from './method.ts';

export type Tokens = { readonly bot: string; readonly app: string };

/** Bot scopes that the manifest asks for; null without a manifest, which allows everything. */
export const scopesOf = (manifest: Json | null): readonly string[] | null => {
  if (manifest === null) return null;
  const scopes = objectOf(objectOf(manifest.oauth_config).scopes);
  return listOf(scopes.bot).map(textOf);
};

const tokenIn = (request: IncomingMessage, body: Json): string =>
  /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? textOf(body.token);

const kindOf = (token: string, tokens: Tokens): TokenKind | null => {
  if (token === tokens.bot) return 'bot';
  return token === tokens.app ? 'app' : null;
};

/** Slack's error for this token and method, or nothing. */
const denial = (
  token: string,
  tokens: Tokens,
  method: Method,
  scopes: readonly string[] | null,
): Json | null => {
  if (token === '') return { error: 'not_authed' };
  const kind = kindOf(token, tokens);
  if (kind === null) return { error: 'invalid_auth' };
  if (method.token !== 'either' && method.token !== kind) return { error: 'not_allowed_token_type' };
  if (scopes === null || method.scopes.length === 0) return null;
  if (method.scopes.some(scope => scopes.includes(scope))) return null;
  return { error: 'missing_scope', needed: method.scopes.join(','), provided: scopes.join(',') };
};

export type Api = {
  readonly state: State;
  readonly methods: Methods;
  readonly tokens: Tokens;
  readonly faults: Faults;
  readonly origin: () => string;
};

const run = async (api: Api, name: string, token: string, body: Json): Promise<Json> => {
  const method = api.methods[name];
  if (!method) return { ok: false, error: 'unknown_method', req_method: name };
  const scopes = scopesOf(api.state.manifest);
  const denied = denial(token, api.tokens, method, scopes);
  if (denied) return { ok: false, ...denied };
  try {
    const call = { state: api.state, args: argsOf(body), scopes, origin: api.origin() };
    return { ok: true, ...(await method.run(call)) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { ok: false, error: error.code, ...error.more };
  }
};

/** Answers /api/<method> as Slack does: 200 also for errors, 429 and 503 where a fault says so. */
export const serveApi = async (
  api: Api,
  name: string,
  query: URLSearchParams,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const began = api.state.now();
  const body = await readArguments(request, query);
  const wait = api.faults.rateLimitFor(name);
  const answer =
    wait === null ? await run(api, name, tokenIn(request, body), body) : { ok: false, error: 'ratelimited' };
  const { token: _, ...sent } = body;
  logWire(api.state, {
    at: began,
    way: 'from app',
    what: name,
    sent,
    answer,
    ms: api.state.now() - began,
  });
  if (wait === null) replyJson(response, 200, answer);
  else replyJson(response, 429, answer, { 'retry-after': String(wait) });
};
