import { request } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';

/** Speaks to a Director as the bosh CLI does (facts of its requests: test/fixtures/captures/bosh): a fresh connection per
 *  request, a redirect followed by polling, the event log by ranges. */
export type Reply = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  readonly bytes: Buffer;
};
export type Send = {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly authorization?: string | null;
};

export type Finished = {
  readonly task: Record<string, unknown>;
  readonly events: string;
  readonly result: string;
};

export const directorClient = (
  { url, caCertPem }: { url: string; caCertPem: string },
  authorization = `Basic ${Buffer.from('ops_manager:secret').toString('base64')}`,
) => {
  const send = (method: string, path: string, options: Send = {}): Promise<Reply> =>
    new Promise((resolve, reject) => {
      const auth = options.authorization === undefined ? authorization : options.authorization;
      const headers = { ...options.headers, ...(auth ? { authorization: auth } : {}) };
      const outgoing = request(
        new URL(path, url),
        { method, headers, ca: caCertPem, agent: false },
        incoming => {
          const chunks: Buffer[] = [];
          incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
          incoming.on('error', reject);
          incoming.on('end', () => {
            const bytes = Buffer.concat(chunks);
            resolve({
              status: incoming.statusCode ?? 0,
              headers: incoming.headers,
              body: bytes.toString(),
              bytes,
            });
          });
        },
      );
      outgoing.on('error', reject);
      outgoing.end(options.body);
    });
  const read = async (path: string): Promise<unknown> => JSON.parse((await send('GET', path)).body);

  /** The id that the redirect names. */
  const begin = async (method: string, path: string, options: Send = {}): Promise<number> => {
    const reply = await send(method, path, options);
    const id = /\/tasks\/(\d+)$/.exec(reply.headers.location?.toString() ?? '')?.[1];
    if (reply.status !== 302 || !id) throw new Error(`${method} ${path}: ${reply.status} ${reply.body}`);
    return Number(id);
  };
  const taskOf = async (id: number): Promise<Record<string, unknown>> => {
    const task = await read(`/tasks/${id}`);
    if (typeof task !== 'object' || task === null) throw new Error(`task ${id} is not an object`);
    return { ...task };
  };
  const ended = ['done', 'error', 'cancelled', 'timeout'];
  const follow = async (id: number): Promise<Finished> => {
    let events = '';
    for (;;) {
      const task = await taskOf(id);
      const range = { range: `bytes=${Buffer.byteLength(events)}-` };
      const more = await send('GET', `/tasks/${id}/output?type=event`, { headers: range });
      if (more.status === 206) events += more.body;
      if (ended.includes(String(task.state)) && more.status !== 206) {
        const result = await send('GET', `/tasks/${id}/output?type=result`);
        return { task, events, result: result.body };
      }
      await sleep(20);
    }
  };
  const act = async (method: string, path: string, options: Send = {}) =>
    follow(await begin(method, path, options));
  return { send, read, begin, taskOf, follow, act };
};

/** The event log as the CLI prints it, without times: `Stage: task [state]`, warnings and errors with their words. */
export const storyOf = (events: string): readonly string[] =>
  events
    .split('\n')
    .filter(line => line !== '')
    .map(line => {
      const event: Record<string, unknown> & { error?: { message: string }; data?: { error: string } } =
        JSON.parse(line);
      if (event.error) return `Error: ${event.error.message}`;
      if (event.type) return `${event.type}: ${event.message}`;
      return `${event.stage}: ${event.task} ${event.state}${event.data ? ` (${event.data.error})` : ''}`;
    });
