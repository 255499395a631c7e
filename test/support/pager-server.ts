import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';

type Received = {
  readonly body: string;
  readonly json: Record<string, unknown>;
  readonly headers: IncomingHttpHeaders;
};

/** A pager's real HTTP server. It answers with `status` of the moment. */
export const pagerServer = async () => {
  const received: Received[] = [];
  const answer = { status: 202 };
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    received.push({ body, json: JSON.parse(body), headers: request.headers });
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end('{"status":"success"}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/v2/enqueue`,
    received,
    answer,
    close: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
};
