import { readFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import type { VcenterEvent } from '../../foundation/vcenter/events.ts';
import type { ListedVm } from '../../foundation/vcenter/inventory.ts';
import type { PowerAnswer, PowerOrder } from '../../foundation/vcenter/vcenter.ts';
import { program } from '../program.ts';
import { Fault, soapFault } from './fault.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The box's vCenter. Every call may be refused for the password, as a login would be. */
export type Client = {
  vms(): Promise<readonly ListedVm[]>;
  events(): Promise<readonly VcenterEvent[]>;
  power(order: PowerOrder): Promise<PowerAnswer>;
};

export const openClient = (environment: Environment): Client => {
  const url = environment.GOVC_URL ?? '';
  if (url === '') throw new Fault('specify an ESX or vCenter URL');
  const username = secret(environment.GOVC_USERNAME);
  const authorization = `Basic ${Buffer.from(`${username}:${secret(environment.GOVC_PASSWORD)}`).toString('base64')}`;
  const ask = async (path: string, body?: unknown): Promise<unknown> => {
    const answer = await send(new URL(path, url), authorization, body);
    if (answer.status === 200) return JSON.parse(answer.text);
    if (answer.status !== 401) throw soapFault(wordsOf(answer.text));
    throw username === '' ? new Fault('NotAuthenticated') : soapFault(wordsOf(answer.text));
  };
  // What the box's own vCenter answers, typed where it is served.
  return {
    vms: async () => (await ask('/vms')) as readonly ListedVm[],
    events: async () => (await ask('/events')) as readonly VcenterEvent[],
    power: async order => (await ask('/power', order)) as PowerAnswer,
  };
};

/** A value that names a readable file stands for the file's content. */
const secret = (value = ''): string => {
  try {
    return value === '' ? '' : readFileSync(value, 'utf8').trim();
  } catch {
    return value;
  }
};

const wordsOf = (text: string) => (JSON.parse(text) as { readonly words: string }).words;

type Answered = { readonly status: number; readonly text: string };

const send = async (url: URL, authorization: string, body: unknown): Promise<Answered> => {
  // Only a GOVC_URL of somebody else's is https; the box's is not, and starts faster without.
  const request = url.protocol === 'https:' ? (await import('node:https')).request : httpRequest;
  return new Promise((resolve, reject) => {
    program();
    const method = body === undefined ? 'GET' : 'POST';
    const options = { method, headers: { authorization }, agent: false };
    const call = request(url, options, response => {
      const chunks: Buffer[] = [];
      response.on('data', chunk => chunks.push(chunk));
      response.on('error', () => reject(unreachable(url, 'EOF')));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }),
      );
    });
    call.on('error', error => {
      const refused = 'code' in error && error.code === 'ECONNREFUSED';
      reject(unreachable(url, refused ? `dial tcp ${url.host}: connect: connection refused` : 'EOF'));
    });
    call.end(body === undefined ? undefined : JSON.stringify(body));
  });
};

const unreachable = (url: URL, why: string) => new Fault(`Post "${url.origin}/sdk": ${why}`);
