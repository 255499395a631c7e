import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startWorkspace, type Workspace } from '../../../../drill/slack/workspace.ts';
import { createSlackApp } from '../../../../src/adapters/slack/app.ts';

/** A CONNECT proxy that writes down what it was asked for. */
const aProxy = async () => {
  const asked: string[] = [];
  const open = new Set<Socket>();
  const server: Server = createServer((_request, response) => response.writeHead(405).end());
  server.on('connect', (request, client: Socket, head) => {
    asked.push(request.url ?? '');
    const [host = '', port = ''] = (request.url ?? '').split(':');
    const far = connect(Number(port), host, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      far.write(head);
      far.pipe(client).pipe(far);
    });
    for (const end of [far, client]) {
      open.add(end);
      end.on('error', () => end.destroy());
    }
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server's address is never a pipe name
  const close = () => {
    for (const end of open) end.destroy();
    server.close();
  };
  return { url: `http://127.0.0.1:${port}`, asked, close };
};

const folder = mkdtempSync(join(tmpdir(), 'pks-proxy-'));
const file = (name: string) => join(folder, name);
let workspace: Workspace;
beforeAll(async () => {
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '2'];
  const key = [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    file('key.pem'),
    '-out',
    file('ca.pem'),
  ];
  execFileSync('openssl', [...key, ...subject], { stdio: 'ignore' });
  const tls = { key: readFileSync(file('key.pem'), 'utf8'), cert: readFileSync(file('ca.pem'), 'utf8') };
  workspace = await startWorkspace({ tls });
});
afterAll(async () => {
  await workspace?.close();
  rmSync(folder, { recursive: true });
});

const slackBy = (network: object) => {
  const { botToken, appToken, apiUrl } = workspace;
  const slack = createSlackApp({ mode: 'socket', botToken, appToken, apiUrl, network, log: () => {} });
  slack.app.command('/pks', async ({ ack, respond }) => {
    await ack();
    await respond('by response_url');
  });
  return slack;
};
const told = () =>
  workspace.waitFor(() =>
    workspace
      .as('U0ONCALL')
      .messages()
      .find(each => each.text === 'by response_url'),
  );

test('F5: the Web API, the WebSocket and response_url go through the CONNECT proxy, by TLS that the CA file vouches for', async () => {
  const proxy = await aProxy();
  const slack = slackBy({ httpsProxy: proxy.url, caFile: file('ca.pem') });
  await slack.start();
  expect(workspace.sockets()).toBe(1);
  await workspace.as('U0ONCALL').slash('/pks');
  await told();
  expect(new Set(proxy.asked)).toEqual(new Set([new URL(workspace.apiUrl).host]));
  expect(proxy.asked.length).toBeGreaterThan(1);
  await slack.stop();
  proxy.close();
});

test('F5: a host that NO_PROXY names is reached directly, and a certificate that nobody vouches for not at all', async () => {
  const proxy = await aProxy();
  const slack = slackBy({ httpsProxy: proxy.url, noProxy: '127.0.0.1', caFile: file('ca.pem') });
  await slack.start();
  expect([workspace.sockets(), proxy.asked]).toEqual([1, []]);
  await slack.stop();
  await expect(slackBy({ httpsProxy: proxy.url }).start()).rejects.toThrow();
  proxy.close();
});
