import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { askOf, oneDeployment, oneInstance, toTask } from '../find.ts';
import { Refused, type Route } from '../http.ts';
import { type Instance, withIndex } from '../inventory.ts';
import { needAgent } from '../update.ts';

/** A tar of one file, gzipped: enough for `bosh logs` to write something that tar can read. */
const tarball = (name: string, text: string): Buffer => {
  const header = Buffer.alloc(512);
  const body = Buffer.from(text);
  const octal = (value: number, width: number) => `${value.toString(8).padStart(width - 1, '0')}\0`;
  header.write(name, 0);
  header.write(octal(0o640, 8) + octal(0, 8) + octal(0, 8), 100);
  header.write(octal(body.length, 12) + octal(Math.floor(Date.now() / 1000), 12), 124);
  header.write(`${' '.repeat(8)}0`, 148);
  header.write('ustar\x0000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  const padding = Buffer.alloc((512 - (body.length % 512)) % 512);
  return gzipSync(Buffer.concat([header, body, padding, Buffer.alloc(1024)]));
};

const summary = ({ machine }: Instance) =>
  machine
    .processes()
    .map(({ name, state }) => `Process '${name}' ${state}\n`)
    .join('');

export const logRoutes: readonly Route[] = [
  {
    method: 'GET',
    pattern: /^\/deployments\/([^/]+)\/jobs\/([^/]+)\/([^/]+)\/logs$/,
    answer: (request, state) => {
      const deployment = oneDeployment(state, request.captured[0]);
      const instance = oneInstance(state, request.captured[1], request.captured[2]);
      const task = state.tasks.start(askOf(request, 'fetch_logs', 'fetch logs', deployment), async job => {
        const blob = randomUUID();
        await job.stage(`Fetching logs for ${withIndex(instance)}`, 1)(
          'Finding and packing log files',
          async () => {
            await needAgent(state, job, instance, 'fetch_logs');
            state.blobs.set(blob, tarball('./monit/summary.log', summary(instance)));
          },
        );
        return blob;
      });
      return toTask(task, request);
    },
  },
  {
    method: 'GET',
    pattern: /^\/resources\/([^/]+)$/,
    answer: ({ captured }, { blobs }) => {
      const body = blobs.get(captured[0] ?? '');
      if (!body) throw new Refused(404, 50_000, `Resource '${captured[0]}' not found in the blobstore`);
      return { status: 200, headers: { 'content-type': 'application/x-gzip' }, body };
    },
  },
];
