import { parentPort, workerData } from 'node:worker_threads';
import type { Dial } from '../dial.ts';
import { type Endpoint, type Pace, write } from '../write.ts';
import { gateway } from './gateway.ts';

/** What writers in a thread of their own are given. */
export type WriterThreadData = {
  readonly endpoints: readonly { readonly name: string; readonly dial: Dial }[];
  readonly writers: number;
  readonly pace: Pace;
};

// Only `writersInThread` starts this file, with this data.
const { endpoints, writers, pace } = workerData as WriterThreadData;
let going = true;
parentPort?.once('message', () => {
  going = false;
});
const reached: readonly Endpoint[] = endpoints.map(({ name, dial }) => {
  const etcd = gateway(dial);
  // A member that is down refuses the connection at once: no need to ask the box about it.
  return { name, running: () => true, put: ({ key, value }, timeoutMs) => etcd.put(key, value, timeoutMs) };
});
await Promise.all(
  Array.from({ length: writers }, (_, writer) =>
    write(
      writer,
      reached,
      pace,
      () => going,
      ack => parentPort?.postMessage(ack),
    ),
  ),
);
