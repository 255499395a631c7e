import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { replyJson } from './wire/reply.ts';

/** PEM texts; without them the server speaks plain HTTP. */
export type Tls = { readonly key: string; readonly cert: string };

export type Route = (
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
) => Promise<boolean> | boolean;

const loopbackNames = ['127.0.0.1', 'localhost', '[::1]'];

const isLoopback = (host: string): boolean => loopbackNames.includes(host.replace(/:\d+$/, ''));

/** A page elsewhere must not reach this box through the browser, by name (DNS rebinding) or by script. */
export const isFromHere = (headers: IncomingMessage['headers']): boolean => {
  if (!isLoopback(headers.host ?? '')) return false;
  return (
    headers.origin === undefined ||
    (/^https?:\/\//.test(headers.origin) && headers.origin.endsWith(`://${headers.host}`))
  );
};

const answer = async (
  routes: readonly Route[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const url = new URL(request.url ?? '/', 'http://box');
  for (const route of routes) if (await route(url, request, response)) return;
  replyJson(response, 404, { ok: false, error: 'not_found' });
};

/** An HTTP server on loopback only; answers its origin once it listens. */
export const listen = async (
  port: number,
  routes: readonly Route[],
  upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void,
  tls: Tls | null = null,
): Promise<{ readonly server: Server; readonly origin: string }> => {
  const hear = (request: IncomingMessage, response: ServerResponse): void => {
    if (!isFromHere(request.headers)) {
      replyJson(response, 403, { ok: false, error: 'not_from_here' });
      return;
    }
    answer(routes, request, response).catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      if (!response.headersSent) replyJson(response, 500, { ok: false, error: 'fatal_error', why });
      else response.end();
    });
  };
  const server = tls ? createTlsServer(tls, hear) : createServer(hear);
  server.on('upgrade', (request, socket, head) => {
    if (isFromHere(request.headers)) upgrade(request, socket, head);
    else socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  // A TCP server's address is never a pipe name.
  const address = server.address() as AddressInfo;
  return { server, origin: `${tls ? 'https' : 'http'}://127.0.0.1:${address.port}` };
};
