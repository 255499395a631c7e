import { z } from 'zod';
import type { Config } from '../config.ts';
import type { Engine } from '../engine/engine.ts';
import type { Membership, Person } from '../model/person.ts';
import type { Clock } from '../ports/clock.ts';
import type { Memory } from '../ports/memory.ts';
import { text } from '../words.ts';

type Store = Memory & { now(): Promise<number> };
type Ask = Engine['membership'];

const dayMs = 24 * 3_600_000;
const hourMs = 3_600_000;
const keyOf = (id: string): string => `membership/${id}`;
const kept = z.object({
  at: z.number(),
  membership: z.discriminatedUnion('state', [
    z.object({ state: z.literal('member') }),
    z.object({ state: z.literal('not-member'), group: z.string() }),
    z.object({ state: z.enum(['bot', 'guest', 'deactivated']) }),
    z.object({ state: z.literal('foreign'), team: z.string() }),
  ]),
});

/** What Slack last said of a person, and how long ago, in ms; null: nothing within a day. */
export const lastMembership = async (journal: Store, id: string) => {
  const found = kept.safeParse(await journal.recall(keyOf(id))).data;
  const ageMs = found ? (await journal.now()) - found.at : 0;
  return found && ageMs <= dayMs ? { membership: found.membership, ageMs } : null;
};

const keep = async (journal: Store, id: string, membership: Membership): Promise<void> =>
  journal.remember(keyOf(id), { at: await journal.now(), membership });

const remembered = async (
  journal: Store,
  approvers: readonly string[],
  { id }: Person,
  unknown: Membership,
) => {
  if (approvers.includes(id)) return { state: 'member' } as const;
  const last = await lastMembership(journal, id);
  return last?.membership ?? unknown;
};

/**
 * Slack's word on people, kept as it is told. For the command line of the bot's host alone, which is for when Slack is away, what it
 * said within a day counts while it says nothing, and who stands in APPROVERS by id always does.
 */
export const memberships =
  (journal: Store, approvers: readonly string[], ask: Ask): Ask =>
  async (person, channel, via) => {
    const found = await ask(person, channel, via);
    if (found.state === 'unknown')
      return via === 'cli' ? remembered(journal, approvers, person, found) : found;
    // Only for later: a store that is away is told of by whoever has to write, and keeps no answer back.
    await keep(journal, person.id, found).catch(() => {});
    return found;
  };

/** On the host nobody asks Slack. */
export const slackIsNotAsked: Ask = async () => ({
  state: 'unknown',
  why: text(
    'Slack is not asked here, and it said nothing of you within a day',
    '여기서는 Slack을 조회하지 않으며, 최근 24시간 안에 확인된 기록이 없습니다',
  ),
});

/** Reads those whom HOST_PEOPLE names now and every hour, so that there is something to go by when Slack is away. */
export const keepMemberships = (ask: Ask, people: Config['HOST_PEOPLE'], clock: Clock) => {
  const stopping = new AbortController();
  const read = async () => {
    while (!stopping.signal.aborted) {
      for (const { login, id } of people ?? [])
        await ask({ team: '', id, name: login }, 'D', 'slash').catch(() => {});
      await clock.sleep(hourMs, stopping.signal);
    }
  };
  if (people) void read();
  return { stop: () => stopping.abort() };
};
