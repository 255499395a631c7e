import { describe, expect, test } from 'vitest';
import type { Observation } from '../../src/cluster/observation.ts';
import { verdictOf } from '../../src/cluster/verdict.ts';
import type { Command, Ran } from '../../src/model/command.ts';
import { openObserver } from '../../src/observe/observer.ts';
import { follower, leader, victim } from '../support/a-cluster.ts';
import { aRun } from '../support/a-run.ts';
import { instanceRow, printed, table, vmPrinted, vmsPrinted } from '../support/bosh-tables.ts';
import { observerOver, probe, status as statusSaid, type World, which } from '../support/observer-over.ts';

const ran = printed;
const row = (instance: string, processState = 'running') =>
  instanceRow(instance, { process_state: processState });
const probeText =
  "@@ monit\nProcess 'etcd' running\n@@ member\npresent\n@@ wal\n0.wal\n@@ status\n\n@@ end\n";
const probed = (instance: string) => vmPrinted(instance, probeText);

const settings = {
  bbrScript: ['x'],
  serviceUrl: null,
  datacenter: null,
  holdSeconds: 1,
  cures33: false,
  bbrSilenceSeconds: 600,
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

/** A Director that lists only when told to, and a master that has no row in the login of all and whose VM answers only when told to. */
const slowWorld = (silent: string) => {
  const list = Promise.withResolvers<string>();
  const vm = Promise.withResolvers<void>();
  const kept = new Map<string, unknown>();
  const run = async (command: Command): Promise<Ran> => {
    const { argv } = command;
    if (argv.includes('instances')) return ran(command, await list.promise);
    const instance = argv.find(word => word.startsWith('master/'));
    const others = [victim, leader, follower].filter(each => each !== silent);
    if (argv.includes('master'))
      return ran(command, vmsPrinted(Object.fromEntries(others.map(each => [each, probeText]))));
    if (!instance) return ran(command, table([]));
    if (instance === silent) await vm.promise;
    return ran(command, probed(instance));
  };
  const observer = eyesOn(run, kept);
  return { observer, list, vm };
};
const all = () => table([row(victim), row(leader), row(follower)]);

test('a VM that is not among the rows of all holds the others up by nothing while it is asked by name', async () => {
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

test('the VM that an act may have ended is not logged in to before the Director has listed it again', async () => {
  const world = slowWorld('nobody');
  world.list.resolve(all());
  await world.observer.look(which);
  await world.observer.release('run-1', [victim]);
  const late = Promise.withResolvers<string>();
  world.list.promise = late.promise;
  const partials: Observation[] = [];
  const look = world.observer.look(which, { onPartial: seen => void partials.push(seen) });
  const read = () => partials.at(-1)?.masters.flatMap(m => (m.files?.memberDir ? [m.instance] : []));
  await expect.poll(read).toEqual([leader, follower]);
  late.resolve(all());
  await look;
  expect(read()).toContain(victim);
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

/** What is said of a cluster whose last master tells these indexes, one login after another, and how often it was asked. */
const applying = async (last: readonly [first: number, later: number | 'silent', again?: number]) => {
  let looks = 0;
  const said = (index: number | 'silent') => (index === 'silent' ? '[]' : statusSaid(3, index));
  const of = observerOver({
    probes: { [follower]: probe(3, { index: last[0] }) },
    later: instance => {
      if (instance !== follower) return statusSaid([victim, leader].indexOf(instance) + 1, 5001);
      looks += 1;
      return said(looks === 1 ? last[1] : (last[2] ?? last[1]));
    },
  });
  const seen = await of.observer.look(which, { needs: ['director', 'hash'] });
  const { name, target } = 'masters' in seen ? verdictOf(seen) : expect.fail(seen.unread);
  return { name, target, logins: of.waited() };
};

describe('a member that seems to lag', () => {
  test('has caught up a second later, in the same login: that is healthy, and nobody waits', async () => {
    expect(await applying([5000, 5001])).toEqual({ name: 'healthy', target: [], logins: [1] });
    expect(await applying([4000, 5001])).toEqual({ name: 'healthy', target: [], logins: [1] });
  });
  test('is asked again five seconds later where it has not: then it lags, or has caught up', async () => {
    expect(await applying([4000, 4000])).toEqual({ name: 'lagging', target: [follower], logins: [1, 5] });
    expect(await applying([4000, 4000, 5001])).toMatchObject({ name: 'healthy', logins: [1, 5] });
  });
  test('and tells nothing at its second look is not taken at its first word', async () =>
    expect(await applying([4000, 'silent'])).toMatchObject({ name: 'not-enough-seen', logins: [1, 5] }));
  test('is never told so by a first look alone', async () => {
    const names: string[] = [];
    const lagging = probe(3, { index: 4000 });
    await observerOver({ probes: { [follower]: lagging }, later: () => '[]' }).observer.look(which, {
      needs: ['hash'],
      onPartial: seen => names.push(verdictOf(seen).name),
    });
    expect(names).not.toContain('lagging');
  });
});

test('a second look that its VM could not be asked for is told with the reason', async () => {
  const away: World['answer'] = (command, kind) =>
    kind.startsWith('again') ? printed(command, vmPrinted(follower, '', 255)) : null;
  const ahead = probe(3).replace('"revision":1204', '"revision":1205');
  const seen = await observerOver({ answer: away, probes: { [follower]: ahead } }).observer.look(which);
  const master = 'masters' in seen ? seen.masters.find(each => each.instance === follower) : null;
  expect(master?.etcd).toMatchObject({ hash: null, later: null });
  expect(master?.unread).toEqual([
    expect.objectContaining({ what: 'hash', why: expect.stringContaining('could not be reached over ssh') }),
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
