import type { ServerResponse } from 'node:http';

/** Every answer of the box: never cached, never sniffed. */
const always = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
} as const;

export const reply = (
  response: ServerResponse,
  status: number,
  type: string,
  body: string | Uint8Array,
  headers: Readonly<Record<string, string>> = {},
): void => {
  response.writeHead(status, { ...always, 'content-type': type, ...headers });
  response.end(body);
};

export const replyJson = (
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void => reply(response, status, 'application/json; charset=utf-8', JSON.stringify(body), headers);
