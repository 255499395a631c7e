import type { IncomingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { program } from '../program.ts';
import { Failure, failed, under } from './failure.ts';
import { directorUrl, type Options } from './options.ts';

export type Answer = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly rawHeaders: readonly string[];
  readonly body: string;
};
export type Call = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
};

/** The Director as one command sees it, after `/info`. */
export type Director = {
  readonly url: string;
  readonly info: Info;
  /** Any 2xx, or a redirect followed with GET; anything else is a Failure with the status and the body. */
  send(call: Call): Promise<Answer>;
  /** Status and body whatever they are. */
  ask(call: Call): Promise<Answer>;
};
export type Info = {
  readonly name: string;
  readonly uuid: string;
  readonly version: string;
  readonly user: string | null;
  readonly cpi: string;
  readonly stemcell_os?: string;
  readonly stemcell_version?: string;
  readonly user_authentication: { readonly type: string; readonly options?: { readonly url?: string } };
  readonly features?: Readonly<Record<string, { readonly status: boolean }>>;
};

const tries = 5;
/** In a hurried box a recreate takes tenths of a second instead of minutes: there, too, the request that is sent again has to
 *  come while it runs, or it finds the lock free that a real Director would refuse it by. */
const betweenTriesMs = () => program()?.pollMs ?? 500;
const accepted = [200, 201, 204, 206, 302, 303];

export const openDirector = async (options: Options): Promise<Director> => {
  const url = directorUrl(options.director);
  const base = url.origin + (url.port === '' ? ':443' : '');
  const plain = (call: Call, authorization?: string) =>
    sendWithRetries(base, call, options.ca, authorization);
  const info = await fetchInfo(plain);
  const authorization = authorizer(info, options);
  const loginFor = async (call: Call) => {
    try {
      return await authorization.header();
    } catch (error) {
      throw performing(base, call, error);
    }
  };
  const ask = async (call: Call): Promise<Answer> => {
    const withLogin = async (one: Call) => plain(one, await loginFor(one));
    const answer = await followed(await withLogin(call), path => withLogin({ method: 'GET', path }));
    if (answer.status !== 401 || !authorization.renew()) return answer;
    return withLogin(call);
  };
  const send = async (call: Call) => {
    const answer = await ask(call);
    if (!accepted.includes(answer.status)) throw refused(answer);
    return answer;
  };
  return { url: options.director, info, ask, send };
};

const performing = (base: string, { method, path }: Call, error: unknown) =>
  under(`Performing request ${method} '${base}${path}'`, under(`Performing ${method} request`, error));

const refused = (answer: Answer) =>
  failed(`Director responded with non-successful status code '${answer.status}' response '${answer.body}'`);

const fetchInfo = async (plain: (call: Call) => Promise<Answer>): Promise<Info> => {
  try {
    const answer = await plain({ method: 'GET', path: '/info' });
    if (!accepted.includes(answer.status)) throw refused(answer);
    // The stand-in trusts its own box; a real Director's /info has the same fields (docs/evidence.md#the-api-of-the-director).
    return JSON.parse(answer.body) as Info;
  } catch (error) {
    throw under('Fetching info', error);
  }
};

/** A created task is answered by a redirect to it; the Location's own host is never used. */
const followed = async (answer: Answer, get: (path: string) => Promise<Answer>): Promise<Answer> => {
  const location = answer.headers.location;
  if ((answer.status !== 302 && answer.status !== 303) || location === undefined) return answer;
  const to = new URL(location, 'https://director.invalid');
  return get(to.pathname + to.search);
};

const authorizer = (info: Info, options: Options) => {
  const basic = `Basic ${Buffer.from(`${options.client}:${options.secret}`).toString('base64')}`;
  if (info.user_authentication.type !== 'uaa')
    return { header: async () => (options.client === '' ? undefined : basic), renew: () => false };
  let token: string | undefined;
  let renewals = 1;
  return {
    header: async () => {
      token ??= await uaaToken(info.user_authentication.options?.url ?? '', basic, options.ca);
      return `bearer ${token}`;
    },
    /** One silent new token after a 401. */
    renew: () => {
      token = undefined;
      return renewals-- > 0;
    },
  };
};

const uaaToken = async (uaa: string, basic: string, ca: string | undefined): Promise<string> => {
  const doing = 'Requesting token via client credentials grant';
  const call: Call = {
    method: 'POST',
    path: '/oauth/token',
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: 'grant_type=client_credentials',
  };
  const answer = await sendWithRetries(uaa.replace(/\/$/, ''), call, ca, basic).catch((error: unknown) => {
    throw under(doing, error);
  });
  // On one line, as the CLI prints it.
  if (answer.status !== 200)
    throw failed(
      `${doing}: UAA responded with non-successful status code '${answer.status}' response '${answer.body}'`,
    );
  // UAA's token answer, or the property is missing and the next request is a 401.
  return (JSON.parse(answer.body) as { access_token: string }).access_token;
};

/**
 * Five tries half a second apart on any transport error and whatever the method: when the answer to a POST is lost, the
 * POST is sent again and the Director acts twice (docs/evidence.md#a-lost-answer). Only a GET is also retried on 502 to 504, and
 * what its answers said is lost then: "Retry: <nil cause>".
 */
const sendWithRetries = async (
  base: string,
  call: Call,
  ca: string | undefined,
  authorization?: string,
): Promise<Answer> => {
  let error: unknown;
  for (let attempt = 1; attempt <= tries; attempt++) {
    if (attempt > 1) await new Promise(resolve => setTimeout(resolve, betweenTriesMs()));
    try {
      const answer = await sendOnce(base, call, ca, authorization);
      if (call.method !== 'GET' || ![502, 503, 504].includes(answer.status)) return answer;
      error = null;
    } catch (thrown) {
      error = thrown;
    }
  }
  throw performing(
    base,
    call,
    failed(`Retry: ${error === null ? '<nil cause>' : goCause(base, call, error)}`),
  );
};

const goCause = (base: string, { method, path }: Call, error: unknown): string => {
  const verb = method[0] + method.slice(1).toLowerCase();
  return `${verb} "${base}${path}": ${goWords(error, base + path)}`;
};

const sendOnce = (
  base: string,
  call: Call,
  ca: string | undefined,
  authorization: string | undefined,
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(base);
    const agent = program()?.agent ?? false;
    const headers = { ...call.headers, ...(authorization === undefined ? {} : { authorization }) };
    // The path as it is: a URL would lose the bare `?` that the CLI ends some paths with. A connection for each request.
    const options = { hostname, port, path: call.path, method: call.method, headers, ca, agent };
    const request = httpsRequest(options, response => {
      const chunks: Buffer[] = [];
      response.on('data', chunk => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          rawHeaders: response.rawHeaders,
          body: Buffer.concat(chunks).toString(),
        }),
      );
    });
    request.on('error', reject);
    request.end(call.body);
  });

/** Node's transport errors in the words of Go's net package. */
const goWords = (error: unknown, target: string): string => {
  const { hostname, port } = new URL(target);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ECONNREFUSED') return `dial tcp ${hostname}:${port || 443}: connect: connection refused`;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return `dial tcp: lookup ${hostname}: no such host`;
  if (/CERT|UNABLE_TO|SELF_SIGNED/.test(code))
    return code === 'ERR_TLS_CERT_ALTNAME_INVALID'
      ? `tls: failed to verify certificate: x509: certificate is not valid for ${hostname}`
      : 'tls: failed to verify certificate: x509: certificate signed by unknown authority';
  if (code === 'ECONNRESET') return 'EOF';
  return error instanceof Failure || error instanceof Error ? error.message : String(error);
};
