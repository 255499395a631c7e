import { request } from 'node:http';
import { program } from '../program.ts';
import { failed, under } from './failure.ts';

const json = { 'content-type': 'application/json' };

export type MachineAnswer = { readonly stdout: string; readonly stderr: string; readonly exitCode: number };

/** One question to the box about the machine at that address. null: nobody listens there, because the VM is off or gone. */
const ask = <Answer>(url: string, body: object): Promise<Answer | null> =>
  new Promise((resolve, reject) => {
    program();
    const call = request(url, { method: 'POST', headers: json, agent: false }, response => {
      const chunks: Buffer[] = [];
      response.on('data', chunk => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        // The box's own answer, in the shape that drill/foundation/serve.ts gives it.
        if (response.statusCode === 200) resolve(JSON.parse(text) as Answer);
        else if (response.statusCode === 502) resolve(null);
        else reject(under('The box could not answer', failed(`${response.statusCode} ${text}`)));
      });
    });
    call.on('error', () => resolve(null));
    call.end(JSON.stringify(body));
  });

export const runOnMachine = (machinesUrl: string, ip: string, line: string): Promise<MachineAnswer | null> =>
  ask(`${machinesUrl}/run`, { ip, line });

export type FileAnswer = { readonly base64: string } | { readonly refused: string };
export const fileOnMachine = (machinesUrl: string, ip: string, path: string): Promise<FileAnswer | null> =>
  ask(`${machinesUrl}/file`, { ip, path });

/** A login that stays; null where nobody listens, or the line is no such login. */
export const holdOnMachine = (
  machinesUrl: string,
  ip: string,
  line: string,
): Promise<{ readonly over: Promise<void>; end(): void } | null> =>
  new Promise(resolve => {
    const call = request(`${machinesUrl}/hold`, { method: 'POST', headers: json, agent: false }, response => {
      if (response.statusCode !== 200) return resolve(null);
      const over = new Promise<void>(done => response.once('close', done));
      response.once('data', () => resolve({ over, end: () => void call.destroy() }));
      response.on('error', () => {});
    });
    call.on('error', () => resolve(null));
    call.end(JSON.stringify({ ip, line }));
  });
