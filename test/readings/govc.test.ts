import { describe, expect, test } from 'vitest';
import { oneVm, readCollect, readFind } from '../../src/readings/govc-vm.ts';
import { isMissed } from '../../src/readings/reading.ts';
import { troubleOf } from '../../src/readings/trouble.ts';
import { isLoginFailure } from '../../src/readings/trouble-govc.ts';
import { readGovcVersion } from '../../src/readings/versions.ts';
import { govc, ranOf } from './ran.ts';

const why = (reading: unknown): string =>
  isMissed(reading) ? reading.unread : `not missed: ${JSON.stringify(reading)}`;
const collected = govc('f3-collect-by-moref-json.txt');
const vm = {
  name: 'master_service-instance-56c19cfc-d5d7-4e11-aee2-78c81f4e7ad4_1a2b3c4d5e6f',
  power: 'on',
  connected: true,
  question: false,
  instanceUuid: '2d541848-501a-5248-8a3f-b3e6d2a05526',
  template: false,
  ip: '172.28.3.3',
};

describe('govc find', () => {
  test('gives the moref, the path and its datacenter', () => {
    const found = readFind(govc('f1-find-long-ref-json.txt'));
    expect(oneVm('cid', found)).toMatchObject({ moref: 'VirtualMachine:vm-146', datacenter: 'DC0' });
  });
  test('finds nobody with exit 0 and says what that means', () => {
    expect(readFind(govc('14-find-none-json.txt'))).toEqual([]);
    expect(why(oneVm('vm-x', readFind(govc('14-find-none-json.txt'))))).toContain('no VM named vm-x');
  });
  test('takes no two of one name', () => {
    const two = ranOf(['govc', 'find'], {
      tool: 'govc',
      stdout: '["VirtualMachine:vm-1\\t/A/vm/x","VirtualMachine:vm-2\\t/B/vm/x"]',
    });
    expect(why(oneVm('x', readFind(two)))).toContain('2 VMs named x (/A/vm/x, /B/vm/x)');
  });
  test('refuses paths without morefs, and rubbish', () => {
    expect(why(readFind(govc('13-find-by-cid-json.txt')))).toContain('morefs');
    expect(why(readFind(ranOf(['govc', 'find'], { tool: 'govc', stdout: '["Virt' })))).toContain('govc find');
  });
});

describe('govc object.collect', () => {
  test('is one VM, by camel keys', () => expect(readCollect(collected)).toEqual(vm));
  test('and by Pascal keys of govc 0.30 and older', () => {
    const pascal = {
      ...collected,
      stdout: collected.stdout
        .replaceAll('"name":', '"Name":')
        .replaceAll('"op":', '"Op":')
        .replaceAll('"val":', '"Val":'),
    };
    expect(pascal.stdout).toContain('"Val"');
    expect(readCollect(pascal)).toEqual(vm);
  });
  test('without an address while it is off or has no tools, unset or absent', () => {
    const json = JSON.parse(collected.stdout) as { name: string; val: unknown }[];
    const off = json
      .filter(each => each.name !== 'guest.ipAddress')
      .map(each => (each.name === 'runtime.powerState' ? { ...each, val: 'poweredOff' } : each));
    expect(readCollect({ ...collected, stdout: JSON.stringify(off) })).toMatchObject({
      power: 'off',
      ip: null,
    });
  });
  test('a question that waits is seen', () => {
    const json = JSON.parse(collected.stdout) as { name: string; val: unknown }[];
    const asking = json.map(each =>
      each.name === 'runtime.question' ? { ...each, val: { Id: '1' } } : each,
    );
    expect(readCollect({ ...collected, stdout: JSON.stringify(asking) })).toMatchObject({ question: true });
  });
  test.each(['f7-collect-bad-property.txt', 'h1-collect-type-m-json.txt', 'f4-collect-no-ip-json.txt'])(
    '%s is not one VM’s properties',
    file => expect(why(readCollect(govc(file)))).toContain('properties'),
  );
});

describe('what govc says when it says no', () => {
  test.each([
    ['80-wrong-password.txt', 'login-failure'],
    ['81-wrong-password-json.txt', 'login-failure'],
    ['83-no-username.txt', 'login-failure'],
    ['85-conn-refused.txt', 'unreachable'],
    ['86-dns-failure.txt', 'unreachable'],
    ['e7-vcenter-dies-mid-wait.txt', 'unreachable'],
    ['90-tls-unknown-ca.txt', 'wrong-ca'],
    ['97-tls-known-hosts-mismatch.txt', 'wrong-ca'],
    ['92-tls-ca-file-missing.txt', 'no-ca-file'],
    ['72-no-url.txt', 'wrong-url'],
    ['87-http-to-https.txt', 'wrong-url'],
    ['88-wrong-path.txt', 'wrong-url'],
    ['cc-corrupt-session-file.txt', 'broken-session'],
    ['3k-power-off-notfound.txt', 'vm-not-found'],
    ['i4-instanceUuid-notfound.txt', 'vm-not-found'],
    ['f6-collect-bad-moref.txt', 'vm-not-found'],
    ['g0-collect-dup-path.txt', 'ambiguous'],
    ['17-find-bad-root.txt', 'no-datacenter'],
  ])('%s is %s', (file, name) => {
    const trouble = troubleOf(govc(file));
    expect(trouble?.name).toBe(name);
    expect(trouble?.words.ko).toMatch(/[가-힣]/);
  });
  test('of a refusal that govc before 0.31 answers with {} alone is a refused login in every reading', () => {
    for (const noise of ['', 'a wrapper says hello\n'])
      for (const printed of [{ stderr: `${noise}{}\n` }, { stdout: `${noise}{}\n` }]) {
        const ran = ranOf(['govc', 'find'], { tool: 'govc', exitCode: 1, ...printed });
        for (const read of [readFind(ran), readCollect(ran), oneVm('vm-1', readFind(ran))])
          expect(isLoginFailure(read)).toBe(true);
      }
  });
  test('a good answer is no trouble', () => {
    for (const file of ['f1-find-long-ref-json.txt', 'f3-collect-by-moref-json.txt', '30-power-off-ok.txt'])
      expect(troubleOf(govc(file))).toBeNull();
    expect(readGovcVersion(govc('01-version.txt'))).toBe('0.56.0');
  });
});
