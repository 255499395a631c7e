import { readFileSync } from 'node:fs';
import { type Dispatcher, EnvHttpProxyAgent, fetch as undiciFetch } from 'undici';

/** How Slack is reached: through a proxy, and with whose certificates. Undefined: directly, with those of Node. */
export type Network = {
  readonly httpsProxy?: string | undefined;
  readonly noProxy?: string | undefined;
  readonly caFile?: string | undefined;
};

/** Throws where the CA file cannot be read. */
const dispatcherOf = ({ httpsProxy, noProxy, caFile }: Network): Dispatcher | null => {
  if (!httpsProxy && !caFile) return null;
  const ca = caFile === undefined ? {} : { ca: readFileSync(caFile, 'utf8') };
  return new EnvHttpProxyAgent({
    httpProxy: httpsProxy ?? '',
    httpsProxy: httpsProxy ?? '',
    noProxy: noProxy ?? '',
    connect: ca,
    requestTls: ca,
    proxyTls: ca,
  });
};

/** For the Web API and response_url alike, and for the WebSocket, which is undici's: HTTPS_PROXY alone reaches neither. */
export const networkOf = (network: Network) => {
  const dispatcher = dispatcherOf(network);
  if (!dispatcher) return { fetch: {}, socket: {} };
  // The two kinds of fetch are told apart by types alone: undici's is Node's own in another release.
  const through = ((url: string, init: object) => undiciFetch(url, { ...init, dispatcher })) as unknown;
  return { fetch: { fetch: through as typeof globalThis.fetch }, socket: { dispatcher } };
};
