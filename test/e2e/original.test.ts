import { expect, test } from 'vitest';
import { actionIds, startId } from '../../src/messages/button-value.ts';
import { type Person, patienceMs, wordsOf } from './person.ts';
import { picture } from './pictures.ts';
import { setStage } from './stage.ts';
import { until } from './until.ts';

const stage = setStage('original', '--etcd', 'modelled');
let onCall: Person;
let cids: readonly string[];

/** What only this person is told next, once it says what is looked for. */
const toldAfter = async (person: Person, line: string, part: RegExp): Promise<string> => {
  const before = await person.told.count();
  await person.type(line);
  return until(
    `${line} is answered with ${part}`,
    async () => (await person.told.allTextContents()).slice(before).find(text => part.test(text)),
    patienceMs,
  );
};

const cidsOnCard = async (person: Person): Promise<readonly string[]> => {
  const rows = await person.statusCard.locator('tr').allTextContents();
  return rows.filter(row => row.includes('CID'));
};

test('an unknown verb is answered in private with the one that was probably meant', async () => {
  onCall = await stage.enter('onCall');
  expect(await toldAfter(onCall, '/pks recovr', /recovr/)).toContain('/pks recover');
  await picture(onCall.page, '20-unknown-verb');
});

test('an unknown cluster is answered with the ones that are known, and nothing starts', async () => {
  expect(await toldAfter(onCall, '/pks recover dev-9', /🚫.*dev-9/s)).toContain('dev-1');
  expect(await onCall.headline.count()).toBe(0);
});

test('an unknown route is answered with the ones that are allowed here', async () => {
  expect(await toldAfter(onCall, '/pks recover --route fast', /🚫.*fast/s)).toContain('original');
  expect(await onCall.headline.count()).toBe(0);
  await picture(onCall.page, '21-unknown-cluster-and-route');
});

test('the original route is planned as the runbook was written, with what it costs', async () => {
  await onCall.type('/pks etcd-status');
  await onCall.statusCard.waitFor();
  cids = await cidsOnCard(onCall);
  await onCall.type('/pks recover --route original');
  await onCall.headline.waitFor();
  const plan = await wordsOf(onCall.headline);
  for (const command of ['delete-vm', 'cck', 'recreate', 'vm.power -off', 'vm.power -on', 'resurrection'])
    expect(plan).toContain(command);
  expect(plan).toContain('asks 2 people');
  await picture(onCall.page, '22-original-plan');
});

test('a second recover while one runs is told who started it, when, and where to go on', async () => {
  const alice = await stage.enter('approver2');
  const told = await toldAfter(alice, '/pks recover', /already in run/);
  expect(told).toMatch(/started by jihun at \d\d:\d\d:\d\d UTC/);
  expect(told).toContain('/pks abort');
  expect(await alice.channel.locator('article:has(.plan)').count()).toBe(1);
  await picture(alice.page, '23-second-recover');
  await alice.page.close();
});

test('Abort asks once more, and Go on leaves the question as it is', async () => {
  await onCall.openThread();
  await onCall.approve.waitFor();
  await onCall.abort.click();
  await onCall.page.locator('.confirm').waitFor();
  await picture(onCall.page, '24-abort-dialog');
  await onCall.page.keyboard.press('Escape');
  expect(await onCall.page.locator('.confirm').count()).toBe(0);
  expect(await onCall.approve.isEnabled()).toBe(true);
});

test('Abort from the button ends the run before anything is changed, and its card says so', async () => {
  await onCall.abort.click();
  await onCall.page.locator('.confirm .solid').click();
  const summary = onCall.thread.locator('article:has(table)');
  await summary.waitFor();
  const results = await summary.locator('tbody tr').allTextContents();
  const changing = results.filter(row => /delete|recreate|power|cck/i.test(row));
  expect(changing.length).toBeGreaterThan(0);
  for (const row of changing) expect(row).toContain('not done');
  await until(
    'the headline says that it was aborted',
    async () => /aborted/.test(await wordsOf(onCall.headline.locator('.header'))),
    patienceMs,
  );
  const approve = onCall.page.locator(`[data-action-id="${actionIds.approve}"]`);
  await until('nothing can be approved any more', async () => (await approve.count()) === 0, patienceMs);
  await picture(onCall.page, '25-aborted');
});

test('after the abort the VMs are the ones that were there, and recovery can be started again', async () => {
  await onCall.type('/pks etcd-status');
  await until(
    'a fresh card',
    async () => (await onCall.channel.locator('article:has(table)').count()) > 1,
    patienceMs,
  );
  await onCall.statusCard.locator(`[data-action-id="${startId}"]`).waitFor();
  expect(await cidsOnCard(onCall)).toEqual(cids);
});
