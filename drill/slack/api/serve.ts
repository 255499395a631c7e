import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Failure } from '../faults/failures.ts';
import type { Faults } from '../faults/faults.ts';
import type { Json } from '../json.ts';
import { listOf, objectOf, textOf } from '../json.ts';
import type { State } from '../state.ts';
import { readArguments } from '../wire/body.ts';
import { logWire } from '../wire/log.ts';
import { reply, replyJson } from '../wire/reply.ts';
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
  { tokens, faults }: Pick<Api, 'tokens' | 'faults'>,
  method: Method,
  scopes: readonly string[] | null,
): Json | null => {
  if (token === '') return { error: 'not_authed' };
  const kind = kindOf(token, tokens);
  if (kind === null) return { error: 'invalid_auth' };
  if (faults.isRevoked(kind)) return { error: kind === 'bot' ? 'token_revoked' : 'invalid_auth' };
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
  /** Slack's own limits: seconds to wait, or null. */
  readonly rates: (method: string, args: Json) => number | null;
};

const run = async (api: Api, name: string, token: string, body: Json): Promise<Json> => {
  const method = api.methods[name];
  if (!method) return { ok: false, error: 'unknown_method', req_method: name };
  const scopes = scopesOf(api.state.manifest);
  const denied = denial(token, api, method, scopes);
  if (denied) return { ok: false, ...denied };
  try {
    const call = {
      state: api.state,
      args: argsOf(body),
      scopes,
      origin: api.origin(),
      refused: api.faults.refusedBlocks(),
    };
    return { ok: true, ...(await method.run(call)) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { ok: false, error: error.code, ...error.more };
  }
};

/** What Slack's limits or a planned failure make of this call; null where nothing is in its way. */
const inTheWay = ({ faults, rates }: Api, name: string, body: Json): Failure | null => {
  const planned = faults.failureFor(name, body);
  if (planned || !faults.ratesLimited()) return planned;
  const wait = rates(name, body);
  return wait === null ? null : { retryAfter: wait };
};

const answerFailure = (response: ServerResponse, failure: Failure): Json => {
  if ('hangs' in failure) return { hangs: true };
  if ('status' in failure) {
    reply(response, failure.status, 'text/plain', 'upstream error');
    return { status: failure.status };
  }
  const limited = 'retryAfter' in failure;
  const answer = limited
    ? { ok: false, error: 'ratelimited' }
    : { ok: false, error: failure.error, ...failure.more };
  replyJson(
    response,
    limited ? 429 : 200,
    answer,
    limited ? { 'retry-after': String(failure.retryAfter) } : {},
  );
  return answer;
};

/** Answers /api/<method> as Slack does: 200 also for errors, 429 where there are too many, and what a fault says. */
export const serveApi = async (
  api: Api,
  name: string,
  query: URLSearchParams,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const began = api.state.now();
  const body = await readArguments(request, query);
  const failure = inTheWay(api, name, body);
  const answer = failure
    ? answerFailure(response, failure)
    : await run(api, name, tokenIn(request, body), body);
  const { token: _, ...sent } = body;
  logWire(api.state, {
    at: began,
    way: 'from app',
    what: name,
    sent,
    answer,
    ms: api.state.now() - began,
  });
  const scopes = scopesOf(api.state.manifest)?.join(',');
  if (!failure) replyJson(response, 200, answer, scopes ? { 'x-oauth-scopes': scopes } : {});
};
