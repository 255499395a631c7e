import { describe, expect, test } from 'vitest';
import type { Observation } from '../../src/cluster/observation.ts';
import { createDesk } from '../../src/desk/desk.ts';
import type { Observed } from '../../src/desk/desk-types.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { JournalTrouble } from '../../src/ports/journal.ts';
import type { Reading } from '../../src/readings/reading.ts';
import { runbooks } from '../../src/runbooks/index.ts';
import { broken, clusterOf, etcdOf, m1, m2, m3, statusOf, tocommit } from '../cluster/build.ts';
import { bosh as captured, ranOf } from '../readings/ran.ts';
import { entries, jihun, started } from '../support/a-run.ts';
import { table } from '../support/bosh-tables.ts';

const dev = { cluster: 'dev-1', deployment: 'service-instance_56c19cfc-d5d7-4e11-aee2-78c81f4e7ad4' };
const request = { cluster: 'dev-1', cure: null, by: jihun, channel: 'C1' };
const broke = {
  unread: 'The Director does not answer.',
  words: { en: 'The Director does not answer.', ko: '응답 없음' },
};

type Options = {
  readonly seen?: readonly Reading<Observation>[];
  readonly clusters?: Parameters<typeof createDesk>[1];
  readonly live?: boolean;
  readonly part?: Partial<Engine>;
  readonly read?: (id: string) => Promise<unknown>;
};
/** A desk over one cluster that is seen so, look after look (the last one stays); what it asks and writes is kept. */
const desk = ({ seen = [clusterOf()], clusters = [dev], live = false, part = {}, read }: Options = {}) => {
  const [looks, kept, lines]: [unknown[], unknown[], string[]] = [[], [], []];
  const journal = {
    rows: async (filter: { live?: boolean; cluster?: string; limit?: number }) =>
      filter.live !== true || (live && filter.cluster === dev.deployment)
        ? [
            { run: '7f3a', finishedAt: 1 },
            { run: 'beef', finishedAt: 1 },
          ].slice(0, filter.limit)
        : [],
    read: read ?? (async (id: string) => entries([started()], id)),
    rememberTogether: async (what: unknown) => void kept.push(what),
    noteInLedger: async (what: unknown) => void kept.push(what),
    now: async () => 10_000_000,
  };
  const engine = {
    journal,
    observer: {
      look: async (which: unknown, options: { needs: unknown; onPartial?: (seen: Observation) => void }) => {
        looks.push(options.needs);
        const now = seen[Math.min(looks.length, seen.length) - 1];
        if (now && 'masters' in now) options.onPartial?.(now);
        return now ?? which;
      },
    },
    jumpHost: {
      run: async ({ argv }: { argv: [string] }) =>
        argv.includes('deployments') ? captured('02-deployments.json.txt') : ranOf(argv),
    },
    runbooks,
    settings: { cures33: false, snapshots: {}, bbrScript: ['bbr'] },
    clock: { elapsed: () => 0 },
    peopleRule: { change: 1, belowQuorum: 2 },
    answerers: async () => ({ names: ['seoyeon', 'alice'] }),
    expiry: { expiresMinutes: Number.POSITIVE_INFINITY, endsHours: Number.POSITIVE_INFINITY },
    channel: { show: () => undefined },
    log: (line: string) => void lines.push(line),
    ...part,
  } as unknown as Engine; // the rest of an engine is never reached from here
  return { desk: createDesk(engine, clusters), looks, kept, lines };
};
const refused = async (seen: Observation, cure: string | null = null) => {
  const answer = await desk({ seen: [seen] }).desk.recover({ ...request, cure });
  return answer.ok ? expect.fail('a run was opened') : answer.words;
};

describe('which clusters there are', () => {
  test('is what the owner set', async () =>
    expect(await desk().desk.clusters()).toEqual({ ok: true, names: ['dev-1'] }));
  test('is every service instance of the Director where nobody set them', async () => {
    const names = await desk({ clusters: null }).desk.clusters();
    expect(names.ok && names.names.every(name => name.startsWith('service-instance_'))).toBe(true);
    expect(names.ok && names.names.length).toBeGreaterThan(0);
  });
  describe('of the Director’s deployments', () => {
    const [one, mysql, silent, fresh] = ['a', 'b', 'c', 'd'].map(each => `service-instance_${each}`);
    const groups: Readonly<Record<string, unknown>> = {
      [`/deployments/${one}/instances`]: [{ job: 'worker' }, { job: 'master' }],
      [`/deployments/${mysql}/instances`]: [{ job: 'mysql' }, { job: 'master-proxy' }],
      [`/deployments/${fresh}/instances`]: [],
    };
    const names = async (times: number) => {
      const asked: string[] = [];
      const run = async ({ argv }: { argv: [string] }) => {
        const path = argv.at(-1) ?? '';
        const rows = ['cf', one, mysql, silent, fresh].map(name => ({ name }));
        if (argv.includes('deployments')) return ranOf(argv, { stdout: table(rows) });
        asked.push(path);
        return groups[path]
          ? ranOf(argv, { stdout: JSON.stringify(groups[path]) })
          : ranOf(argv, { exitCode: 1 });
      };
      const { desk: here } = desk({ clusters: null, part: { jumpHost: { run } as never } });
      let found: unknown;
      for (let i = 0; i < times; i++) found = await here.clusters();
      return { found, asked };
    };
    test('only those with a group `master` are clusters; one that can’t be told is never left out', async () =>
      expect((await names(1)).found).toEqual({ ok: true, names: [one, silent, fresh] }));
    test('each is asked once, but for those that could not be told', async () => {
      const { asked } = await names(3);
      const count = (name = '') => asked.filter(path => path.includes(name)).length;
      expect([one, mysql, silent, fresh].map(count)).toEqual([1, 1, 3, 3]);
      expect(asked.join()).not.toContain('/cf/');
    });
  });
  test('is refused in the Director’s words where it can’t be asked', async () => {
    const run = async ({ argv }: { argv: [string] }) =>
      ranOf(argv, { end: 'deadline', exitCode: null, seconds: 60 });
    const answer = await desk({ clusters: null, part: { jumpHost: { run } as never } }).desk.look(null);
    expect(answer).toMatchObject({
      ok: false,
      words: { en: expect.stringContaining('gave no end within 60 s') },
    });
  });
});

describe('a look', () => {
  test('shows its parts as they come, and is complete at the end', async () => {
    const parts: Observed[] = [];
    const all = await desk().desk.look('dev-1', part => void parts.push(part));
    expect(parts.map(each => [each.complete, each.verdict.name])).toEqual([[false, 'healthy']]);
    expect(all).toMatchObject({ ok: true, complete: true, run: null, verdict: { name: 'healthy' } });
  });
  test('asks for hashes, and for a second look only before a recovery', async () => {
    const of = desk();
    await of.desk.look('dev-1');
    await of.desk.recover(request);
    expect(of.looks).toEqual([['director', 'hash'], expect.arrayContaining(['second-look'])]);
  });
  test('knows when this bot last saved what the cluster holds', async () =>
    expect(await desk().desk.look('dev-1')).toMatchObject({ saved: { snapshot: null, backup: null } }));
  test('has the cluster’s live run beside it', async () =>
    expect(await desk({ live: true }).desk.look('dev-1')).toMatchObject({ run: { id: '7f3a' } }));
  test('is refused where nothing could be read, or nobody knows the cluster', async () => {
    expect(await desk({ seen: [broke] }).desk.look('dev-1')).toEqual({ ok: false, words: broke.words });
    expect(await desk().desk.look('prod')).toMatchObject({
      ok: false,
      words: { en: expect.stringContaining('No cluster is called "prod"') },
    });
  });
});

describe('what is remembered of a cluster', () => {
  const memory = async (seen: Observation) => {
    const of = desk({ seen: [seen] });
    await of.desk.look('dev-1');
    return of.kept;
  };
  const key = (name: string) => `${name}/${dev.deployment}`;
  test('is its highest healthy revision and its keys', async () => {
    const hash = { revision: 1210, hash: 5, compactRevision: 0 };
    const ahead = etcdOf(m3, {
      hash,
      status: statusOf(m3, { revision: 1210, raftAppliedIndex: 5010, raftIndex: 5010 }),
    });
    const [one, two] = [etcdOf(m1, { hash }), etcdOf(m2, { hash })];
    const seen = clusterOf({ [m1]: { etcd: one }, [m2]: { etcd: two }, [m3]: { etcd: ahead } });
    expect(await memory(seen)).toEqual([
      { highest: { [key('revision')]: 1210 }, facts: expect.objectContaining({ [key('keys')]: 300 }) },
    ]);
    expect(await memory(clusterOf({ [m1]: broken(tocommit) }))).toHaveLength(1);
  });
  test('has no keys where nobody counted them', async () =>
    expect(await memory(clusterOf({ [m1]: { etcd: etcdOf(m1, { keyCount: null }) } }))).toEqual([
      { highest: { [key('revision')]: 1204 }, facts: { [key('identity')]: expect.anything() } },
    ]));
  test('is nothing of a cluster that is not to be believed, or at revision 0', async () => {
    expect(
      await memory(
        clusterOf({ [m1]: { etcd: etcdOf(m1, { status: statusOf(m1, { clusterId: 'dead' }) }) } }),
      ),
    ).toEqual([]);
    expect(await memory(clusterOf({}, { memory: { revision: 9000, keyCount: null } }))).toEqual([]);
    const empty = (instance: string) => ({
      etcd: etcdOf(instance, { status: statusOf(instance, { revision: 0 }) }),
    });
    expect(
      await memory(clusterOf({ [m1]: empty(m1), [m2]: empty(m2), [m3]: empty(m3) }, { memory: null })),
    ).toEqual([]);
  });
});

describe('a recovery is refused', () => {
  test('where nothing is wrong', async () =>
    expect((await refused(clusterOf())).en).toBe(
      'All 3 members are healthy and agree: one leader, term 7, equal hash, revision 1204. There is nothing to recover.',
    ));
  test('where no cure is for it, its sentence said once', async () => {
    const seen = clusterOf({ [m1]: broken(''), [m2]: broken('') });
    const words = await refused(seen);
    expect(words.en).toMatch(/^No cure is for quorum-lost: 2 of 3 members are down/);
    expect(words.en.split('2 of 3 members are down')).toHaveLength(2);
    expect(words.ko).toMatch(/^quorum-lost에 쓸 수 있는 복구 방법이 없습니다: 멤버 3대 중 2대가/);
  });
  test('for a cure that is not for this, with the verdict before its reason', async () => {
    const words = await refused(clusterOf({ [m1]: broken(tocommit) }), 'restart-process');
    expect(words.en).toMatch(
      /^master\/9b8ad6e0's raft log is lost: .* restart-process is not for raft-log-lost: a restart panics/,
    );
    expect(words.ko).toContain('restart-process는 raft-log-lost에 쓸 수 없습니다');
  });
  test('for a cure that nobody knows, and says which are allowed', async () => {
    expect(await refused(clusterOf({ [m1]: broken('ready') }), 'prayer')).toEqual({
      en: 'No cure is called "prayer". Allowed here: restart-process.',
      ko: '"prayer"라는 복구 방법이 없습니다. 가능한 것: restart-process',
    });
    expect((await refused(clusterOf(), 'prayer')).en).toBe('No cure is called "prayer". Allowed here: none.');
  });
  test('where the cure is not built into this bot', async () => {
    const of = desk({ seen: [clusterOf({ [m1]: broken('ready') })], part: { runbooks: [] } });
    expect(await of.desk.recover(request)).toMatchObject({
      ok: false,
      words: { en: expect.stringContaining('Its cure, restart-process, is not built into this bot yet') },
    });
  });
  test('while a run lives, which is named', async () =>
    expect(await desk({ live: true }).desk.recover(request)).toMatchObject({
      ok: false,
      run: '7f3a',
      words: {
        en: 'dev-1 is already in run 7f3a, started by jihun at 03:29:11 UTC. Go on there, or abort it with /pks abort 7f3a.',
      },
    }));
  test('in the words of what could not be read', async () => {
    expect(await desk({ seen: [broke] }).desk.recover(request)).toEqual({ ok: false, words: broke.words });
    expect((await desk().desk.recover({ ...request, cluster: 'prod' })).ok).toBe(false);
  });
});

test('one bad look is taken again before a recovery is refused for it, a good one is not', async () => {
  const unseen = clusterOf({ [m1]: { etcd: null } });
  const twice = desk({ seen: [unseen, clusterOf()] });
  expect(await twice.desk.recover(request)).toMatchObject({
    words: { en: expect.stringContaining('nothing to recover') },
  });
  expect(twice.looks).toHaveLength(2);
  const once = desk();
  await once.desk.recover(request);
  expect(once.looks).toHaveLength(1);
});

describe('a snapshot of what is left', () => {
  test('is refused where no etcd answers, with the lines that copy the disks', async () => {
    const seen = clusterOf({ [m1]: broken(''), [m2]: broken(''), [m3]: broken('') });
    const answer = await desk({ seen: [seen] }).desk.snapshot(request);
    expect(answer).toMatchObject({
      ok: false,
      words: { en: expect.stringContaining('0 of 3 masters have an etcd that answers') },
    });
    for (const instance of [m1, m2, m3])
      expect(answer.ok ? '' : answer.words.en).toContain(`ssh ${instance} -c 'sudo install`);
  });
  test('is refused while a run lives, and where the cluster or its state is not known', async () => {
    expect(await desk({ live: true }).desk.snapshot(request)).toMatchObject({ ok: false, run: '7f3a' });
    expect((await desk().desk.snapshot({ ...request, cluster: 'prod' })).ok).toBe(false);
    expect(await desk({ seen: [broke] }).desk.snapshot(request)).toEqual({ ok: false, words: broke.words });
  });
});

describe('a list of runs', () => {
  const trouble = (kind: 'away' | 'unreadable') =>
    new JournalTrouble({ trouble: kind as never, place: 'x', words: { en: kind, ko: kind } });
  const reading = (error: unknown) => async (id: string) =>
    id === 'beef' ? Promise.reject(error) : entries([started()], id);
  test('leaves out the one that cannot be read, and the log says so', async () => {
    const of = desk({ read: reading(trouble('unreadable')) });
    expect((await of.desk.runs(5)).map(run => run.id)).toEqual(['7f3a']);
    expect(of.lines).toEqual(['run beef is left out of the list: JournalTrouble: unreadable']);
  });
  test('leaves out one without entries, and fails where the store is away', async () => {
    expect(await desk({ read: async () => [] }).desk.runs(5)).toEqual([]);
    await expect(desk({ read: reading(trouble('away')) }).desk.runs(5)).rejects.toThrow('away');
    expect(await desk({ read: async () => [] }).desk.run('7f3a')).toBeNull();
  });
});

test('an etcd 3.3 is cured only where the owner said so', async () => {
  const old = (instance: string) => ({
    etcd: etcdOf(instance, { status: statusOf(instance, { version: '3.3.17' }) }),
  });
  const seen = [clusterOf({ [m1]: broken(tocommit), [m2]: old(m2), [m3]: old(m3) })];
  const allowed = async (cures33: boolean) => {
    const look = await desk({ seen, part: { settings: { cures33 } as never } }).desk.look('dev-1');
    return look.ok ? look.verdict.allowed : expect.fail(look.words.en);
  };
  expect(await allowed(false)).toEqual([]);
  expect(await allowed(true)).toContain('move-leader');
});

test('an answer that is refused has the card drawn again, for whoever clicked on an old one', async () => {
  const shown: string[] = [];
  const channel = { show: (run: string) => void shown.push(run) } as never;
  const membership = async () => ({ state: 'member' }) as const;
  const of = desk({ part: { channel, membership } });
  const click = {
    run: '7f3a',
    step: 'snapshot',
    attempt: 9,
    nonce: 'x',
    answer: 'approve',
    by: jihun,
    via: 'button',
  } as const;
  expect(await of.desk.answer(click)).toMatchObject({ ok: false, run: '7f3a' });
  expect(shown).toEqual(['7f3a']);
  expect(of.kept).toMatchObject([{ kind: 'refused', run: '7f3a', by: jihun }]);
});

test('the doctor asks each tool, the Director and vCenter', async () => {
  const seen = await desk().desk.doctor();
  expect(seen.map(each => each.tool)).toEqual(
    expect.arrayContaining(['bosh', 'govc', 'Director', 'resurrection', 'vCenter']),
  );
});
