import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { runCurl } from '../../../drill/tools/curl/cli.ts';
import { serviceCheck } from '../../../src/commands/curl.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});
const page = async (listener: RequestListener): Promise<string> => {
  const server = createServer(listener).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`;
};
const asked = async (url: string, ...more: readonly string[]) => {
  const said = { out: '', err: '' };
  const [, ...argv] = serviceCheck(url).argv;
  const exitCode = await runCurl([...argv, ...more], null, {
    out: text => {
      said.out += text;
    },
    err: text => {
      said.err += text;
    },
  });
  return { exitCode, ...said };
};

test.each([200, 503])(
  'the stand-in for curl prints the page and its status %s, and both end with 0',
  async code => {
    const url = await page((_, answer) => answer.writeHead(code).end('ready'));
    expect(await asked(url)).toEqual({ exitCode: 0, out: `ready\n${code}\n`, err: '' });
  },
);

test('nobody who listens is exit code 7, an empty answer 52, one that does not come in time 28', async () => {
  const gone = await asked('http://127.0.0.1:1/');
  expect(gone).toMatchObject({ exitCode: 7, out: '\n000\n' });
  expect(gone.err).toMatch(/^curl: \(7\) Failed to connect to 127\.0\.0\.1 port 1 after \d+ ms: /);
  const empty = await page(request => request.socket.destroy());
  expect(await asked(empty)).toMatchObject({ exitCode: 52, err: 'curl: (52) Empty reply from server\n' });
  const silent = await page(() => {});
  expect(await asked(silent, '-m', '0.1')).toMatchObject({ exitCode: 28, out: '\n000\n' });
});
