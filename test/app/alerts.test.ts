import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openJournal } from '../../src/adapters/journal/open-journal.ts';
import { createAlerts } from '../../src/app/alerts.ts';
import { watchCard } from '../../src/messages/watch-card.ts';
import type { RunEvent } from '../../src/runs/events.ts';
import { parseEvent } from '../../src/runs/parse-event.ts';
import { looked } from '../support/a-cluster.ts';
import { aDesk } from '../support/a-desk.ts';
import { withHandlers } from '../support/slack-world.ts';

const minute = 60_000;
let [folder, ms] = ['', Date.UTC(2026, 10, 29)];
let world: Awaited<ReturnType<typeof withHandlers>>;
let journal: Awaited<ReturnType<typeof openJournal<RunEvent>>>;
/** The bot's alerts over a real store and a workspace; again after a restart. */
const open = async () => {
  journal = await openJournal<RunEvent>({
    dataDir: folder,
    holder: 'bot',
    parse: parseEvent,
    clock: { wallMs: () => ms, monotonicMs: () => ms, bootId: () => 'boot' },
  });
  return createAlerts({
    journal,
    web: world.slack.web,
    channel: world.workspace.channel,
    locale: 'en',
    onCall: { group: 'S0APPROVERS' },
    log: () => {},
  });
};
let alerts: Awaited<ReturnType<typeof open>>;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pks-alerts-'));
  world = await withHandlers(aDesk(), {
    alerts: {
      acknowledge: (...given) => alerts.acknowledge(...given),
      snooze: (...given) => alerts.snooze(...given),
    },
  });
  alerts = await open();
  await alerts.raise('dev-1', 'dev-1: raft log lost', watchCard(looked(), null, 'en'));
});
afterEach(async () => {
  await world.close();
  await journal.close();
  rmSync(folder, { recursive: true, force: true });
});

const me = () => world.workspace.as(world.workspace.ids.onCall);
const shown = () =>
  me()
    .messages()
    .find(({ text }) => text.includes('dev-1')) ?? { ts: '', text: '' };
const body = () => JSON.stringify({ ...shown(), earlier: null });
const reminders = () =>
  me()
    .messages()
    .filter(({ text }) => text.includes('still so')).length;

test('one click says that somebody is on it: all read it, and nobody is called again, also by a bot that was started again', async () => {
  await me().click(shown().ts, 'pks_alert_ack');
  await world.workspace.waitFor(() => body().includes('is on it, since'));
  expect(body()).not.toContain('"pks_alert_');
  await journal.close();
  alerts = await open();
  ms += 500 * minute;
  await alerts.still('dev-1');
  expect(reminders()).toBe(0);
  expect((await journal.readLedger({ kind: 'alert-acknowledged' })).length).toBe(1);
});

test('a snooze takes a reason and a time, stands on the alert, and ends', async () => {
  await me().click(shown().ts, 'pks_alert_snooze');
  const form = await world.workspace.waitFor(() => me().modal());
  await me().submit(form, { reason: 'a rack is moved password=hunter2hunter2' });
  await world.workspace.waitFor(() => body().includes('a rack is moved'));
  expect(body()).not.toContain('hunter2');
  ms += 30 * minute;
  await alerts.still('dev-1');
  expect(reminders()).toBe(0);
  ms += 31 * minute;
  await alerts.still('dev-1');
  await alerts.still('dev-1');
  expect(reminders()).toBe(1);
});

test('while it is so whoever is on call is mentioned again, once for each reminder, and it closes itself when it is over', async () => {
  ms += 11 * minute;
  await alerts.still('dev-1');
  await journal.close();
  alerts = await open();
  await alerts.still('dev-1');
  expect(reminders()).toBe(1);
  const before = shown().ts;
  await alerts.over('dev-1');
  await world.workspace.waitFor(() => body().includes('Over since'));
  expect(body()).not.toContain('"pks_alert_');
  ms += 500 * minute;
  await alerts.still('dev-1');
  expect(reminders()).toBe(1);
  expect(
    await alerts.acknowledge({ alert: 'dev-1', at: ms }, { team: 'T', id: 'U', name: 'x' }),
  ).toMatchObject({
    ok: false,
  });
  expect(shown().ts).toBe(before);
});
