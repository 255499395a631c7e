import { describe, expect, test } from 'vitest';
import type { Observation } from '../../src/cluster/observation.ts';
import { readInstances } from '../../src/readings/bosh-instances.ts';
import { isMissed } from '../../src/readings/reading.ts';
import type { Need } from '../../src/runbooks/runbook.ts';
import { ranOf } from '../readings/ran.ts';
import { follower, leader, victim } from '../support/a-cluster.ts';
import { aRun, began, settled } from '../support/a-run.ts';
import { instanceRow, printed, table, vmPrinted, vmsPrinted } from '../support/bosh-tables.ts';
import { observerOver, probe, three, type World, which } from '../support/observer-over.ts';

const saw = async (world: World, needs?: readonly Need[]) => {
  const of = observerOver(world);
  const seen = await of.observer.look(which, needs ? { needs } : undefined);
  return { ...of, seen: isMissed(seen) ? expect.fail(seen.unread) : seen };
};

const known = (rows: readonly object[] = three.map(each => instanceRow(each))) =>
  new Map<string, unknown>([
    [
      `masters/${which.deployment}`,
      readInstances(printed({ argv: ['bosh'], tool: 'bosh' } as never, table(rows))),
    ],
  ]); // only argv and tool are read

describe('a look asks', () => {
  test.for<[string, readonly Need[] | undefined, Record<string, number>, number[]]>([
    [
      'for everything where nobody says less, five seconds apart',
      undefined,
      { instances: 1, locks: 1, 'probe of all': 1, resurrection: 1, tasks: 1 },
      [5],
    ],
    ['for the instances and each master at least', [], { instances: 1, 'probe of all': 1 }, []],
    [
      'for the Director’s side',
      ['director'],
      { instances: 1, locks: 1, 'probe of all': 1, resurrection: 1, tasks: 1 },
      [],
    ],
    ['for resurrection alone', ['resurrection'], { instances: 1, 'probe of all': 1, resurrection: 1 }, []],
    ['for hashes, a second apart', ['hash'], { instances: 1, 'probe of all': 1 }, [1]],
    ['for a second look', ['second-look'], { instances: 1, 'probe of all': 1 }, [5]],
  ])('%s', async ([, needs, asked, seconds]) => {
    const { count, waited, seen, tasks } = await saw({}, needs);
    expect(count()).toEqual(asked);
    expect([waited(), tasks()]).toEqual([seconds, 3]);
    expect(seen.tasks === null).toBe(needs !== undefined && !needs.includes('director'));
    expect(seen.resurrection).toBe(asked.resurrection ? 'off' : 'unknown');
    expect(seen.masters[0]?.etcd?.hash).toEqual(
      needs === undefined || needs.includes('hash') ? { revision: 1204, hash: 7, compactRevision: 1 } : null,
    );
    expect(seen.masters[0]?.etcd?.later).toEqual(
      seconds.length > 0 ? expect.objectContaining({ raftIndex: 5001 }) : null,
    );
  });
  test('for one VM in vCenter alone where a step says so, and for nothing of the cluster or the Director', async () => {
    const masters = [leader, follower].map(instance => ({
      instance,
      processState: 'running',
      state: 'started',
      az: 'z1',
      ips: [],
      cid: `vm-${instance.slice(7)}`,
      agentId: null,
      diskCids: [],
      index: '0',
      bootstrap: false,
      ignored: false,
      processes: [],
    }));
    const kept = new Map([[`masters/${which.deployment}`, masters]]);
    const { observer, count } = observerOver({ kept });
    const context = await observer.context(aRun(), ['director', 'alone', `vm ${leader}`], 3);
    if (isMissed(context)) return expect.fail(context.unread);
    expect(count()).toEqual({ govc: 1 });
    expect([context.seen.masters, context.seen.tasks]).toEqual([[], null]);
    expect(Object.keys(context.vms)).toEqual([leader]);
  });
  test('for no VM that nobody has seen', async () => {
    const { observer, count } = observerOver();
    const context = await observer.context(aRun(), ['alone', `vm ${leader}`], 3);
    if (isMissed(context)) return expect.fail(context.unread);
    expect([count(), context.vms[leader]]).toEqual([
      {},
      expect.objectContaining({ unread: expect.any(String) }),
    ]);
  });
  test('no third time of a member that is alone, and none where nobody serves', async () => {
    const down = probe(0, { up: false });
    const alone = await saw({ probes: { [leader]: down, [follower]: down } }, ['second-look', 'hash']);
    expect(alone.count()).toEqual({ instances: 1, 'probe of all': 1 });
    const nobody = await saw({ probes: { [victim]: down, [leader]: down, [follower]: down } }, [
      'hash',
      'second-look',
    ]);
    expect(nobody.count()).toEqual({ instances: 1, 'probe of all': 1 });
  });
  test('a second time where one that serves is far behind, and not for one that does not serve', async () => {
    const far = await saw({ probes: { [follower]: probe(3, { index: 4900 }) } }, []);
    expect([far.count(), far.waited()]).toEqual([expect.objectContaining({ 'again of all': 1 }), [5]]);
    const ill = await saw({ probes: { [follower]: probe(3, { index: 4900, healthy: false }) } }, []);
    expect(ill.count()).not.toHaveProperty('again of all');
  });
  test('again, five seconds later, where a second look still shows a difference, or has no hash in common', async () => {
    const lagging = {
      probes: { [follower]: probe(3, { index: 4900 }) },
      later: () => probe(3, { index: 4900 }),
    };
    const far = await saw(lagging, ['hash']);
    expect([far.count()['again of all'], far.waited()]).toEqual([1, [1, 5]]);
    const ahead = probe(2).replace('"revision":1204', '"revision":1205');
    const apart = await saw({ probes: { [leader]: ahead } }, ['hash']);
    expect([apart.count()['again of all'], apart.waited()]).toEqual([1, [1, 5]]);
    expect(apart.seen.masters[0]?.etcd?.hash?.revision).toBe(1205);
  });
  test('the masters that it knows while the Director still owes its list, in the same one login', async () => {
    const { count, tasks } = await saw({ kept: known() }, ['director', 'hash']);
    expect(count()['probe of all']).toBe(1);
    expect(tasks()).toBe(3);
  });
  test('nothing of a VM that is not there or whose agent is silent, and says so', async () => {
    const rows = [
      instanceRow(victim, { vm_cid: '' }),
      instanceRow(leader, { process_state: 'unresponsive agent' }),
      instanceRow(follower),
    ];
    const { count, seen } = await saw({ rows }, []);
    expect(count()).toEqual({ instances: 1, probe: 1 });
    expect(seen.masters.map(master => master.unread[0]?.words?.en ?? null)).toEqual([
      `${victim} has no VM`,
      `${leader} answers nothing: its agent is unresponsive`,
      null,
    ]);
    expect(seen.masters[1]?.unread[0]?.words?.ko).toBe(`${leader}가 응답하지 않음: agent 무응답`);
  });
});

describe('masters are asked by name', () => {
  const silent = [
    instanceRow(victim, { process_state: 'unresponsive agent' }),
    instanceRow(leader),
    instanceRow(follower),
  ];
  test('where one agent is silent, which would spoil the login of all', async () => {
    expect((await saw({ rows: silent }, ['hash'])).count()).toEqual({ instances: 1, probe: 2 });
    expect((await saw({ rows: silent, kept: known(silent) }, ['hash'])).count()).toMatchObject({ probe: 2 });
  });
  test('where the login of all was begun by what was known, and an agent is silent by now: it is ended', async () => {
    const ended: boolean[] = [];
    const of = observerOver({
      rows: silent,
      kept: known(),
      answer: (command, kind) =>
        kind === 'probe of all' ? ranOf(command.argv, { end: 'killed', exitCode: null }) : null,
      onSignal: signal => signal.addEventListener('abort', () => ended.push(true)),
    });
    const seen = await of.observer.look(which, { needs: [] });
    expect(of.count()).toMatchObject({ 'probe of all': 1, probe: 2 });
    expect(isMissed(seen) ? [] : seen.masters.map(master => master.etcd?.up ?? null)).toEqual([
      null,
      true,
      true,
    ]);
  });
  test('where that login lacks the row of one, whatever its exit code says', async () => {
    const rows = Object.fromEntries([leader, follower].map(each => [each, probe(three.indexOf(each) + 1)]));
    const { count, seen } = await saw(
      { answer: (command, kind) => (kind === 'probe of all' ? printed(command, vmsPrinted(rows)) : null) },
      [],
    );
    expect(count()).toEqual({ instances: 1, 'probe of all': 1, probe: 1 });
    expect(seen.masters.every(master => master.etcd?.up)).toBe(true);
  });
  test('not where ssh found one of them away, or the rows came at the deadline: a row is an answer', async () => {
    const rows = three.map((instance, at) => ({
      instance,
      stdout: at === 0 ? '' : probe(at + 1),
      stderr: '',
      exit_code: at === 0 ? '255' : '0',
      error: '',
    }));
    const late: World['answer'] = ({ argv }, kind) =>
      kind === 'probe of all' ? ranOf(argv, { end: 'deadline', exitCode: null, stdout: table(rows) }) : null;
    const { count, seen } = await saw({ answer: late }, []);
    expect(count()).toEqual({ instances: 1, 'probe of all': 1 });
    expect(seen.masters.map(master => master.etcd?.up ?? null)).toEqual([null, true, true]);
  });
});

describe('what cannot be looked at', () => {
  test('is a deployment without masters, whose groups are named', async () => {
    const rows = ['worker/1', 'worker/2', 'pxc/3'].map(each => instanceRow(each));
    const seen = await observerOver({ rows }).observer.look(which);
    expect(seen).toMatchObject({
      words: {
        en: `${which.deployment} has no instance of the group "master" (it has worker, pxc); name a Kubernetes cluster's deployment.`,
        ko: expect.stringContaining('(있는 것: worker, pxc)'),
      },
    });
  });
  test('is one whose list is not told', async () => {
    const { observer, count } = observerOver({
      answer: ({ argv, tool }, kind) =>
        kind === 'instances' ? ranOf(argv, { tool, end: 'deadline', exitCode: null, seconds: 60 }) : null,
    });
    expect(isMissed(await observer.look(which))).toBe(true);
    expect(isMissed(await observer.context(aRun(), ['vms'], null))).toBe(true);
    expect(count()).not.toHaveProperty('govc');
  });
});

test('what is remembered is a number, or nothing is', async () => {
  const remembering = async (revision: unknown, keys: unknown) =>
    (
      await saw(
        {
          kept: new Map([
            [`revision/${which.deployment}`, revision],
            [`keys/${which.deployment}`, keys],
          ]),
        },
        [],
      )
    ).seen.memory;
  expect(await remembering(1200, 300)).toEqual({ revision: 1200, keyCount: 300 });
  expect(await remembering(1200, '300')).toEqual({ revision: 1200, keyCount: null });
  expect(await remembering('1200', 300)).toBeNull();
  expect(await remembering(undefined, undefined)).toBeNull();
});

describe('the remembered hash', () => {
  const hash = { revision: 1100, hash: 7, compactRevision: 1 };
  const remembering = (more: Partial<typeof hash>) =>
    new Map<string, unknown>([
      [`revision/${which.deployment}`, 1200],
      [
        `identity/${which.deployment}`,
        { at: '', raftTerm: 1, systemKey: null, hash: { ...hash, ...more }, members: {} },
      ],
    ]);
  const told = async (more: Partial<typeof hash>) => {
    const { seen, count } = await saw({ kept: remembering(more) }, ['hash']);
    return [count(), seen.masters[0]?.identity?.earlierHash ?? null];
  };
  test('is asked for in the same login as the newest, and counts where nothing was compacted since', async () => {
    expect(await told({})).toEqual([expect.objectContaining({ 'probe of all': 1 }), hash]);
    expect(await told({ compactRevision: 0 })).toEqual([
      expect.objectContaining({ 'probe of all': 1 }),
      null,
    ]);
    expect((await told({}))[0]).not.toHaveProperty('again of all');
  });
  test('is the one just read where the revision is the same', async () => {
    expect((await told({ revision: 1204 }))[1]).toEqual({ ...hash, revision: 1204 });
  });
});

test('parts are shown as they come, each more complete than the last', async () => {
  const parts: Observation[] = [];
  await observerOver().observer.look(which, { needs: [], onPartial: part => void parts.push(part) });
  expect(parts.map(part => part.masters.filter(master => master.etcd !== null).length)).toEqual([0, 1, 2, 3]);
  expect(parts[0]?.masters[0]?.unread).toEqual([expect.objectContaining({ why: 'still reading' })]);
});

describe('a step’s scene', () => {
  const contextOf = async (needs: readonly Need[], world: World = {}) => {
    const of = observerOver(world);
    const context = await of.observer.context(
      aRun(began('snapshot'), settled('snapshot', { facts: { path: '/x' } })),
      needs,
      7,
    );
    return { ...of, context: isMissed(context) ? expect.fail(context.unread) : context };
  };
  test('has the run, what its steps established, and nothing that was not needed', async () => {
    const { context } = await contextOf([]);
    expect(context).toMatchObject({
      run: '7f3a',
      deployment: which.deployment,
      target: victim,
      cure: 'move-leader',
      secondsSinceEnd: 7,
      facts: { snapshot: { path: '/x' } },
      vms: {},
      problems: null,
      service: null,
      canary: null,
      before: { revision: 41_007 },
    });
  });
  test('has the canary of each member that answers', async () => {
    const { context, count } = await contextOf(['canary'], { probes: { [victim]: probe(1, { up: false }) } });
    expect(context.canary).toEqual({
      [leader]: `written by ${leader}`,
      [follower]: `written by ${follower}`,
    });
    expect(count().canary).toBe(2);
    const failing: World['answer'] = (command, kind) =>
      kind === 'canary' ? printed(command, vmPrinted(victim, '', 1)) : null;
    expect((await contextOf(['canary'], { answer: failing })).context.canary).toMatchObject({
      [leader]: 'unreadable',
    });
  });
  test('has the service where one is set, and cck’s problems', async () => {
    const answer: World['answer'] = (command, kind) =>
      kind === 'curl' ? printed(command, 'ok\n200\n') : null;
    expect(
      (await contextOf(['service'], { answer, serviceUrl: 'https://lb/' })).context.service,
    ).toMatchObject({
      status: 200,
    });
    const unset = await contextOf(['service'], { answer });
    expect(unset.context.service).toBeNull();
    expect(unset.count()).not.toHaveProperty('curl');
    expect((await contextOf(['problems'])).count().cck).toBe(1);
  });
  test('asks vCenter for each VM that there is', async () => {
    const rows = [
      instanceRow(victim, { vm_cid: '' }),
      instanceRow(leader, { vm_cid: `vm-${leader.split('/')[1]}` }),
      instanceRow(follower, { vm_cid: `vm-${follower.split('/')[1]}` }),
    ];
    const { context, count } = await contextOf(['vms'], {
      rows,
      answer: (command, kind) => (kind === 'govc' ? printed(command, 'null') : null),
    });
    expect(Object.keys(context.vms)).toEqual([leader, follower]);
    expect(count().govc).toBe(2);
  });
});

describe('of the whole Director', () => {
  test('resurrection is as it says, or unknown', async () => {
    expect(await observerOver().observer.resurrection()).toBe('off');
    expect(
      await observerOver({ answer: command => printed(command, 'no JSON') }).observer.resurrection(),
    ).toBe('unknown');
  });
});

test('how long nothing was written is told by the highest revision of each look', async () => {
  let looks = 0;
  const answer: World['answer'] = (command, kind) => {
    if (kind !== 'probe of all') return null;
    const revision = looks++ < 2 ? 1300 : 1301;
    const said = (at: number) => probe(at).replace('"revision":1204', `"revision":${revision}`);
    return printed(command, vmsPrinted({ [victim]: said(1), [leader]: said(2), [follower]: said(3) }));
  };
  const { observer, pass } = observerOver({ answer });
  for (const longest of [null, null, 10_000]) {
    pass(5_000);
    await observer.look(which);
    expect(observer.longestWriteGapMs(which.deployment, 0)).toBe(longest);
  }
});
