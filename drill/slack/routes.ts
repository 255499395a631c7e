import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Uploads } from './api/files.ts';
import type { Api } from './api/serve.ts';
import { serveApi } from './api/serve.ts';
import type { Failure } from './faults/failures.ts';
import type { Faults } from './faults/faults.ts';
import { objectOf, parsed } from './json.ts';
import type { ResponseUrls } from './response-url.ts';
import type { Route } from './server.ts';
import { readBody, readFile } from './wire/body.ts';
import { logWire } from './wire/log.ts';
import { reply } from './wire/reply.ts';

type Parts = {
  readonly api: Api;
  readonly faults: Faults;
  readonly uploads: Uploads;
  readonly responseUrls: ResponseUrls;
};

const plain = 'text/plain; charset=utf-8';

const upload = async ({ uploads }: Parts, id: string, request: IncomingMessage, response: ServerResponse) => {
  const bytes = await readFile(request);
  const taken = uploads.receive(id, bytes);
  reply(response, taken ? 200 : 400, plain, taken ? `OK - ${bytes.byteLength}` : 'no such upload');
};

/** A response_url says 404 with the error in its body. */
const asRespond = (failure: Failure): { readonly status: number; readonly answer: string } => {
  if ('status' in failure) return { status: failure.status, answer: 'upstream error' };
  if ('retryAfter' in failure) return { status: 429, answer: 'ratelimited' };
  return 'hangs' in failure
    ? { status: 0, answer: 'never' }
    : { status: 404, answer: JSON.stringify({ ok: false, error: failure.error }) };
};

const respond = async (
  { api, responseUrls }: Parts,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
) => {
  const at = api.state.now();
  const sent = parsed((await readBody(request)).toString('utf8'));
  const failure = api.faults.failureFor('response_url', objectOf(sent));
  const { status, answer } = failure ? asRespond(failure) : responseUrls.respond(path, sent);
  logWire(api.state, {
    at,
    way: 'from app',
    what: 'response_url',
    sent,
    answer: { status, answer, to: path },
    ms: 0,
  });
  if (!failure || !('hangs' in failure)) reply(response, status, plain, answer);
};

/** A file of the workspace, as a download: never shown as anything that could run. */
const download = ({ uploads }: Parts, id: string, response: ServerResponse) => {
  const file = uploads.file(id);
  if (!file) return reply(response, 404, plain, 'no such file');
  const name = encodeURIComponent(file.name);
  reply(response, 200, plain, file.bytes, {
    'content-disposition': `attachment; filename*=UTF-8''${name}`,
  });
};

const whenDown = (faults: Faults, request: IncomingMessage, response: ServerResponse): boolean => {
  const how = faults.isDown();
  if (how === 'reset') request.socket.resetAndDestroy();
  if (how === '503') reply(response, 503, plain, 'upstream connect error');
  return how !== null;
};

/** Everything the app talks to: the Web API, uploads and response_urls. */
export const slackRoutes = (parts: Parts): readonly Route[] => [
  async (url, request, response) => {
    const [, room = '', id = '', last = ''] = url.pathname.split('/');
    if (!['api', 'upload', 'commands', 'actions'].includes(room)) return false;
    if (whenDown(parts.faults, request, response)) return true;
    if (room === 'api') await serveApi(parts.api, id, url.searchParams, request, response);
    else if (room === 'upload') await upload(parts, last, request, response);
    else await respond(parts, url.pathname, request, response);
    return true;
  },
  (url, _request, response) => {
    const [, room = '', id = ''] = url.pathname.split('/');
    if (room !== 'files') return false;
    download(parts, id, response);
    return true;
  },
];
