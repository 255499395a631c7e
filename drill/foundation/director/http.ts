import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Issued } from '../certificates.ts';
import type { HttpFault } from './faults.ts';
import type { DirectorState } from './state.ts';

export type Request = {
  readonly method: string;
  /** Without the query, decoded where a route captures from it. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly captured: readonly string[];
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  /** null for /info without credentials. */
  readonly user: string | null;
};
export type Answer = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
};
export type Route = {
  readonly method: string;
  /** Of the whole path; its groups arrive decoded in `captured`. */
  readonly pattern: RegExp;
  /** The content type without which a real Director's route does not match at all. */
  readonly consumes?: string;
  answer(request: Request, state: DirectorState): Answer | Promise<Answer>;
};

/** A request that changes something, as it arrived. */
export type Mutation = {
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly contentType: string | null;
  readonly contextId: string | null;
  readonly body: string;
  /** null: its answer was dropped. */
  readonly status: number | null;
};

/** Thrown by a route: the Director says no with a code. */
export class Refused extends Error {
  readonly answer: Answer;
  constructor(status: number, code: number, description: string) {
    super(description);
    this.answer = { ...json({ code, description }), status };
  }
}

export const json = (body: unknown): Answer => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

/** Who asks, or null for "Not authorized". */
export type Authenticate = (authorization: string | undefined) => string | null;

const readBody = async (incoming: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
};

const answerRequest = async (
  routes: readonly Route[],
  state: DirectorState,
  request: Request,
): Promise<Answer> => {
  const contextId = request.headers['x-bosh-context-id'];
  if (typeof contextId === 'string' && contextId.length > 64)
    throw new Refused(400, 440_011, 'X-Bosh-Context-Id cannot be more than 64 characters in length');
  for (const route of routes) {
    const match = route.method === request.method && route.pattern.exec(request.path);
    if (!match) continue;
    if (route.consumes && !request.headers['content-type']?.startsWith(route.consumes)) continue;
    return route.answer({ ...request, captured: match.slice(1).map(decodeURIComponent) }, state);
  }
  return { status: 404, body: `Endpoint '${request.path}' not found.` };
};

const send = (response: ServerResponse, { status, headers, body }: Answer) => {
  const connection = response.req.headers.connection === 'keep-alive' ? 'keep-alive' : 'close';
  response.writeHead(status, { connection, ...headers });
  response.end(body);
};

const faultAnswer = (fault: HttpFault & { kind: 'answer' }, path: string): Answer => ({
  status: fault.status,
  body: fault.body ?? (fault.status === 401 ? `Not authorized: '${path}'\n` : ''),
});

type Front = {
  readonly certificates: Issued;
  readonly routes: readonly Route[];
  readonly state: DirectorState;
  readonly authenticate: Authenticate;
  readonly mutations: Mutation[];
};

const handle = async (front: Front, incoming: IncomingMessage, response: ServerResponse) => {
  const { routes, state, authenticate, mutations } = front;
  const method = incoming.method ?? 'GET';
  const whole = incoming.url ?? '/';
  const url = new URL(whole, 'https://director');
  const body = await readBody(incoming);
  const fault = state.faults.takeHttp(method, whole);
  if (fault?.kind === 'hang') return;
  if (fault?.kind === 'slow') await sleep(fault.seconds * 1000, undefined, { ref: false });

  const user = authenticate(incoming.headers.authorization);
  const request = {
    method,
    path: url.pathname,
    query: url.searchParams,
    headers: incoming.headers,
    body,
    user,
  };
  const answered = async (): Promise<Answer> => {
    if (fault?.kind === 'answer') return faultAnswer(fault, url.pathname);
    if (user === null && url.pathname !== '/info')
      return { status: 401, body: `Not authorized: '${url.pathname}'\n` };
    return answerRequest(routes, state, { ...request, captured: [] });
  };
  const answer = await answered().catch((failure: unknown): Answer => {
    if (failure instanceof Refused) return failure.answer;
    // Neither JSON nor a path that can be decoded.
    if (failure instanceof SyntaxError || failure instanceof URIError)
      return new Refused(400, 40_001, failure.message).answer;
    return { ...json({ code: 100, description: String(failure) }), status: 500 };
  });
  const dropped = fault?.kind === 'drop-answer';
  if (method !== 'GET')
    mutations.push({
      at: Date.now(),
      method,
      path: whole,
      contentType: incoming.headers['content-type'] ?? null,
      contextId: incoming.headers['x-bosh-context-id']?.toString() ?? null,
      body,
      status: dropped ? null : answer.status,
    });
  if (dropped) incoming.socket.destroy();
  else send(response, answer);
};

/** Longer than anybody in the box waits between two requests: a connection that is closed while it is used again looks like
 *  a lost answer. */
const keepAliveTimeout = 600_000;

/** HTTPS only; a connection is closed after its answer, so that a client makes a fresh one each time as the CLI does, unless
 *  it asks for another: only the stand-ins in this very process do. */
export const serveDirector = (front: Front): Server =>
  createServer(
    { cert: front.certificates.certPem, key: front.certificates.keyPem, keepAliveTimeout },
    (incoming, response) => {
      handle(front, incoming, response).catch(() => incoming.socket.destroy());
    },
  );

/** The port it got on 127.0.0.1. */
export const listen = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      if (address && typeof address === 'object') resolve(address.port);
      else reject(new Error('the server has no port'));
    });
  });

export const close = (server: Server): Promise<void> =>
  new Promise(resolve => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
