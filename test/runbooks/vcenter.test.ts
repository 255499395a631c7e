import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readInstances } from '../../src/readings/bosh-instances.ts';
import { readCollect } from '../../src/readings/govc-vm.ts';
import { masterObservation } from '../../src/readings/master.ts';
import { isMissed, missed, type Reading } from '../../src/readings/reading.ts';
import { exampleContext } from '../../src/runbooks/example.ts';
import { theRightVm } from '../../src/runbooks/right-vm.ts';
import type { StepContext, VmHere } from '../../src/runbooks/runbook.ts';
import { deleteVmStep } from '../../src/runbooks/steps/delete-vm.ts';
import { powerOffStep, powerOnStep } from '../../src/runbooks/steps/power.ts';
import { same } from '../../src/words.ts';
import { ranOf } from '../readings/ran.ts';
import { failed, follower, leader, open } from './a-context.ts';

const context = exampleContext('disk-loss-original');
const loginRefused = missed(same('vCenter refuses the login'), 'login-failure');
const vcenterSays = (vm: StepContext['vms'][string]): StepContext => ({
  ...context,
  vms: { [failed]: vm, [leader]: vm, [follower]: vm },
});
const changed = (change: Partial<VmHere>): StepContext => ({
  ...context,
  vms: { ...context.vms, [follower]: { ...(context.vms[follower] as VmHere), ...change } }, // the example's VMs are read
});

describe('a login that vCenter refuses', () => {
  test.each([
    ['power-off', powerOffStep(follower, 'first')],
    ['power-on', powerOnStep(follower, 'second')],
  ])('ends the proof of %s at once, because each look is one more failed login', (_name, step) => {
    expect(step.proof(vcenterSays(loginRefused), null)).toMatchObject({
      state: 'broken',
      words: loginRefused.words,
    });
  });
  test('any other unread VM is looked at again', () =>
    expect(powerOffStep(follower, 'first').proof(vcenterSays(missed(same('half an answer'))), null)).toEqual({
      state: 'not-yet',
      words: same('half an answer'),
    }));
  test('is found out before the VM is deleted, not after', () => {
    expect(open(deleteVmStep(), context)).not.toContain('vcenter');
    expect(open(deleteVmStep(), vcenterSays(loginRefused))).toContain('vcenter');
    expect(deleteVmStep().needs).toContain('vms');
  });
  test('stops a power-on before one more failed login', () =>
    expect(open(powerOnStep(follower, 'second'), vcenterSays(loginRefused))).toContain('login'));
});

describe('the right VM', () => {
  test.each<[string, Partial<VmHere>]>([
    ['on and without an address', { ip: null }],
    ['on at another address', { ip: '127.28.3.99' }],
    ['under another name', { name: 'vm-00000000-0000-4000-8000-000000000009' }],
    ['on a host that is not connected', { connected: false }],
    ['with a question open', { question: true }],
  ])('is not one that is %s: no power-off, and no deletion before it', (_what, change) => {
    expect(open(powerOffStep(follower, 'first'), changed(change))).toContain('vm');
    expect(open(deleteVmStep(), changed(change))).toContain('vcenter');
  });
  test.each([
    ['06a-other-collect.json', true],
    ['06b-v6-collect.json', false],
  ])('with two networks is proven by either address and by no other: %s', (file, proven) => {
    const text = (name: string) =>
      readFileSync(new URL(`../fixtures/cases/bosh/${name}`, import.meta.url), 'utf8');
    const read = <T>(reading: Reading<T>): T => (isMissed(reading) ? expect.fail(reading.unread) : reading);
    const [row] = read(
      readInstances(ranOf(['bosh', 'instances'], { stdout: text('01-two-networks-instances.json') })),
    );
    const seen = read(readCollect(ranOf(['govc', 'object.collect'], { tool: 'govc', stdout: text(file) })));
    const master = masterObservation(row ?? expect.fail('no row'), missed(same('not asked')));
    const vm: VmHere = { ...seen, cid: seen.name, moref: 'm', datacenter: context.settings.datacenter ?? '' };
    const here: StepContext = {
      ...context,
      seen: { ...context.seen, masters: [master] },
      vms: { [master.instance]: vm },
    };
    expect(theRightVm(here, master.instance).ok).toBe(proven);
  });
  test('has no address while it is off', () =>
    expect(open(powerOffStep(follower, 'first'), changed({ power: 'off', ip: null }))).not.toContain('vm'));
  test('says in both languages what is wrong with it', () => {
    const check = powerOffStep(follower, 'first')
      .guards(changed({ ip: null }))
      .find(({ name }) => name === 'vm');
    expect(check?.words.en).toMatch(/no address.*check VMware Tools/);
    expect(check?.words.ko).toMatch(/VMware Tools를 확인/);
  });
});
