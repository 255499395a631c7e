import { rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { program } from '../program.ts';
import type { Session } from './command.ts';
import { holdOnMachine, runOnMachine } from './machines.ts';

/** Where ssh's control socket is to be; null: this login is for one line. */
export const controlPath = ({ options }: Session): string | null => {
  const given = options.all('opts');
  const path = given.find(each => each.startsWith('-oControlPath='))?.slice('-oControlPath='.length);
  return given.includes('-oControlMaster=yes') && path !== undefined ? path : null;
};

/** One question over the line: its text ends with the socket's other side, the answer is one JSON document. */
const answer = (socket: Socket, ask: (line: string) => Promise<object | null>): void => {
  let line = '';
  socket.on('error', () => {});
  socket.on('data', piece => {
    line += piece;
    if (!line.endsWith('\n')) return;
    ask(line.slice(0, -1)).then(
      said => socket.end(JSON.stringify(said)),
      () => socket.destroy(),
    );
  });
};

/** Keeps the login and its socket until the VM goes or TERM comes; false: there was no VM to log in to. */
export const holdLogin = async (
  { environment, ui }: Session,
  at: { readonly instance: string; readonly ip: string; readonly line: string; readonly path: string },
  term: AbortSignal,
): Promise<boolean> => {
  const url = environment.DRILL_MACHINES_URL ?? '';
  const held = await holdOnMachine(url, at.ip, at.line);
  if (held === null) return false;
  const server = createServer(socket => answer(socket, line => runOnMachine(url, at.ip, line)));
  await new Promise<void>(resolve => server.listen(at.path, resolve));
  ui.block(`${at.instance}: stdout | ready\n`);
  const killed = program()?.ended;
  await Promise.race([
    held.over,
    ...[term, killed].map(
      signal => new Promise<void>(done => signal?.addEventListener('abort', () => done())),
    ),
  ]);
  held.end();
  server.close();
  rmSync(at.path, { force: true });
  return true;
};
