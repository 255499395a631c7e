import { createConnection } from 'node:net';
import type { MachineAnswer } from '../bosh/machines.ts';

type Streams = { readonly out: (text: string) => void; readonly err: (text: string) => void };

const overSocket = (path: string, line: string): Promise<MachineAnswer | null> =>
  new Promise(resolve => {
    let said = '';
    const socket = createConnection(path, () => socket.write(`${line}\n`));
    socket.on('data', piece => {
      said += piece;
    });
    socket.on('error', () => resolve(null));
    // The box's own answer, or nothing where the login ended meanwhile.
    socket.on('close', () => resolve(said === '' ? null : (JSON.parse(said) as MachineAnswer | null)));
  });

/** A line over the control socket; with ProxyCommand=false nothing else is dialled, and 255 says so. */
export const runSsh = async (argv: readonly string[], _env: unknown, streams: Streams): Promise<number> => {
  const path = argv.find(word => word.startsWith('-oControlPath='))?.slice('-oControlPath='.length) ?? '';
  const answer = await overSocket(path, argv.at(-1) ?? '');
  if (answer === null) {
    streams.err('kex_exchange_identification: Connection closed by remote host\r\n');
    return 255;
  }
  streams.out(answer.stdout);
  streams.err(answer.stderr);
  return answer.exitCode;
};
