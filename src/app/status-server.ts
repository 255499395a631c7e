import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Status = {
  /** Why this bot is not ready: one sentence a cause. Empty: it is. */
  readonly notReady: () => Promise<readonly string[]>;
  readonly metrics: () => Promise<string>;
};

const answerMs = 3_000;
const late = <T>(what: Promise<T>): Promise<T> =>
  Promise.race([
    what,
    new Promise<never>((_resolve, reject) => {
      setTimeout(() => reject(new Error(`no answer within ${answerMs} ms`)), answerMs).unref();
    }),
  ]);

const send = (response: ServerResponse, code: number, type: string, body: string): void => {
  response.writeHead(code, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
};

const answer = async (
  path: string,
  { notReady, metrics }: Status,
  response: ServerResponse,
): Promise<void> => {
  if (path === '/healthz') return send(response, 200, 'application/json', '{"ok":true}\n');
  if (path === '/metrics') return send(response, 200, 'text/plain; version=0.0.4', await late(metrics()));
  if (path !== '/readyz')
    return send(response, 404, 'text/plain', 'There is /healthz, /readyz and /metrics.\n');
  const why = await late(notReady()).catch(error => [error instanceof Error ? error.message : String(error)]);
  send(
    response,
    why.length === 0 ? 200 : 503,
    'application/json',
    `${JSON.stringify({ ok: why.length === 0, why })}\n`,
  );
};

/**
 * /healthz: the process lives. /readyz: it can do its work, or why not. /metrics: figures for Prometheus. On loopback only: it
 * names clusters and runs, and asks nobody who they are.
 */
export const startStatus = async (port: number, status: Status) => {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    if (request.method !== 'GET') return send(response, 405, 'text/plain', 'GET only.\n');
    answer(path, status, response).catch(error => send(response, 500, 'text/plain', `${String(error)}\n`));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  const { port: bound } = server.address() as AddressInfo; // of a server that listens on TCP
  return {
    port: bound,
    stop: async () => {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
};
