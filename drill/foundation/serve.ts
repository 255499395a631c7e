import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import type { Machine, VmAnswer } from './machine.ts';
import type { Machines } from './machines.ts';

const lineRequest = z.object({ ip: z.string(), line: z.string() });
const fileRequest = z.object({ ip: z.string(), path: z.string() });

const bodyOf = async (message: IncomingMessage): Promise<unknown> => {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString());
};

/** The bytes in base64, or why scp has none. */
type FileAnswer = { readonly base64: string } | { readonly refused: string };

const at = (machines: Machines, ip: string): Machine => {
  const machine = machines.byIp(ip);
  if (!machine) throw new Error(`no machine of the box has the address ${ip}`);
  return machine;
};
const fetched = async (machine: Machine, path: string): Promise<FileAnswer> => {
  try {
    return { base64: (await machine.fetch(path)).toString('base64') };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    if (!why.startsWith('scp: ')) throw error;
    return { refused: why };
  }
};

const answer = async (machines: Machines, message: IncomingMessage): Promise<VmAnswer | FileAnswer> => {
  if (message.method !== 'POST' || (message.url !== '/run' && message.url !== '/file'))
    throw new Error('the box answers POST /run with {"ip","line"} and POST /file with {"ip","path"} only');
  const body = await bodyOf(message);
  if (message.url === '/run') {
    const { ip, line } = lineRequest.parse(body);
    return at(machines, ip).run(line);
  }
  const { ip, path } = fileRequest.parse(body);
  return fetched(at(machines, ip), path);
};

/** `ready`, and no end until the VM goes or whoever asked does. */
const holdOpen = async (machines: Machines, message: IncomingMessage, response: ServerResponse) => {
  try {
    const { ip, line } = lineRequest.parse(await bodyOf(message));
    const held = at(machines, ip).hold(line);
    if (held === null) return response.writeHead(400).end();
    response.writeHead(200).write('ready\n');
    response.once('close', held.end);
    await held.over;
    response.end();
  } catch {
    response.writeHead(502).end();
  }
};

/**
 * The VMs' shells and files for programs of other processes (the stand-in bosh, the ssh server): POST /run with {ip, line} answers
 * a VmAnswer, POST /hold a login that stays, POST /file with {ip, path} the file; or 502 {error} where the VM is off, missing or unknown.
 */
export const serveMachines = async (
  machines: Machines,
): Promise<{ readonly url: string; stop(): Promise<void> }> => {
  const server = createServer((message, response) => {
    if (message.url === '/hold') return void holdOpen(machines, message, response);
    const send = (status: number, json: object): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
    };
    answer(machines, message).then(
      ran => send(200, ran),
      error => send(502, { error: error instanceof Error ? error.message : String(error) }),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  // A TCP server's address is an AddressInfo; only a pipe's is a string.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
