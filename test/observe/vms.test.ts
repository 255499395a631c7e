import { expect, test } from 'vitest';
import { vmsBeside } from '../../src/observe/vms.ts';
import { type Missed, missed, type Reading } from '../../src/readings/reading.ts';
import type { VmHere } from '../../src/runbooks/runbook.ts';

const masters = ['a', 'b', 'c'].map(each => ({ instance: `master/${each}`, cid: `vm-${each}` }));
type Told = (cid: string) => Reading<VmHere>;
const asking = (told: Told = cid => ({ cid }) as VmHere) => {
  const asked: string[] = [];
  const vm = async (cid: string, onLetIn = () => {}) => {
    asked.push(cid);
    const answer = told(cid);
    if (!('unread' in answer)) onLetIn();
    return answer;
  };
  const beside = (known: readonly { cid: string | null }[]) => vmsBeside({ vm }, Promise.resolve(known));
  return { asked, beside };
};
const now = (all: readonly { instance: string; cid: string | null }[]) => all as never; // nothing else of a master is read

test('VMs are asked for once, by what was last told, and anew where the look tells another or nobody knew', async () => {
  const { asked, beside } = asking();
  const told = beside([...masters.slice(0, 2), { cid: 'vm-gone' }]);
  const vms = await told(now([...masters, { instance: 'master/none', cid: null }]));
  expect(vms).toEqual(masters.map(({ instance, cid }) => [instance, { cid }]));
  expect(asked).toEqual(['vm-a', 'vm-b', 'vm-gone', 'vm-c']);
});

test('the others wait until the first one was let in, and a VM that is not there keeps nobody out', async () => {
  const missing: Missed = missed({ en: 'no VM', ko: 'VM 없음' });
  const { asked, beside } = asking(cid => (cid === 'vm-a' ? missing : ({ cid } as VmHere)));
  const vms = await beside(masters)(now(masters));
  expect([asked.length, vms[0]?.[1]]).toEqual([3, missing]);
});
