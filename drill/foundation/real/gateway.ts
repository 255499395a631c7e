import { Agent, fetch } from 'undici';
import { z } from 'zod';
import type { Dial } from '../dial.ts';
import type { Acknowledged, MemberView } from '../member.ts';

/** etcd's own JSON gateway (`/v3/...`): uint64 as decimal strings, zero values left out, keys and values in base64. */
const header = z.object({
  member_id: z.string(),
  revision: z.string().default('0'),
  raft_term: z.string().default('0'),
});
const statusAnswer = z.object({
  header,
  leader: z.string().default('0'),
  raftIndex: z.string().default('0'),
  raftTerm: z.string().default('0'),
});
const putAnswer = z.object({ header });
const rangeAnswer = z.object({
  kvs: z.array(z.object({ key: z.string(), value: z.string().default('') })).default([]),
});

const listAnswer = z.object({ members: z.array(z.object({ ID: z.string() })) });

const hex = (decimal: string): string => BigInt(decimal).toString(16);
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const text = (encoded: string): string => Buffer.from(encoded, 'base64').toString();
/** The key after every key with this prefix. */
const prefixEnd = (prefix: string): string =>
  prefix.slice(0, -1) + String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1);

/** null for anything but a whole answer in time: a member that is down, frozen, leaderless or out of space. */
const asker = ({ url, tls }: Dial) => {
  const dispatcher = new Agent({ connect: tls });
  return async <T>(
    path: string,
    body: object,
    answer: z.ZodType<T>,
    timeoutMs: number,
  ): Promise<T | null> => {
    try {
      const response = await fetch(`${url}/v3/${path}`, {
        method: 'POST',
        dispatcher,
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(timeoutMs),
      });
      const json: unknown = await response.json();
      return response.ok ? answer.parse(json) : null;
    } catch {
      return null;
    }
  };
};

export const gateway = (dial: Dial) => {
  const ask = asker(dial);
  return {
    view: async (): Promise<MemberView | null> => {
      const seen = await ask('maintenance/status', {}, statusAnswer, 1000);
      if (!seen) return null;
      return {
        id: hex(seen.header.member_id),
        leader: seen.leader === '0' ? null : hex(seen.leader),
        term: Number(seen.raftTerm),
        revision: Number(seen.header.revision),
        raftIndex: Number(seen.raftIndex),
      };
    },
    memberCount: async (): Promise<number | null> =>
      (await ask('cluster/member/list', {}, listAnswer, 1000))?.members.length ?? null,
    /** A linearizable read of one key, as `endpoint health` does. */
    healthy: async (): Promise<boolean> =>
      (await ask('kv/range', { key: base64('health') }, rangeAnswer, 2000)) !== null,
    put: async (key: string, value: string, timeoutMs: number): Promise<Acknowledged | null> => {
      const body = { key: base64(key), value: base64(value) };
      const seen = await ask('kv/put', body, putAnswer, timeoutMs);
      if (!seen) return null;
      const { member_id, revision, raft_term } = seen.header;
      return { revision: Number(revision), memberId: hex(member_id), term: Number(raft_term) };
    },
    keys: async (prefix: string): Promise<ReadonlyMap<string, string> | null> => {
      const body = { key: base64(prefix), range_end: base64(prefixEnd(prefix)), serializable: true };
      const seen = await ask('kv/range', body, rangeAnswer, 5000);
      return seen && new Map(seen.kvs.map(kv => [text(kv.key), text(kv.value)]));
    },
  };
};
