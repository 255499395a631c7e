import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Member } from '../../../drill/foundation/member.ts';
import { modelledMembers } from '../../../drill/foundation/model/members.ts';
import { boshState, type Monit, startMonit } from '../../../drill/foundation/monit.ts';
import { masterProcesses, seedMasters } from '../../../drill/foundation/seed.ts';

const [bootstrap] = seedMasters;
let member: Member;
let stop: () => Promise<void>;
let monit: Monit;
const begin = (givesUpAfter: number | null): void => {
  monit = startMonit({
    processes: masterProcesses,
    cycleSeconds: 2,
    givesUpAfter,
    member,
    etcdServes: () => true,
  });
  monit.startAll();
};
const etcdState = () => monit.states().find(process => process.name === 'etcd')?.state;

beforeEach(async () => {
  vi.useFakeTimers();
  const members = modelledMembers('/nowhere', seedMasters, 2);
  member = members.of(bootstrap.uuid);
  stop = members.stop;
  await member.renewEphemeral();
});
afterEach(async () => {
  monit.halt();
  await stop();
  vi.useRealTimers();
});

test('a started job is initializing for one cycle, then running', () => {
  begin(null);
  expect(etcdState()).toBe('initializing');
  vi.advanceTimersByTime(2000);
  expect(monit.states().map(process => process.state)).toEqual(masterProcesses.map(() => 'running'));
});

test('an etcd that ended is started again at the next cycle, and meanwhile its execution failed', async () => {
  begin(null);
  vi.advanceTimersByTime(2000);
  await member.kill();
  vi.advanceTimersByTime(2000);
  expect(etcdState()).toBe('Execution failed');
  expect(member.running()).toBe(true);
  vi.advanceTimersByTime(2000);
  expect(etcdState()).toBe('running');
});

test('after so many failed restarts monit gives up: BOSH then says unknown, and a person may start it', async () => {
  begin(2);
  await member.kill();
  await member.disk.zeroWal();
  await member.disk.corruptDb();
  Object.assign(member, { start: () => {} });
  for (let cycle = 0; cycle < 3; cycle++) vi.advanceTimersByTime(2000);
  expect(etcdState()).toBe('not monitored');
  expect(boshState('not monitored')).toBe('unknown');
  monit.etcd('start');
  expect(etcdState()).toBe('initializing');
});

test('monit prints its summary as monit 5.2.5 did in the runbook', async () => {
  begin(null);
  vi.advanceTimersByTime(2000);
  await member.removeJob('fluentd');
  await member.kill();
  vi.advanceTimersByTime(2000);
  expect(
    monit.summary(),
  ).toBe(`/var/vcap/monit/job/0006_fluentd.monitrc:3: Warning: the executable does not exist '/var/vcap/jobs/fluentd/bin/ctl'
/var/vcap/monit/job/0006_fluentd.monitrc:4: Warning: the executable does not exist '/var/vcap/jobs/fluentd/bin/ctl'
The Monit daemon 5.2.5 uptime: 0m 

Process 'kube-apiserver'            running
Process 'kube-controller-manager'   running
Process 'kube-scheduler'            running
Process 'etcd'                      Execution failed
Process 'blackbox'                  running
Process 'ncp'                       running
Process 'fluentd'                   not monitored - restart pending
Process 'telegraf'                  running
Process 'bosh-dns'                  running
Process 'bosh-dns-resolvconf'       running
Process 'bosh-dns-healthcheck'      running
Process 'system-metrics-agent'      running
System 'system_localhost'           running

`);
});

test('BOSH reads monit: running, starting, failing, unknown', () => {
  expect(
    ['running', 'initializing', 'Execution failed', 'not monitored', 'not monitored - restart pending'].map(
      state => boshState(state as 'running'),
    ),
  ).toEqual(['running', 'starting', 'failing', 'unknown', 'unknown']);
});
