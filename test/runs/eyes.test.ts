import { expect, test } from 'vitest';
import type { ClusterSeen } from '../../src/cluster/seen.ts';
import type { Command, Ran } from '../../src/commands/command.ts';
import { openEyes } from '../../src/runs/eyes.ts';
import { follower, leader, victim } from '../support/a-cluster.ts';
import { aRun } from '../support/a-run.ts';

const which = { cluster: 'dev-1', deployment: 'service-instance_56c19cfc-d5d7-4e11-aee2-78c81f4e7ad4' };
const table = (rows: readonly object[]) =>
  JSON.stringify({
    Tables: [{ Content: 'x', Header: {}, Rows: rows, Notes: null }],
    Blocks: null,
    Lines: [],
  });
const ran = (command: Command, stdout: string): Ran => ({
  command,
  end: 'exited',
  exitCode: 0,
  why: null,
  stdout,
  stderr: '',
  sha256: '',
  lines: 1,
  seconds: 0,
});
const row = (instance: string, processState = 'running') => ({
  instance,
  process: '',
  process_state: processState,
  az: 'az1',
  ips: '127.28.3.2',
  state: 'started',
  vm_cid: `vm-of-${instance}`,
  agent_id: 'a',
  disk_cids: '',
  index: '0',
  bootstrap: 'false',
  ignore: 'false',
});
const probed = (instance: string) =>
  table([
    {
      instance,
      stdout: "@@ monit\nProcess 'etcd' running\n@@ member\npresent\n@@ wal\n0.wal\n@@ status\n\n@@ end\n",
      stderr: '',
      exit_code: '0',
      error: '',
    },
  ]);

const settings = {
  bbrScript: ['x'],
  serviceUrl: null,
  datacenter: null,
  holdSeconds: 1,
  cures33: false,
  joinSeconds: 1,
  settleSeconds: 1,
  snapshots: { folder: 'snapshots', keepDays: 7, etcdBin: null, host: 'local' },
} as const;

/** A Director that lists only when told to, and a master whose VM answers only when told to. */
const slowWorld = (silent: string) => {
  const list = Promise.withResolvers<string>();
  const vm = Promise.withResolvers<void>();
  const kept = new Map<string, unknown>();
  const run = async (command: Command): Promise<Ran> => {
    const { argv } = command;
    if (argv.includes('instances')) return ran(command, await list.promise);
    const instance = argv.find(word => word.startsWith('master/'));
    if (!instance) return ran(command, table([]));
    if (instance === silent) await vm.promise;
    return ran(command, probed(instance));
  };
  const eyes = openEyes({
    jumpHost: { name: 'x', run } as never, // only run is asked
    journal: {
      recall: async (key: string) => kept.get(key),
      remember: async (key: string, value: unknown) => void kept.set(key, value),
    } as never,
    clock: { now: () => 0, elapsed: () => 0, sleep: async () => {} },
    settings,
    secondLookMs: 0,
  });
  return { eyes, list, vm };
};
const all = () => table([row(victim), row(leader), row(follower)]);

test('a silent VM holds the others up by nothing', async () => {
  const world = slowWorld(victim);
  world.list.resolve(all());
  const partials: ClusterSeen[] = [];
  const look = world.eyes.look(which, { onPartial: seen => void partials.push(seen) });
  await expect.poll(() => partials.at(-1)?.masters.filter(m => m.files?.memberDir).length).toBe(2);
  expect(partials.at(-1)?.masters.find(m => m.instance === victim)?.unread[0]?.why).toBe('still reading');
  world.vm.resolve();
  await look;
});

test('before the Director answers, what the VMs said is shown beside what BOSH said last time', async () => {
  const world = slowWorld('nobody');
  world.list.resolve(all());
  await world.eyes.look(which);
  const late = Promise.withResolvers<string>();
  world.list.promise = late.promise;
  const partials: ClusterSeen[] = [];
  const look = world.eyes.look(which, { onPartial: seen => void partials.push(seen) });
  await expect.poll(() => partials.at(-1)?.masters.filter(m => m.files?.memberDir).length).toBe(3);
  expect(partials.at(-1)?.masters[0]?.unread).toContainEqual(expect.objectContaining({ what: 'BOSH' }));
  late.resolve(table([row(victim, 'unresponsive agent'), row(leader), row(follower)]));
  const seen = await look;
  expect('masters' in seen && seen.masters[0]?.unread[0]?.why).toMatch(/agent is unresponsive/);
});

const cidOf = (instance: string) => `vm-${instance.split('/')[1]}`;
/** A vCenter behind the jump host that answers with this, and every login that it saw. */
const vcenterThatSays = (answer: (command: Command) => Ran) => {
  const logins: string[] = [];
  const run = async (command: Command): Promise<Ran> => {
    if (command.tool === 'govc') {
      logins.push(command.argv[1] ?? '');
      return answer(command);
    }
    const rows = [victim, leader, follower].map(instance => ({ ...row(instance), vm_cid: cidOf(instance) }));
    return command.argv.includes('instances') ? ran(command, table(rows)) : ran(command, table([]));
  };
  const eyes = openEyes({
    jumpHost: { name: 'x', run } as never, // only run is asked
    journal: { recall: async () => null, remember: async () => {} } as never, // nothing is remembered here
    clock: { now: () => 0, elapsed: () => 0, sleep: async () => {} },
    settings,
    secondLookMs: 0,
  });
  return { eyes, logins };
};
const refusedLogin = (command: Command): Ran => ({
  ...ran(command, ''),
  exitCode: 1,
  stderr: 'govc: ServerFaultCode: Cannot complete login due to an incorrect user name or password.\n',
});

test('a vCenter that refuses the login is asked once for all VMs, because accounts lock', async () => {
  const { eyes, logins } = vcenterThatSays(refusedLogin);
  const scene = await eyes.scene(aRun(), ['vms'], null);
  expect(logins).toEqual(['find']);
  const vms = 'vms' in scene ? scene.vms : {};
  expect(Object.keys(vms)).toEqual([victim, leader, follower]);
  for (const vm of Object.values(vms)) expect(vm).toMatchObject({ trouble: 'login-failure' });
});

test('any other trouble of one VM leaves the others to be read', async () => {
  const { eyes, logins } = vcenterThatSays(command => ran(command, 'null'));
  await eyes.scene(aRun(), ['vms'], null);
  expect(logins).toEqual(['find', 'find', 'find']);
});
