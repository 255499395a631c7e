import { Worker } from 'node:worker_threads';
import type { Ack } from '../write.ts';
import type { WriterThreadData } from './writer-thread.ts';

/**
 * The writers beside the process that plays the whole world: what they measure is the time that etcd did not acknowledge,
 * not the time that a Director, a vCenter, a Slack and a bot on one event loop kept them waiting.
 */
export const writersInThread = (data: WriterThreadData, acked: (ack: Ack) => void) => {
  const thread = new Worker(new URL('./writer-thread.ts', import.meta.url), { workerData: data });
  thread.on('message', acked);
  const ended = new Promise<void>((resolve, reject) => {
    thread.once('error', reject);
    // Every message that it posted has been heard by then.
    thread.once('exit', () => resolve());
  });
  ended.catch(() => {}); // whoever stops the writers hears of it
  return {
    stop: () => {
      thread.postMessage('stop');
      return ended;
    },
  };
};
