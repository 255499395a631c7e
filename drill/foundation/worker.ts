import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the runbook's `curl` of the load balancer printed. */
export const nginxPage = `<!DOCTYPE html>
<html>
<head>
<title>Welcome to nginx!</title>
<style>
    body {
        width: 35em;
        margin: 0 auto;
        font-family: Tahoma, Verdana, Arial, sans-serif;
    }
</style>
</head>
<body>
<h1>Welcome to nginx!</h1>
<p>If you see this page, the nginx web server is successfully installed and
working. Further configuration is required.</p>

<p>For online documentation and support please refer to
<a href="http://nginx.org/">nginx.org</a>.<br/>
Commercial support is available at
<a href="http://nginx.com/">nginx.com</a>.</p>

<p><em>Thank you for using nginx.</em></p>
</body>
</html>
`;

export type Service = { readonly url: string; power(to: 'on' | 'off'): void; stop(): Promise<void> };

/** The worker's nginx, whose URL stands for the load balancer's. With the worker's VM off, connections are cut. */
export const startService = async (ip: string): Promise<Service> => {
  let power: 'on' | 'off' = 'on';
  const server = createServer((_request, response) => {
    if (power === 'off') response.destroy();
    else response.writeHead(200, { server: 'nginx/1.19.1', 'content-type': 'text/html' }).end(nginxPage);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, ip, resolve);
  });
  // A TCP server's address is an AddressInfo; only a pipe's is a string.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${ip}:${port}/`,
    power: to => {
      power = to;
    },
    stop: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
