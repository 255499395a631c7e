import type { Machines } from './machines.ts';
import { majorityView } from './majority.ts';
import type { Member } from './member.ts';
import { writersInThread } from './real/writers-in-thread.ts';
import { type Ack, write, writersPrefix } from './write.ts';

export type Writers = {
  stop(): Promise<void>;
  ackedCount(): number;
  /** Milliseconds of the longest time without an acknowledgement from `sinceMs` (epoch) to now, or to stop. */
  longestGapMs(sinceMs: number): number;
  /** The bot's first act is about to happen: what is acknowledged and readable now must never go missing. */
  markFirstAct(): Promise<void>;
  /** Keys acknowledged and readable at the mark that the majority has no longer. */
  missing(): Promise<readonly string[]>;
  /** Keys acknowledged after the mark, by a member of the majority's cluster, that the majority has not. */
  missingLater(): Promise<readonly string[]>;
  /** Keys acknowledged by a member that was a cluster of its own, and that the majority has not. */
  phantoms(): Promise<readonly string[]>;
};

export type WritersOptions = {
  readonly writers?: number;
  /** Writes a second, of each. */
  readonly perSecond?: number;
  readonly timeoutMs?: number;
};

/** The masters' written keys as the most advanced member of the majority has them; null when nobody answers. */
const readMajority = async (members: readonly Member[]): Promise<ReadonlyMap<string, string> | null> => {
  for (const { member } of await majorityView(members)) {
    const keys = await member.keys(writersPrefix);
    if (keys) return keys;
  }
  return null;
};

/** Which members have been a cluster of their own, and when: a rogue acknowledges what nobody else will ever have. */
const watchLoners = (members: readonly Member[], everyMs: number) => {
  const seen = new Map<string, { readonly from: number; to: number }[]>();
  let lookedAt = Date.now();
  const look = async (): Promise<void> => {
    const before = lookedAt;
    lookedAt = Date.now();
    for (const member of members) {
      const spans = seen.get(member.name) ?? [];
      seen.set(member.name, spans);
      const last = spans.at(-1);
      if ((await member.memberCount()) !== 1) continue;
      if (last && last.to >= before) last.to = Date.now();
      else spans.push({ from: before, to: Date.now() });
    }
  };
  const timer = setInterval(() => void look(), everyMs);
  /** Between two looks either may be right: a look's width is added after it. */
  const wasAlone = (name: string, at: number): boolean =>
    (seen.get(name) ?? []).some(span => span.from <= at && at <= span.to + everyMs);
  return { wasAlone, stop: () => clearInterval(timer) };
};

const longestGap = (times: readonly number[], since: number, end: number): number => {
  const points = [since, ...times.filter(at => at > since && at < end), end];
  return points.reduce((longest, at, i) => Math.max(longest, at - (points[i - 1] ?? at)), 0);
};

const endpointsOf = (members: readonly Member[]) =>
  members.flatMap(({ name, dial }) => (dial ? [{ name, dial }] : []));

/** Puts keys through the masters' endpoints all the time, and remembers every one that was acknowledged. */
export const startWriters = (machines: Machines, options: WritersOptions = {}): Writers => {
  const members = machines.masters.map(master => master.member);
  const pace = { pauseMs: 1000 / (options.perSecond ?? 20), timeoutMs: options.timeoutMs ?? 500 };
  const acks: Ack[] = [];
  let stoppedAt: number | null = null;
  let marked: readonly Ack[] = [];
  let markedAt = Number.POSITIVE_INFINITY;
  const loners = watchLoners(members, 250);
  const count = options.writers ?? 3;
  const acked = (ack: Ack) => void acks.push(ack);
  const thread =
    machines.etcdKind === 'real'
      ? writersInThread({ endpoints: endpointsOf(members), writers: count, pace }, acked)
      : null;
  const running = thread
    ? []
    : Array.from({ length: count }, (_, writer) =>
        write(writer, members, pace, () => stoppedAt === null, acked),
      );
  const gone = async (judged: readonly Ack[]): Promise<readonly Ack[]> => {
    const keys = await readMajority(members);
    if (!keys)
      throw new Error('no member answers, so nobody can say whether an acknowledged write is missing');
    return judged.filter(ack => keys.get(ack.key) !== ack.value);
  };
  const keysOf = (judged: readonly Ack[]): readonly string[] => judged.map(ack => ack.key);
  const phantom = (ack: Ack): boolean => loners.wasAlone(ack.by, ack.at);
  return {
    stop: async () => {
      stoppedAt ??= Date.now();
      await Promise.all([thread?.stop(), ...running]);
      loners.stop();
    },
    ackedCount: () => acks.length,
    longestGapMs: since =>
      longestGap(
        acks.filter(ack => !phantom(ack)).map(ack => ack.at),
        since,
        stoppedAt ?? Date.now(),
      ),
    markFirstAct: async () => {
      const judged = acks.slice();
      markedAt = Date.now();
      const keys = await readMajority(members);
      marked = judged.filter(ack => keys?.get(ack.key) === ack.value);
    },
    missing: async () => keysOf(await gone(marked)),
    missingLater: async () => keysOf(await gone(acks.filter(ack => ack.at > markedAt && !phantom(ack)))),
    phantoms: async () => keysOf(await gone(acks.filter(phantom))),
  };
};
