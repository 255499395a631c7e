import { setTimeout as sleep } from 'node:timers/promises';
import type { Acknowledged, KeyValue } from './member.ts';

export const writersPrefix = '/drill/writers/';

export type Ack = {
  readonly key: string;
  readonly value: string;
  /** Epoch milliseconds at which the writer heard of it. */
  readonly at: number;
  readonly revision: number;
  readonly by: string;
};

/** What a writer needs of a member. */
export type Endpoint = {
  readonly name: string;
  running(): boolean;
  put(pair: KeyValue, timeoutMs: number): Promise<Acknowledged | null>;
};

/** Milliseconds between an acknowledgement and the next write, and until an unanswered one goes to the next member. */
export type Pace = { readonly pauseMs: number; readonly timeoutMs: number };

/** One writer: a new key every pause, through whichever endpoint acknowledges, until `going` says no. */
export const write = async (
  writer: number,
  endpoints: readonly Endpoint[],
  pace: Pace,
  going: () => boolean,
  acked: (ack: Ack) => void,
): Promise<void> => {
  let at = writer;
  for (let count = 0; going(); count++) {
    const key = `${writersPrefix}${writer}/${String(count).padStart(6, '0')}`;
    const pair = { key, value: `${writer}.${count}` };
    while (going()) {
      const endpoint = endpoints[at % endpoints.length];
      if (!endpoint) return;
      const ack = endpoint.running() ? await endpoint.put(pair, pace.timeoutMs) : null;
      if (ack) {
        acked({ ...pair, at: Date.now(), revision: ack.revision, by: endpoint.name });
        break;
      }
      at++;
      await sleep(5);
    }
    await sleep(pace.pauseMs);
  }
};
