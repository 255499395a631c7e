import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { throwAwayCertificates } from '../../../drill/foundation/certificates.ts';

/** What the Director of one capture answered: by `METHOD /path?query`; a task by its id. */
export type Script = {
  readonly answers?: Readonly<Record<string, unknown>>;
  readonly tasks?: Readonly<Record<number, ScriptedTask>>;
  /** Statuses given to the first requests of `answers`, before the answer proper. */
  readonly firstStatuses?: readonly number[];
  readonly secret?: string;
};
export type ScriptedTask = {
  readonly state?: string;
  readonly output?: string;
  readonly result?: string;
  /** After this many looks at its state the Director stops answering at all. */
  readonly diesAfter?: number;
};
/** In `answers`: the request creates this task. */
export const task = (id: number) => ({ task: id });
/** In `answers`: a refusal, its body as it is. */
export const refusal = (status: number, body: string) => ({ refuse: status, body });

export const info = {
  name: 'p-bosh',
  uuid: 'a57b8733-163e-443a-a3d7-9ac58a886d7b',
  version: '271.2.0 (00000000)',
  user: 'ops_manager',
  cpi: 'vsphere_cpi',
  stemcell_os: 'ubuntu-xenial',
  stemcell_version: '621.76',
  user_authentication: { type: 'basic', options: {} },
  features: {
    local_dns: { status: true, extras: { domain_name: 'bosh' } },
    snapshots: { status: false },
    config_server: { status: true, extras: { urls: [] } },
  },
};

/** A Director that says exactly what a test gives it, so that captures can be asked for again. */
export const startScriptedDirector = async (script: Script) => {
  const certificates = throwAwayCertificates();
  const statuses = [...(script.firstStatuses ?? [])];
  let looks = 0;
  const mutations: string[] = [];

  const lookUp = (request: IncomingMessage, send: Send) => {
    const [, id, output] = /^\/tasks\/(\d+)(?:\/output\?type=(\w+))?$/.exec(request.url ?? '') ?? [];
    const known = script.tasks?.[Number(id)];
    if (known === undefined) return send(404, `Endpoint '${pathOf(request)}' not found.`);
    if (known.diesAfter !== undefined && ++looks > known.diesAfter) return stop();
    if (output === undefined)
      return send(200, JSON.stringify({ id: Number(id), state: known.state ?? 'done' }));
    return sendOutput(output === 'result' ? known.result : known.output, request, send);
  };
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const key = `${request.method} ${request.url}`;
    const body = await textOf(request);
    const send: Send = (status, text, headers = {}) => void response.writeHead(status, headers).end(text);
    if (request.method !== 'GET') mutations.push(`${key} ${body}`.trim());
    const planned = script.answers?.[key] ?? script.answers?.[`${request.method} ${pathOf(request)}`];
    if (key === 'GET /info') send(200, JSON.stringify(info));
    else if (!isAllowed(request, script.secret)) send(401, `Not authorized: '${pathOf(request)}'\n`);
    else if (statuses.length > 0) send(statuses.shift() ?? 0, '');
    else if (planned !== undefined) sendPlanned(planned, send);
    else lookUp(request, send);
  };
  const server = createServer({ cert: certificates.certPem, key: certificates.keyPem }, answer);
  const stop = () => {
    server.close();
    server.closeAllConnections();
  };
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  return {
    url: `https://127.0.0.1:${port}`,
    caPem: certificates.caPem,
    /** Every request that changes something, with its body. */
    mutations,
    stop,
  };
};

type Send = (status: number, text: string, headers?: Record<string, string>) => void;

const sendPlanned = (planned: unknown, send: Send) => {
  if (typeof planned === 'object' && planned !== null && 'task' in planned)
    return send(302, '', { location: `https://10.0.0.6/tasks/${planned.task}` });
  if (typeof planned === 'object' && planned !== null && 'refuse' in planned && 'body' in planned)
    return send(Number(planned.refuse), String(planned.body));
  return send(200, typeof planned === 'string' ? planned : JSON.stringify(planned));
};

const isAllowed = (request: IncomingMessage, secret = 'secret') =>
  request.headers.authorization === `Basic ${Buffer.from(`ops_manager:${secret}`).toString('base64')}`;

const sendOutput = (text: string | undefined, request: IncomingMessage, send: Send) => {
  const from = /^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1];
  const bytes = Buffer.from(text ?? '');
  if (from === undefined) return send(200, text ?? '');
  if (Number(from) >= bytes.length) return send(416, '');
  return send(206, bytes.subarray(Number(from)).toString());
};

const pathOf = (request: IncomingMessage) => (request.url ?? '').split('?')[0] ?? '';

const textOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
};
