import { request } from 'node:http';
import { parseArgs } from 'node:util';
import type { Streams } from '../govc/cli.ts';

/**
 * Stand-in for curl where a machine has none: `curl -sS -m SECONDS -w FORMAT URL`, plain http. Exit codes and sentences of
 * curl 7.88 (its manual's "EXIT CODES"; test/machine/drill/tools/curl.test.ts asks the real one beside it).
 */
export const runCurl = async (
  argv: readonly string[],
  _env: unknown,
  { out, err }: Streams,
): Promise<number> => {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      silent: { type: 'boolean', short: 's' },
      'show-error': { type: 'boolean', short: 'S' },
      'max-time': { type: 'string', short: 'm' },
      'write-out': { type: 'string', short: 'w' },
    },
  });
  const url = new URL(positionals[0] ?? '');
  const page = await fetched(url, Number(values['max-time'] ?? 300) * 1000);
  out(page.body);
  if (page.exitCode !== 0) err(`curl: (${page.exitCode}) ${page.why}\n`);
  const format = values['write-out'] ?? '';
  out(format.replaceAll('%{http_code}', page.status).replaceAll('\\n', '\n'));
  return page.exitCode;
};

type Page = {
  readonly body: string;
  readonly status: string;
  readonly exitCode: number;
  readonly why: string;
};

const fetched = (url: URL, ms: number): Promise<Page> =>
  new Promise(resolve => {
    const began = Date.now();
    let body = '';
    let status = '000';
    const over = (exitCode: number, why: string) => resolve({ body, status, exitCode, why });
    const call = request(url, { agent: false, signal: AbortSignal.timeout(ms) }, answer => {
      status = String(answer.statusCode).padStart(3, '0');
      answer.setEncoding('utf8');
      answer.on('data', text => {
        body += text;
      });
      answer.on('end', () => over(0, ''));
    });
    call.on('error', error => {
      const [exitCode, why] = failure(error, { url, status, took: Date.now() - began, bytes: body.length });
      over(exitCode, why);
    });
    call.end();
  });

type Half = { readonly url: URL; readonly status: string; readonly took: number; readonly bytes: number };

const failure = (error: Error, { url, status, took, bytes }: Half): [exitCode: number, why: string] => {
  if (error.name === 'AbortError' || error.name === 'TimeoutError')
    return [28, `Operation timed out after ${took} milliseconds with ${bytes} bytes received`];
  const code = 'code' in error ? error.code : '';
  if (code === 'ENOTFOUND') return [6, `Could not resolve host: ${url.hostname}`];
  const at = `${url.hostname} port ${url.port || 80}`;
  if (code === 'ECONNREFUSED')
    return [7, `Failed to connect to ${at} after ${took} ms: Couldn't connect to server`];
  return status === '000' ? [52, 'Empty reply from server'] : [56, 'Recv failure: Connection reset by peer'];
};
