import { describe, expect, test } from 'vitest';
import { missed } from '../../src/readings/reading.ts';
import { exampleScene } from '../../src/runbooks/example.ts';
import type { Scene, VmHere } from '../../src/runbooks/runbook.ts';
import { deleteVmStep } from '../../src/runbooks/steps/delete-vm.ts';
import { powerOffStep, powerOnStep } from '../../src/runbooks/steps/power.ts';
import { same } from '../../src/words.ts';
import { failed, follower, leader, open } from './a-scene.ts';

const scene = exampleScene('disk-loss-original');
const loginRefused = missed(same('vCenter refuses the login'), 'login-failure');
const vcenterSays = (vm: Scene['vms'][string]): Scene => ({
  ...scene,
  vms: { [failed]: vm, [leader]: vm, [follower]: vm },
});
const changed = (change: Partial<VmHere>): Scene => ({
  ...scene,
  vms: { ...scene.vms, [follower]: { ...(scene.vms[follower] as VmHere), ...change } }, // the example's VMs are read
});

describe('a login that vCenter refuses', () => {
  test.each([
    ['power-off', powerOffStep(follower, 'first')],
    ['power-on', powerOnStep(follower)],
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
    expect(open(deleteVmStep(), scene)).not.toContain('vcenter');
    expect(open(deleteVmStep(), vcenterSays(loginRefused))).toContain('vcenter');
    expect(deleteVmStep().needs).toContain('vms');
  });
  test('stops a power-on before one more failed login', () =>
    expect(open(powerOnStep(follower), vcenterSays(loginRefused))).toContain('login'));
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
