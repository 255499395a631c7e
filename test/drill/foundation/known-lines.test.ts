import { describe, expect, test } from 'vitest';
import { hashkv, recognise } from '../../../drill/foundation/known-lines.ts';
import { quoteArgv } from '../../../src/commands/quote.ts';
import * as vm from '../../../src/commands/vm.ts';

const uuid = '8cdf6298-e50a-4dc3-997b-b7e14502cc57';
const peer = 'http://127.28.3.3:2380';

describe('the VMs know exactly the lines of src/commands/vm.ts, and one of the box’s own', () => {
  test.each<[vm.VmCommand, string, string[]]>([
    [vm.probe(), 'probe', []],
    [vm.probe({ seconds: 0.3, remembered: null }), 'sample', ['0.3', '-']],
    [vm.probe({ seconds: 5, remembered: 831 }), 'sample', ['5', '831']],
    [vm.etcdAgain(5, [831, 309]), 'again', ['5', '831 309']],
    [vm.etcdAgain(0, []), 'again', ['0', '']],
    [hashkv(831), 'hashkv', ['831']],
    [vm.moveLeader('18ac61d8503c2eb'), 'move-leader', ['18ac61d8503c2eb']],
    [vm.memberRemove('340d76f97bdb7236'), 'member-remove', ['340d76f97bdb7236']],
    [vm.memberAdd(uuid, peer), 'member-add', [uuid, peer]],
    [vm.canaryPut('run-1', "it's\n here"), 'put', ['run-1', "it's\n here"]],
    [vm.canaryGet('run-1'), 'get', ['run-1']],
    [vm.canaryDelete('run-1'), 'delete', ['run-1']],
    [vm.monit('start'), 'monit', ['start']],
    [vm.monit('stop'), 'monit', ['stop']],
    [vm.monit('restart'), 'monit', ['restart']],
    [vm.saveSnapshot('/var/vcap/data/etcd-pre-1.db'), 'snapshot', ['/var/vcap/data/etcd-pre-1.db']],
    [vm.setAside('20200805'), 'set-aside', ['20200805']],
    [vm.peerUrl(), 'peer-url', []],
  ])('%s', (command, kind, args) => {
    expect(recognise(quoteArgv(command))).toMatchObject({ kind, args });
  });
});

test.each([
  'sudo rm -rf /var/vcap/store',
  quoteArgv(vm.monit('stop')).replace('etcd', 'all'),
  quoteArgv(vm.probe()).replace('tail -n 400', 'tail -n 401'),
  `${quoteArgv(vm.etcdAgain(0, []))}; reboot`,
  quoteArgv(vm.memberRemove('not-hex')),
  quoteArgv(vm.saveSnapshot('/var/vcap/data/../../../etc/shadow')),
  quoteArgv(vm.saveSnapshot('/etc/shadow')),
  '',
])('any other line is unknown to them: %s', line => {
  expect(recognise(line)).toBeNull();
});
