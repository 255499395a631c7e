import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCurl } from '../../../../drill/tools/curl/cli.ts';
import { serviceCheck } from '../../../../src/commands/curl.ts';

const server = createServer((request, answer) => {
  if (request.url === '/empty') request.socket.destroy();
  else if (request.url !== '/silent') answer.writeHead(request.url === '/no' ? 503 : 200).end('ready\n');
});
let base = '';
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  base = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

type Said = { readonly exitCode: number; readonly out: string; readonly err: string };
const byRealCurl = (argv: readonly string[]): Promise<Said> =>
  new Promise(resolve => {
    const child = execFile('curl', ['-q', ...argv], (_, out, err) =>
      resolve({ exitCode: child.exitCode ?? -1, out, err }),
    );
  });
const byStandIn = async (argv: readonly string[]): Promise<Said> => {
  const said = { out: '', err: '' };
  const out = (text: string) => {
    said.out += text;
  };
  const err = (text: string) => {
    said.err += text;
  };
  return { exitCode: await runCurl(argv, null, { out, err }), ...said };
};
const withoutTimes = ({ err, ...said }: Said) => ({
  ...said,
  err: err.replaceAll(/\d+ (ms|milliseconds)/g, 'N $1'),
});

test.each([
  ['a page', () => `${base}/`],
  ['a page that says 503', () => `${base}/no`],
  ['nothing at all', () => `${base}/empty`],
  ['silence', () => `${base}/silent`],
  ['nobody who listens', () => 'http://127.0.0.1:1/'],
  ['a name that nobody knows', () => 'http://nowhere.invalid/'],
])('to %s the stand-in for curl says what the real one says', async (_what, url) => {
  const [, ...words] = serviceCheck(url()).argv;
  const argv = [...words, '-m', '0.5'];
  expect(withoutTimes(await byStandIn(argv))).toEqual(withoutTimes(await byRealCurl(argv)));
});
