import { request } from 'node:http';
import { program } from '../program.ts';
import { failed, under } from './failure.ts';

const json = { 'content-type': 'application/json' };

export type MachineAnswer = { readonly stdout: string; readonly stderr: string; readonly exitCode: number };

/** Runs a line on the machine at that address. null: nobody listens there, because the VM is off or gone. */
export const runOnMachine = (machinesUrl: string, ip: string, line: string): Promise<MachineAnswer | null> =>
  new Promise((resolve, reject) => {
    program();
    const call = request(`${machinesUrl}/run`, { method: 'POST', headers: json, agent: false }, response => {
      const chunks: Buffer[] = [];
      response.on('data', chunk => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        if (response.statusCode === 200) resolve(JSON.parse(text) as MachineAnswer);
        else if (response.statusCode === 502) resolve(null);
        else reject(under('The box could not run the line', failed(`${response.statusCode} ${text}`)));
      });
    });
    call.on('error', () => resolve(null));
    call.end(JSON.stringify({ ip, line }));
  });
