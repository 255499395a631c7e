import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { Issued } from '../certificates.ts';
import type { Authenticate } from './http.ts';

export type Credentials = { readonly client: string; readonly secret: string };

const basicHeader = ({ client, secret }: Credentials) =>
  `Basic ${Buffer.from(`${client}:${secret}`).toString('base64')}`;

/** Answers the client's name for its own secret. */
export const basicAuthentication =
  (credentials: Credentials): Authenticate =>
  authorization =>
    authorization === basicHeader(credentials) ? credentials.client : null;

export type Uaa = {
  readonly server: Server;
  readonly authenticate: Authenticate;
  /** Every token given so far stops working. */
  expireTokens(): void;
};

const readForm = async (incoming: IncomingMessage): Promise<URLSearchParams> => {
  let body = '';
  for await (const chunk of incoming) body += chunk;
  return new URLSearchParams(body);
};

/** A token of the size and shape that a real one has, so that redaction meets the real thing. */
const newToken = (client: string): string => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const jti = randomBytes(16).toString('hex');
  const claims = { jti, client_id: client, scope: ['bosh.admin'], iss: 'uaa', zid: 'uaa' };
  return `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}.${randomBytes(64).toString('base64url')}`;
};

/** A UAA that knows the client-credentials grant and nothing else, on its own port. */
export const serveUaa = (credentials: Credentials, certificates: Issued): Uaa => {
  const tokens = new Set<string>();
  const grant = (authorization: string | undefined, form: URLSearchParams) => {
    if (authorization !== basicHeader(credentials))
      return { status: 401, body: { error: 'unauthorized', error_description: 'Bad credentials' } };
    if (form.get('grant_type') !== 'client_credentials')
      return { status: 400, body: { error: 'unsupported_grant_type' } };
    const token = newToken(credentials.client);
    tokens.add(token);
    return {
      status: 200,
      body: { access_token: token, token_type: 'bearer', expires_in: 43_199, scope: 'bosh.admin' },
    };
  };
  const server = createServer(
    { cert: certificates.certPem, key: certificates.keyPem },
    async (incoming, response) => {
      const form = await readForm(incoming);
      const known = incoming.method === 'POST' && incoming.url?.split('?')[0] === '/oauth/token';
      const { status, body } = known
        ? grant(incoming.headers.authorization, form)
        : { status: 404, body: { error: 'not_found' } };
      response.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
      response.end(JSON.stringify(body));
    },
  );
  return {
    server,
    authenticate: authorization => {
      const [scheme = '', token = ''] = (authorization ?? '').split(' ');
      return scheme.toLowerCase() === 'bearer' && tokens.has(token) ? credentials.client : null;
    },
    expireTokens: () => tokens.clear(),
  };
};
