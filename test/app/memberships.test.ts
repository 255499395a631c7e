import { afterEach, expect, test } from 'vitest';
import { memberships, slackIsNotAsked } from '../../src/app/memberships.ts';
import type { Membership } from '../../src/model/person.ts';
import { seoyeon } from '../support/a-run.ts';
import { type SmallWorld, smallWorld } from '../support/small-world/small-world.ts';

let world: SmallWorld;
afterEach(() => world.close());

const hour = 3_600_000;
const away: Membership = { state: 'unknown', why: { en: 'Slack is away', ko: 'Slack 중단' } };

test('what Slack last said of a person counts for a day, on the host’s command line only', async () => {
  world = smallWorld();
  const { journal } = await world.bot();
  let slack: Membership = { state: 'member' };
  const ask = memberships(journal, [], async () => slack);
  await ask(seoyeon, 'C1', 'button');
  slack = away;
  for (const via of ['button', 'modal', 'slash', undefined] as const)
    expect(await ask(seoyeon, 'C1', via), String(via)).toEqual(away);
  expect(await ask(seoyeon, 'C1', 'cli')).toEqual({ state: 'member' });
  world.time.pass(23 * hour);
  expect(await memberships(journal, [], slackIsNotAsked)(seoyeon, 'C1', 'cli')).toEqual({ state: 'member' });
  world.time.pass(2 * hour);
  expect(await ask(seoyeon, 'C1', 'cli')).toEqual(away);
});

test('who lost the role while Slack was there has lost it here too, and a stranger has none', async () => {
  world = smallWorld();
  const { journal } = await world.bot();
  const said: Membership[] = [{ state: 'member' }, { state: 'not-member', group: '@approvers' }, away];
  const ask = memberships(journal, [], async () => said.shift() ?? away);
  await ask(seoyeon, 'C1');
  await ask(seoyeon, 'C1');
  expect(await ask(seoyeon, 'C1', 'cli')).toEqual({ state: 'not-member', group: '@approvers' });
  expect((await ask({ ...seoyeon, id: 'U0NOBODY' }, 'C1', 'cli')).state).toBe('unknown');
});

test('who stands in APPROVERS by id always counts there', async () => {
  world = smallWorld();
  const { journal } = await world.bot();
  const ask = memberships(journal, [seoyeon.id], slackIsNotAsked);
  expect(await ask(seoyeon, 'C1', 'cli')).toEqual({ state: 'member' });
  expect((await ask(seoyeon, 'C1', 'button')).state).toBe('unknown');
});

test('a store that is away keeps nobody from the answer that Slack has given', async () => {
  world = smallWorld();
  const { journal } = await world.bot();
  const gone = () => Promise.reject(new Error('the store is away'));
  for (const broken of [{ now: gone }, { remember: gone }]) {
    const ask = memberships({ ...journal, ...broken }, [], async () => ({ state: 'member' }));
    expect(await ask(seoyeon, 'C1', 'button')).toEqual({ state: 'member' });
  }
});
