import { readFileSync } from 'node:fs';
import type { CliCommand } from './command.ts';
import type { Answer, Call } from './director.ts';
import { failed, UsageFailure } from './failure.ts';
import { inContext } from './tasks.ts';

const methods = ['GET', 'POST', 'PUT', 'DELETE'] as const;

/** Any call of the Director's API. A created task is answered at once, without waiting for it. */
export const curl: CliCommand = async ({ director, options, ui }) => {
  const method = methods.find(known => known === (options.flag('method') ?? 'GET'));
  if (method === undefined) throw failed(`Unknown method '${options.flag('method') ?? ''}'`);
  if (method === 'DELETE' && options.has('header')) throw failed('Expected no headers');
  const [path = ''] = options.words;
  if (!path.startsWith('/')) throw new UsageFailure(`invalid path '${path}'`);
  const bodyFile = options.flag('body');
  const call: Call = {
    method,
    path,
    headers: Object.fromEntries(options.all('header').map(splitHeader)),
    ...(bodyFile === undefined
      ? method === 'GET' || method === 'DELETE'
        ? {}
        : { body: '' }
      : { body: readFileSync(bodyFile, 'utf8') }),
  };
  const doing = 'Executing HTTP request';
  const answer = await inContext(doing, director.ask(call));
  ui.block((options.has('show-headers') ? headersOf(answer) : '') + answer.body);
  if (answer.status > 206)
    await inContext(
      doing,
      Promise.reject(
        failed(
          `Director responded with non-successful status code '${answer.status}' response '${answer.body}'`,
        ),
      ),
    );
};

const splitHeader = (header: string): [string, string] => {
  const colon = header.indexOf(':');
  return [header.slice(0, colon).trim(), header.slice(colon + 1).trim()];
};

const headersOf = (answer: Answer) => {
  const { rawHeaders } = answer;
  const lines = rawHeaders.flatMap((name, at) =>
    at % 2 === 0 ? [`${name}: ${rawHeaders[at + 1] ?? ''}`] : [],
  );
  return `HTTP/1.1 ${answer.status} OK\n${lines.join('\n')}\n\n`;
};
