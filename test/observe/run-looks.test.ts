import { expect, test } from 'vitest';
import { victim } from '../support/a-cluster.ts';
import { aRun, began, settled } from '../support/a-run.ts';
import { instanceRow, printed } from '../support/bosh-tables.ts';
import { observerOver, three, type World } from '../support/observer-over.ts';

const listed = three.map(each => instanceRow(each, { vm_cid: `vm-${each.split('/')[1]}` }));

/** What the look before the next step asked of the Director and the masters, after a proof of this one and so many ms. */
const askedAfterProof = async (world: World, ms: number) => {
  const of = observerOver({ rows: listed, ...world });
  await of.observer.context(aRun(began('snapshot')), ['vms'], 3);
  of.pass(ms);
  const before = of.count();
  await of.observer.context(aRun(began('snapshot'), settled('snapshot')), ['director'], null);
  const asked = Object.entries(of.count()).map(([kind, times]) => [kind, times - (before[kind] ?? 0)]);
  return Object.fromEntries(asked.filter(([, times]) => times !== 0));
};
const aroundIt = { locks: 1, resurrection: 1, tasks: 1 };

test('the proof of a step is the look before the next one where nobody was waited for', async () => {
  expect(await askedAfterProof({}, 1_000)).toEqual(aroundIt);
  expect(await askedAfterProof({}, 3_000)).toMatchObject({ instances: 1 });
});

test('also where a VM was gone by what the Director told then: it is not asked a second time', async () => {
  const rows = listed.map(row => (row.instance === victim ? { ...row, vm_cid: '' } : row));
  expect(await askedAfterProof({ rows }, 0)).toEqual(aroundIt);
});

test('and where vCenter took long beside it', async () => {
  const slow: { pass: (ms: number) => void } = { pass: () => {} };
  const of = observerOver({
    rows: listed,
    answer: (command, kind) => {
      if (kind !== 'govc') return null;
      slow.pass(2_000);
      return printed(command, 'null');
    },
  });
  slow.pass = of.pass;
  await of.observer.context(aRun(began('snapshot')), ['vms'], 3);
  await of.observer.context(aRun(began('snapshot'), settled('snapshot')), [], null);
  expect(of.count().instances).toBe(1);
});
