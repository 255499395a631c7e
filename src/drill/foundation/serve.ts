import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import type { VmAnswer } from './machine.ts';
import type { Machines } from './machines.ts';

const request = z.object({ ip: z.string(), line: z.string() });

const bodyOf = async (message: IncomingMessage): Promise<unknown> => {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString());
};

const answer = async (machines: Machines, message: IncomingMessage): Promise<VmAnswer> => {
  if (message.method !== 'POST' || message.url !== '/run')
    throw new Error('the box answers POST /run with {"ip","line"} only');
  const { ip, line } = request.parse(await bodyOf(message));
  const machine = machines.byIp(ip);
  if (!machine) throw new Error(`no machine of the box has the address ${ip}`);
  return machine.run(line);
};

/**
 * The VMs' shells for programs of other processes (the stand-in bosh, the ssh server): POST /run with {ip, line} answers
 * a VmAnswer, or 502 {error} where the VM is off, missing or unknown.
 */
export const serveMachines = async (
  machines: Machines,
): Promise<{ readonly url: string; stop(): Promise<void> }> => {
  const server = createServer((message, response) => {
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
