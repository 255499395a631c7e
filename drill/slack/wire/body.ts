import type { IncomingMessage } from 'node:http';
import type { Json } from '../json.ts';
import { objectOf, parsed } from '../json.ts';

const mostBytes = 64 * 1024 * 1024;

export class TooLarge extends Error {}

export const readBody = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > mostBytes) throw new TooLarge(`a body of more than ${mostBytes} bytes`);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
};

const typeOf = (request: IncomingMessage): string => request.headers['content-type'] ?? '';

const formData = (type: string, body: Buffer): Promise<FormData> =>
  new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();

/** Arguments of a Web API call from a form, JSON or multipart body and the query. */
export const readArguments = async (request: IncomingMessage, query: URLSearchParams): Promise<Json> => {
  const body = await readBody(request);
  const type = typeOf(request);
  const asked = Object.fromEntries(query);
  if (type.startsWith('application/json')) return { ...asked, ...objectOf(parsed(body.toString('utf8'))) };
  if (type.startsWith('multipart/form-data')) {
    return { ...asked, ...Object.fromEntries(await formData(type, body)) };
  }
  return { ...asked, ...Object.fromEntries(new URLSearchParams(body.toString('utf8'))) };
};

/** A file's bytes, sent raw or as the first file of a multipart form. */
export const readFile = async (request: IncomingMessage): Promise<Uint8Array> => {
  const body = await readBody(request);
  const type = typeOf(request);
  if (!type.startsWith('multipart/form-data')) return body;
  for (const [, value] of await formData(type, body)) {
    if (typeof value !== 'string') return new Uint8Array(await value.arrayBuffer());
  }
  return new Uint8Array();
};
