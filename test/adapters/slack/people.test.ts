import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Workspace } from '../../../drill/slack/workspace.ts';
import { createSlackApp } from '../../../src/adapters/slack/app.ts';
import { createPeople, type People } from '../../../src/adapters/slack/people.ts';
import type { Clock } from '../../../src/ports/clock.ts';
import { aWorkspace } from '../../support/slack-world.ts';

let workspace: Workspace;
let people: People;
const hour = 3_600_000;
let time = { wall: 0, elapsed: 0 };
const clock: Clock = { now: () => time.wall, elapsed: () => time.elapsed, sleep: async () => {} };

beforeEach(async () => {
  time = { wall: Date.parse('2020-08-05T03:29:11Z'), elapsed: 0 };
  workspace = await aWorkspace();
  const { web } = createSlackApp({
    mode: 'socket',
    botToken: workspace.botToken,
    appToken: workspace.appToken,
    apiUrl: workspace.apiUrl,
    log: () => {},
  });
  people = createPeople({ web, clock, approvers: () => ({ group: workspace.ids.approvers }) });
});
afterEach(() => workspace.close());

const person = (id: string) => ({ team: 'T0RESCUE', id, name: id });
const state = async (id: string) => (await people.membership(person(id), workspace.channel, 'dev-1')).state;

describe('who may approve is asked of Slack', () => {
  test('members of the group may; others, guests, bots and outsiders may not, listed or not', async () => {
    const { ids } = workspace;
    workspace.faults.setGroup(ids.approvers, [ids.approver1, ids.guest, ids.partner, ids.bot]);
    expect(await state(ids.approver1)).toBe('member');
    expect(await people.membership(person(ids.bystander), workspace.channel, 'dev-1')).toMatchObject({
      state: 'not-member',
      group: expect.stringMatching(/^@/),
    });
    expect(await state(ids.guest)).toBe('guest');
    expect(await state(ids.bot)).toBe('bot');
    expect(await state(ids.partner)).toBe('foreign');
  });

  test('who could answer besides the requester are full members of the group alone, by name', async () => {
    const { ids } = workspace;
    workspace.faults.setGroup(ids.approvers, [ids.onCall, ids.guest, ids.approver1, ids.bot, ids.approver2]);
    expect(await people.answerers('dev-1', person(ids.onCall), 5)).toEqual({ names: ['seoyeon', 'alice'] });
    expect(await people.answerers('dev-1', person(ids.onCall), 1)).toEqual({ names: ['seoyeon'] });
    time.elapsed += 60_000;
    workspace.faults.down('503');
    expect(await people.answerers('dev-1', person(ids.onCall), 1)).toHaveProperty('unread');
    workspace.faults.down(null);
  });

  test('somebody who left is out within a minute, and nobody is asked about twice in one', async () => {
    const { approver1 } = workspace.ids;
    expect(await state(approver1)).toBe('member');
    const asked = workspace.wires().length;
    expect(await state(approver1)).toBe('member');
    expect(workspace.wires().length).toBe(asked);
    workspace.faults.deactivate(approver1);
    time.elapsed += 60_000;
    expect(await state(approver1)).toBe('deactivated');
  });

  test.each([hour, -hour])('a host clock that jumps by %i ms trusts nobody for longer', async jump => {
    const { approver1 } = workspace.ids;
    expect(await state(approver1)).toBe('member');
    workspace.faults.deactivate(approver1);
    time.wall += jump;
    time.elapsed += 59_999;
    expect(await state(approver1)).toBe('member');
    time.elapsed += 1;
    expect(await state(approver1)).toBe('deactivated');
  });

  test('nobody counts while Slack does not answer, and they do again when it does: a failure is not kept', async () => {
    workspace.faults.down('503');
    expect(
      await people.membership(person(workspace.ids.approver1), workspace.channel, 'dev-1'),
    ).toMatchObject({
      state: 'unknown',
    });
    expect(await people.admit(person(workspace.ids.approver1), workspace.channel)).toMatchObject({
      ok: false,
    });
    workspace.faults.down(null);
    expect(await state(workspace.ids.approver1)).toBe('member');
  });

  test('nobody counts in a channel that is shared with another organisation', async () => {
    workspace.faults.shareChannelExternally(true);
    expect(await state(workspace.ids.approver1)).toBe('unknown');
    const admitted = await people.admit(person(workspace.ids.approver1), workspace.channel);
    expect(admitted.ok ? '' : admitted.words.en).toContain('shared with another organisation');
  });
});

test('people are spoken to in their own language', async () => {
  expect(await people.localeOf(person(workspace.ids.approver1))).toBe('ko');
  expect(await people.localeOf(person(workspace.ids.approver2))).toBe('en');
  workspace.faults.down('reset');
  expect(await people.localeOf(person(workspace.ids.bystander))).toBeNull();
});
