import { afterEach, expect, test } from 'vitest';
import { answerersAtHost, memberships, slackIsNotAsked } from '../../src/app/memberships.ts';
import type { Membership } from '../../src/model/person.ts';
import { jihun, seoyeon } from '../support/a-run.ts';
import { type SmallWorld, smallWorld } from '../support/small-world/small-world.ts';

let world: SmallWorld;
afterEach(() => world.close());

const hour = 3_600_000;
const away: Membership = { state: 'unknown', why: { en: 'Slack is away', ko: 'Slack 중단' } };

test('what Slack last said of a person counts for a day, on the host’s command line only', async () => {
  world = smallWorld();
  const { journal } = await world.bot();
  let slack: Membership = { state: 'member' };
  const ask = memberships(journal, {}, async () => slack);
  await ask(seoyeon, 'C1', 'dev-1', 'button');
  slack = away;
  for (const via of ['button', 'modal', 'slash', undefined] as const)
    expect(await ask(seoyeon, 'C1', 'dev-1', via), String(via)).toEqual(away);
  expect(await ask(seoyeon, 'C1', 'dev-1', 'cli')).toEqual({ state: 'member' });
  world.time.pass(23 * hour);
  expect(await memberships(journal, {}, slackIsNotAsked)(seoyeon, 'C1', 'dev-1', 'cli')).toEqual({
    state: 'member',
  });
  world.time.pass(2 * hour);
  expect(await ask(seoyeon, 'C1', 'dev-1', 'cli')).toEqual(away);
});

test('who lost the role while Slack was there has lost it here too, and a stranger has none', async () => {
  world = smallWorld();
  const { journal } = await world.bot();
  const said: Membership[] = [{ state: 'member' }, { state: 'not-member', group: '@approvers' }, away];
  const ask = memberships(journal, {}, async () => said.shift() ?? away);
  await ask(seoyeon, 'C1', 'dev-1');
  await ask(seoyeon, 'C1', 'dev-1');
  expect(await ask(seoyeon, 'C1', 'dev-1', 'cli')).toEqual({ state: 'not-member', group: '@approvers' });
  expect((await ask({ ...seoyeon, id: 'U0NOBODY' }, 'C1', 'dev-1', 'cli')).state).toBe('unknown');
});

test('who stands in APPROVERS by id always counts there', async () => {
  world = smallWorld();
  const { journal } = await world.bot();
  const ask = memberships(journal, { APPROVERS: [seoyeon.id] }, slackIsNotAsked);
  expect(await ask(seoyeon, 'C1', 'dev-1', 'cli')).toEqual({ state: 'member' });
  expect((await ask(seoyeon, 'C1', 'dev-1', 'button')).state).toBe('unknown');
});

test('a store that is away keeps nobody from the answer that Slack has given', async () => {
  world = smallWorld();
  const { journal } = await world.bot();
  const gone = () => Promise.reject(new Error('the store is away'));
  for (const broken of [{ now: gone }, { remember: gone }]) {
    const ask = memberships({ ...journal, ...broken }, {}, async () => ({ state: 'member' }));
    expect(await ask(seoyeon, 'C1', 'dev-1', 'button')).toEqual({ state: 'member' });
  }
});

test('what Slack said of one cluster’s group says nothing of another cluster’s', async () => {
  world = smallWorld();
  const { journal } = await world.bot();
  const config = { APPROVERS: [seoyeon.id], APPROVERS_BY_CLUSTER: [{ pattern: 'prod-*', group: 'S0PROD' }] };
  const ask = memberships(journal, config, slackIsNotAsked);
  await memberships(journal, config, async () => ({ state: 'member' }))(seoyeon, 'C1', 'dev-1');
  expect((await ask(seoyeon, 'C1', 'prod-1', 'cli')).state).toBe('unknown');
  await memberships(journal, config, async () => ({ state: 'not-member', group: '@prod' }))(
    seoyeon,
    'C1',
    'prod-1',
  );
  expect(await ask(seoyeon, 'C1', 'prod-1', 'cli')).toEqual({ state: 'not-member', group: '@prod' });
  expect(await ask(seoyeon, 'C1', 'dev-1', 'cli')).toEqual({ state: 'member' });
});

test('on the host as many can answer as Slack confirmed within a day, the requester not among them', async () => {
  world = smallWorld();
  const { journal } = await world.bot();
  const HOST_PEOPLE = [seoyeon, jihun].map(({ id }) => ({ login: id.toLowerCase(), id }));
  const asked = answerersAtHost(journal, { HOST_PEOPLE });
  expect(await asked('dev-1', jihun, 1)).toHaveProperty('unread');
  for (const who of [seoyeon, jihun])
    await memberships(journal, {}, async () => ({ state: 'member' }))(who, 'C1', 'dev-1');
  expect(await asked('dev-1', jihun, 1)).toEqual({ names: [seoyeon.id] });
  expect(await asked('dev-1', jihun, 2)).toHaveProperty('unread.en', expect.stringContaining(seoyeon.id));
});
