import { expect, test } from 'vitest';
import type { Observation } from '../../src/cluster/observation.ts';
import { verdictOf } from '../../src/cluster/verdict.ts';
import type { Command, Ran } from '../../src/model/command.ts';
import { openObserver } from '../../src/observe/observer.ts';
import { follower, leader, victim } from '../support/a-cluster.ts';
import { aRun } from '../support/a-run.ts';
import { instanceRow, printed, table, vmPrinted } from '../support/bosh-tables.ts';

const which = { cluster: 'dev-1', deployment: 'service-instance_56c19cfc-d5d7-4e11-aee2-78c81f4e7ad4' };
const ran = printed;
const row = (instance: string, processState = 'running') =>
  instanceRow(instance, { process_state: processState });
const probed = (instance: string) =>
  vmPrinted(
    instance,
    "@@ monit\nProcess 'etcd' running\n@@ member\npresent\n@@ wal\n0.wal\n@@ status\n\n@@ end\n",
  );

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

const eyesOn = (run: (command: Command) => Promise<Ran>, kept = new Map<string, unknown>()) =>
  openObserver({
    jumpHost: { name: 'x', run } as never, // only run is asked
    journal: {
      recall: async (key: string) => kept.get(key),
      remember: async (key: string, value: unknown) => void kept.set(key, value),
    } as never,
    clock: { now: () => 0, elapsed: () => 0, sleep: async () => {} },
    settings,
    secondLookMs: 0,
  });

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
  const observer = eyesOn(run, kept);
  return { observer, list, vm };
};
const all = () => table([row(victim), row(leader), row(follower)]);

test('a silent VM holds the others up by nothing', async () => {
  const world = slowWorld(victim);
  world.list.resolve(all());
  const partials: Observation[] = [];
  const look = world.observer.look(which, { onPartial: seen => void partials.push(seen) });
  await expect.poll(() => partials.at(-1)?.masters.filter(m => m.files?.memberDir).length).toBe(2);
  expect(partials.at(-1)?.masters.find(m => m.instance === victim)?.unread[0]?.why).toBe('still reading');
  world.vm.resolve();
  await look;
});

test('before the Director answers, what the VMs said is shown beside what BOSH said last time', async () => {
  const world = slowWorld('nobody');
  world.list.resolve(all());
  await world.observer.look(which);
  const late = Promise.withResolvers<string>();
  world.list.promise = late.promise;
  const partials: Observation[] = [];
  const look = world.observer.look(which, { onPartial: seen => void partials.push(seen) });
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
  const observer = openObserver({
    jumpHost: { name: 'x', run } as never, // only run is asked
    journal: { recall: async () => null, remember: async () => {} } as never, // nothing is remembered here
    clock: { now: () => 0, elapsed: () => 0, sleep: async () => {} },
    settings,
    secondLookMs: 0,
  });
  return { observer, logins };
};
const refusedLogin = (command: Command): Ran => ({
  ...ran(command, ''),
  exitCode: 1,
  stderr: 'govc: ServerFaultCode: Cannot complete login due to an incorrect user name or password.\n',
});

test('a vCenter that refuses the login is asked once for all VMs, because accounts lock', async () => {
  const { observer, logins } = vcenterThatSays(refusedLogin);
  const context = await observer.context(aRun(), ['vms'], null);
  expect(logins).toEqual(['find']);
  const vms = 'vms' in context ? context.vms : {};
  expect(Object.keys(vms)).toEqual([victim, leader, follower]);
  for (const vm of Object.values(vms)) expect(vm).toMatchObject({ trouble: 'login-failure' });
});

test('any other trouble of one VM leaves the others to be read', async () => {
  const { observer, logins } = vcenterThatSays(command => ran(command, 'null'));
  await observer.context(aRun(), ['vms'], null);
  expect(logins).toEqual(['find', 'find', 'find']);
});

/** Three masters that answer; `applied` tells each one's index, look after look. */
const applying = (applied: Readonly<Record<string, readonly number[]>>, secondLook = true) => {
  const looks = new Map<string, number>();
  const asked: string[] = [];
  const statusOf = (instance: string): string => {
    const at = looks.get(instance) ?? 0;
    looks.set(instance, at + 1);
    const index = applied[instance]?.[at] ?? 5000;
    const id = [victim, leader, follower].indexOf(instance) + 1;
    return `[{"Status":{"header":{"cluster_id":9,"member_id":${id},"revision":1204,"raft_term":7},"version":"3.4.23","leader":2,"raftIndex":${index},"raftTerm":7,"raftAppliedIndex":${index}}}]`;
  };
  const ids = '1, started, a, u, v, false\n2, started, b, u, v, false\n3, started, c, u, v, false';
  const said = (instance: string, argv: readonly string[]): string => {
    const line = argv.join(' ');
    if (line.includes('hashkv'))
      return `[{"HashKV":{"header":{"revision":1204},"hash":7,"compact_revision":1}}]`;
    if (line.includes('@@')) {
      const health = '[{"endpoint":"x","health":true}]';
      return `@@ monit\n@@ member\npresent\n@@ wal\n0.wal\n@@ status\n${statusOf(instance)}\n@@ health\n${health}\n@@ members\n${ids}\n@@ alarms\n@@ keys\n\n@@ end\n`;
    }
    asked.push(instance);
    return secondLook ? statusOf(instance) : '[]';
  };
  const run = async (command: Command): Promise<Ran> => {
    const { argv } = command;
    if (argv.includes('instances')) return ran(command, all());
    const instance = argv.find(word => word.startsWith('master/'));
    if (!instance) return ran(command, table([]));
    const exit_code = argv.join(' ').includes('@@') || secondLook ? '0' : '1';
    return ran(
      command,
      table([{ instance, stdout: said(instance, argv), stderr: '', exit_code, error: '' }]),
    );
  };
  return { asked, run, observer: eyesOn(run) };
};
const verdictSeen = async ({ observer }: ReturnType<typeof applying>) => {
  const seen = await observer.look(which, { needs: ['director', 'hash'] });
  return 'masters' in seen ? verdictOf(seen) : seen;
};

test('a look without a second one takes it where a member seems to lag, and only then', async () => {
  const calm = applying({});
  expect(await verdictSeen(calm)).toMatchObject({ name: 'healthy' });
  expect(calm.asked).toEqual([]);
  const passing = applying({ [follower]: [4000, 5000] });
  expect(await verdictSeen(passing)).toMatchObject({ name: 'healthy' });
  expect(passing.asked.toSorted()).toEqual([victim, leader, follower].toSorted());
  const lasting = applying({ [follower]: [4000, 4000] });
  expect(await verdictSeen(lasting)).toMatchObject({ name: 'lagging', target: [follower] });
});

test('a first look alone never says that a member lags', async () => {
  const world = applying({ [follower]: [4000, 4000] });
  const names: string[] = [];
  await world.observer.look(which, { needs: ['hash'], onPartial: seen => names.push(verdictOf(seen).name) });
  expect(names).not.toContain('lagging');
});

test('a second look in which a member tells nothing is not taken for its first', async () =>
  expect(await verdictSeen(applying({ [follower]: [4000] }, false))).toMatchObject({
    name: 'not-enough-seen',
  }));

test('a hash that its VM could not be asked for is told with the reason', async () => {
  const answering = applying({});
  const unreachable = async (command: Command): Promise<Ran> => {
    const { argv } = command;
    const instance = argv.find(word => word.startsWith('master/')) ?? '';
    if (argv.includes('instances')) return ran(command, all());
    if (argv.join(' ').includes('hashkv') && instance === follower)
      return ran(
        command,
        table([{ instance, stdout: '', stderr: 'Connection timed out', exit_code: '255', error: '' }]),
      );
    return answering.run(command);
  };
  const seen = await eyesOn(unreachable).look(which, { needs: ['director', 'hash'] });
  const master = 'masters' in seen ? seen.masters.find(each => each.instance === follower) : null;
  expect(master?.etcd?.hash).toBeNull();
  expect(master?.unread).toEqual([
    expect.objectContaining({ what: 'hash', why: expect.stringContaining('(Connection timed out)') }),
  ]);
});

test('a journal that goes away while the Director still owes its list is an error of that look, and of nobody else', async () => {
  const stray: unknown[] = [];
  const unheard = (reason: unknown) => void stray.push(reason);
  process.on('unhandledRejection', unheard);
  const gone = new (class extends Map<string, unknown> {
    override get(key: string): unknown {
      if (key.startsWith('revision/')) throw new Error('the journal is away');
      return super.get(key);
    }
  })();
  const slow = async (command: Command) => {
    await new Promise(resolve => setTimeout(resolve, 30));
    return ran(command, table([row(victim), row(leader), row(follower)]));
  };
  await expect(eyesOn(slow, gone).look(which, {})).rejects.toThrow('the journal is away');
  process.off('unhandledRejection', unheard);
  expect(stray).toEqual([]);
});
