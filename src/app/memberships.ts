import { z } from 'zod';
import type { Answerers } from '../approvals/who-can.ts';
import type { Config } from '../config.ts';
import type { Engine } from '../engine/engine.ts';
import type { Surface } from '../model/click.ts';
import type { Membership, Person } from '../model/person.ts';
import type { Clock } from '../ports/clock.ts';
import type { Memory } from '../ports/memory.ts';
import { text } from '../words.ts';
import { aClusterEach, type Rule, ruleOf } from './approvers.ts';

type Store = Memory & { now(): Promise<number> };
type Ask = Engine['membership'];
type BreakGlass = NonNullable<Engine['breakGlass']>['membership'];
type Rules = Pick<Config, 'APPROVERS' | 'APPROVERS_BY_CLUSTER'>;

const dayMs = 24 * 3_600_000;
const hourMs = 3_600_000;
/** A group of some clusters has a word of its own on each of its people. */
const keyOf = ({ group }: Pick<Rule, 'group'>, id: string): string =>
  group === null ? `membership/${id}` : `membership/${group}/${id}`;
const stored = z.object({
  at: z.number(),
  membership: z.discriminatedUnion('state', [
    z.object({ state: z.literal('member') }),
    z.object({ state: z.literal('not-member'), group: z.string() }),
    z.object({ state: z.enum(['bot', 'guest', 'deactivated']) }),
    z.object({ state: z.literal('foreign'), team: z.string() }),
  ]),
});

/** What Slack last said of a person under a rule, and how long ago, in ms; null: nothing within a day. */
export const lastMembership = async (journal: Store, rule: Pick<Rule, 'group'>, id: string) => {
  const found = stored.safeParse(await journal.recall(keyOf(rule, id))).data;
  const ageMs = found ? (await journal.now()) - found.at : 0;
  return found && ageMs <= dayMs ? { membership: found.membership, ageMs } : null;
};

const keep = async (journal: Store, rule: Rule, id: string, membership: Membership): Promise<void> =>
  journal.remember(keyOf(rule, id), { at: await journal.now(), membership });

const remembered = async (journal: Store, rule: Rule, { id }: Pick<Person, 'id'>, unknown: Membership) => {
  if (rule.ids.includes(id)) return { state: 'member' } as const;
  const last = await lastMembership(journal, rule, id);
  return last?.membership ?? unknown;
};

/**
 * Slack's word on people, kept as it is told. For the command line of the bot's host alone, which is for when Slack is away, what it
 * said within a day counts while it says nothing, and who stands in APPROVERS by id always does.
 */
export const memberships =
  (journal: Store, config: Rules, ask: Ask): Ask =>
  async (person, channel, cluster, via) =>
    kept(journal, ruleOf(config, cluster), { person, via }, await ask(person, channel, cluster, via));

const kept = async (
  journal: Store,
  rule: Rule,
  { person, via }: { readonly person: Person; readonly via: Surface | undefined },
  found: Membership,
): Promise<Membership> => {
  if (found.state === 'unknown') return via === 'cli' ? remembered(journal, rule, person, found) : found;
  // Only for later: a store that is away is told of by whoever has to write, and keeps no answer back.
  await keep(journal, rule, person.id, found).catch(() => {});
  return found;
};

/** The same for who may break the glass; null where nobody may. */
export const breakers = (
  journal: Store,
  { BREAK_GLASS_GROUP: group }: Pick<Config, 'BREAK_GLASS_GROUP'>,
  ask: (person: Person, channel: string, group: string) => Promise<Membership>,
): BreakGlass | null =>
  group === undefined
    ? null
    : async (person, channel, via) =>
        kept(journal, { group, ids: [] }, { person, via }, await ask(person, channel, group));

/** On the host nobody asks Slack. */
export const slackIsNotAsked = async (): Promise<Membership> => ({
  state: 'unknown',
  why: text(
    'Slack is not asked here, and it said nothing of you within a day',
    '여기서는 Slack을 조회하지 않으며, 최근 24시간 안에 확인된 기록이 없습니다',
  ),
});

/** Who could answer while Slack is away: the people of the host. Where they are too few others may be, and nobody here knows. */
export const answerersAtHost =
  (journal: Store, config: Rules & Pick<Config, 'HOST_PEOPLE'>): Engine['answerers'] =>
  async (cluster, but, wanted): Promise<Answerers> => {
    const [rule, people] = [ruleOf(config, cluster), config.HOST_PEOPLE ?? []];
    const others = [...new Set([...people.map(({ id }) => id), ...rule.ids])].filter(id => id !== but.id);
    const unknown: Membership = { state: 'deactivated' };
    const found = await Promise.all(others.map(id => remembered(journal, rule, { id }, unknown)));
    const names = others.filter((_, n) => found[n]?.state === 'member');
    const known = names.join(', ') || '-';
    return names.length >= wanted
      ? { names }
      : {
          unread: text(
            `Slack is not asked here, and of HOST_PEOPLE and APPROVERS it confirmed within a day: ${known}`,
            `여기서는 Slack을 조회하지 않으며, HOST_PEOPLE과 APPROVERS 중 최근 24시간 안에 확인된 사람: ${known}`,
          ),
        };
  };

/** Reads those whom HOST_PEOPLE names now and every hour, so that there is something to go by when Slack is away. */
export const keepMemberships = (ask: Ask, breaker: BreakGlass | null, config: Config, clock: Clock) => {
  const { HOST_PEOPLE: people } = config;
  const stopping = new AbortController();
  const read = async () => {
    while (!stopping.signal.aborted) {
      for (const { login, id } of people ?? []) {
        const person = { team: '', id, name: login };
        for (const cluster of aClusterEach(config)) await ask(person, 'D', cluster, 'slash').catch(() => {});
        await breaker?.(person, 'D', 'slash').catch(() => {});
      }
      await clock.sleep(hourMs, stopping.signal);
    }
  };
  if (people) void read();
  return { stop: () => stopping.abort() };
};
