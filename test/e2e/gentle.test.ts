import { expect, test } from 'vitest';
import { ids } from '../../drill/slack/people/cast.ts';
import { actionIds } from '../../src/messages/button-value.ts';
import { clicksSent } from './envelopes.ts';
import { type Person, patienceMs, wordsOf } from './person.ts';
import { picture } from './pictures.ts';
import { isInView, scrolledTo, scrollTo } from './scroll.ts';
import { setStage } from './stage.ts';
import { clickInTwoWindows } from './two-windows.ts';
import { until } from './until.ts';

const stage = setStage('gentle');
let onCall: Person;
let seoyeon: Person;

test('the composer completes /pks: Tab takes the verb, Enter sends it', async () => {
  onCall = await stage.enter('onCall');
  const field = onCall.page.locator('#composer textarea');
  await field.pressSequentially('/pks et');
  const hints = onCall.page.locator('#composer .hint-row');
  await hints.first().waitFor();
  expect(await hints.count()).toBe(1);
  await field.press('Tab');
  expect(await field.inputValue()).toBe('/pks etcd-status ');
  await picture(onCall.page, '01-composer');
  await field.press('Enter');
  expect(await field.inputValue()).toBe('');
});

test('the status card says what is wrong and how each master stands, and what recover would do', async () => {
  await onCall.statusCard.waitFor();
  const card = await wordsOf(onCall.statusCard);
  expect(card).toMatch(/raft log is lost: tocommit\(\d+\) is out of range/);
  const table = await wordsOf(onCall.statusCard.locator('table'));
  for (const fact of ['127.28.3.2', '127.28.3.3', '127.28.3.4', 'fluentd', 'leader', 'follower'])
    expect(table).toContain(fact);
  for (const row of ['AZ', 'raft term', 'raft index', 'revision', 'db size', 'alarms', 'VM CID'])
    expect(table).toContain(row);
  expect(card).toContain('/pks recover dev-1');
  expect(await isInView(onCall.statusCard.locator('.header'))).toBe(true);
  await picture(onCall.page, '02-status');
});

test('/pks recover posts a plan of which nothing has run yet: every step with its command line and its risk', async () => {
  const first = onCall.firstHeadline();
  await onCall.type('/pks recover');
  const { text, statuses } = await first;
  expect(text).toContain('nothing has run yet');
  expect(statuses.length).toBeGreaterThan(1);
  expect(new Set(statuses)).toEqual(new Set(['pending']));
  for (const word of ['move-leader', 'recreate', '--no-converge', 'bbr', 'Risk:'])
    expect(text).toContain(word);
  await picture(onCall.page, '03-plan');
});

test('the snapshot runs by itself, and the thread stands at the step that waits for approval', async () => {
  await onCall.openThread();
  await onCall.approve.waitFor();
  expect(await onCall.headline.locator('.task').first().getAttribute('data-status')).toBe('complete');
  expect(await wordsOf(onCall.asking)).toContain('0 of 1');
  expect(await isInView(onCall.approve)).toBe(true);
  await picture(onCall.page, '04-asking');
});

const refusedApproval = async (person: Person, name: string): Promise<string> => {
  const toldBefore = await person.told.count();
  const waiting = await wordsOf(person.asking);
  await person.approve.click();
  await until('a private answer', async () => (await person.told.count()) > toldBefore, patienceMs);
  expect(await wordsOf(person.asking)).toBe(waiting);
  await picture(person.page, name);
  return wordsOf(person.told.last());
};

test('who asked for the run is told in private that their own approval does not count, and nothing runs', async () => {
  expect(await refusedApproval(onCall, '05-requester-told-no')).toContain('본인이 요청한 복구');
});

test('a bystander is told no in private, which nobody else sees, and nothing runs', async () => {
  const bob = await stage.enter('bystander');
  const seenByOnCall = await onCall.told.count();
  await bob.openThread();
  expect(await refusedApproval(bob, '06-bystander-told-no')).toContain('approver');
  expect(await onCall.told.count()).toBe(seenByOnCall);
  await bob.page.close();
});

test('a double click in two windows is two envelopes and one act', async () => {
  await scrollTo(onCall.channel, 0);
  seoyeon = await stage.enter('approver1', { width: 900, height: 1100 });
  await seoyeon.openThread();
  const step = seoyeon.thread.locator(`article[data-ts="${await seoyeon.asking.getAttribute('data-ts')}"]`);
  await picture(seoyeon.page, '07-approver-narrow');
  await clickInTwoWindows(seoyeon, actionIds.approve);
  await step.locator('text=/Read back:/').waitFor();
  expect(await step.locator('text=/Read back:/').count()).toBe(1);
  await until(
    'an answer to either click',
    async () => {
      const all = (await seoyeon.told.allTextContents()).join('\n');
      return all.includes('승인되었습니다. 상태를') && all.includes('이미 승인되었습니다');
    },
    patienceMs,
  );
  const hers = (await clicksSent(seoyeon.page)).filter(({ user }) => user === ids.approver1);
  expect(hers.map(({ action }) => action)).toEqual([actionIds.approve, actionIds.approve]);
  const told = await seoyeon.told.allTextContents();
  expect(told.filter(text => text.includes('승인되었습니다. 상태를'))).toHaveLength(1);
  expect(told.filter(text => text.includes('이미 승인되었습니다'))).toHaveLength(1);
  await picture(onCall.page, '08-approved');
});

test('each change waits for an approval of its own, and the run ends healed', async () => {
  const summary = seoyeon.thread.locator('article:has(table)');
  for (let asked = 0; asked < 4; asked++) {
    const next = await until(
      'the next question, or the end',
      async () =>
        (await summary.count()) > 0 ? 'over' : (await seoyeon.approve.count()) > 0 ? 'asked' : null,
      patienceMs,
    );
    if (next === 'over') break;
    await picture(onCall.page, `09-asking-${asked + 1}`);
    await seoyeon.approveOnce();
  }
  await summary.waitFor();
  expect(await wordsOf(summary)).toMatch(/healed/i);
  await picture(seoyeon.page, '10-summary-narrow');
});

test('the summary names every step, who approved, how long it took and the hashes; the headline agrees', async () => {
  await until(
    'the headline is done',
    async () => /healed/i.test(await wordsOf(onCall.headline.locator('.header'))),
    patienceMs,
  );
  const statuses = await onCall.taskStatuses();
  expect(new Set(statuses)).toEqual(new Set(['complete']));
  const summary = onCall.thread.locator('article:has(table)');
  expect(await summary.locator('tbody tr').count()).toBeGreaterThan(4);
  const words = await wordsOf(summary);
  for (const fact of ['seoyeon', 'Hash before', 'Hash after', 'write gap', 'Altogether'])
    expect(words).toContain(fact);
  expect(await onCall.approve.count()).toBe(0);
  // The report comes after it, and who reads along stays at the end of the thread.
  await until(
    'the end of the thread is in view',
    async () => isInView(onCall.thread.locator('article').last()),
    patienceMs,
  );
  await picture(onCall.page, '11-healed');
});

test('through all these edits who had scrolled up to read was left there', async () => {
  expect(await scrolledTo(onCall.channel)).toBe(0);
});

test('the status afterwards is healthy, with nothing to start', async () => {
  await onCall.type('/pks etcd-status');
  await until(
    'three healthy members',
    async () => /3 of 3/.test(await wordsOf(onCall.statusCard)),
    patienceMs,
  );
  expect(await onCall.statusCard.locator('[data-action-id^="pks_start"]').count()).toBe(0);
  await picture(onCall.page, '12-status-healthy');
});
