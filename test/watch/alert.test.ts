import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Alert, alertIn, dueReminder } from '../../src/model/alert.ts';
import { jihun } from '../support/a-run.ts';

const minute = 60_000;
const alert = (change: Partial<Alert> = {}): Alert => ({
  at: 0,
  channel: 'C1',
  ts: '1.1',
  title: 'dev-1: raft log lost',
  card: { text: 'x', blocks: [] },
  reminders: 0,
  ...change,
});

/** The minutes of a day at which somebody is called who looks every minute. */
const called = (one: Alert, from = 0): readonly number[] => {
  let [now, reminders]: [Alert, number[]] = [one, []];
  for (let at = from; at <= 240; at++) {
    const n = dueReminder(now, at * minute);
    if (n === null) continue;
    reminders = [...reminders, at];
    now = { ...now, reminders: n };
  }
  return reminders;
};

test('who is on call is called again after 10, 30 and 70 minutes, and then every hour', () =>
  expect(called(alert())).toEqual([10, 30, 70, 130, 190]));
test('what was missed while no bot was there is one reminder', () =>
  expect(called(alert(), 100)).toEqual([100, 130, 190]));
test('nobody is called for what somebody is on', () =>
  expect(called(alert({ acknowledged: { by: jihun, at: 1 } }))).toEqual([]));
test('a snooze holds them back until it is over, and then one is made', () =>
  expect(
    called(alert({ snoozed: { by: jihun, at: 1, until: 60 * minute, reason: 'a rack moves' } })),
  ).toEqual([60, 70, 130, 190]));

test('what is kept is read again as it was, and anything else is no alert', () => {
  const one = alert({ snoozed: { by: jihun, at: 1, until: 2, reason: 'x' } });
  expect(alertIn(JSON.parse(JSON.stringify(one)))).toEqual(one);
  fc.assert(fc.property(fc.jsonValue(), value => alertIn(value) === null));
});
