import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defragOrder } from '../../src/cluster/free-space.ts';
import type { EtcdObservation, EtcdStatus } from '../../src/cluster/observation.ts';
import { standingOf } from '../../src/cluster/quorum.ts';
import { isSmall, spaceOf } from '../../src/cluster/space.ts';
import { verdictOf } from '../../src/cluster/verdict.ts';
import { clusterOf, downEtcd, etcdOf, files, m1, m2, m3, masterOf, statusOf, stopped } from './build.ts';

const etcdctl = 'sudo ETCDCTL_API=3 LOCAL=true /var/vcap/jobs/etcd/bin/etcdctl';
const mega = 1_000_000;
const history = { revision: 5000, hash: 1, compactRevision: 200 };

type Filled = {
  readonly status?: Partial<EtcdStatus>;
  readonly etcd?: Partial<EtcdObservation>;
  readonly free?: number | null;
};
/** 17 MB of a quota of 16, nearly all of it old revisions, with room on the disk. */
const filled = (instance: string, { status = {}, etcd = {}, free = 100 * mega }: Filled = {}) => ({
  files: files && { ...files, freeBytes: free },
  etcd: etcdOf(instance, {
    status: statusOf(instance, {
      dbSizeBytes: 17 * mega,
      dbInUseBytes: 16.9 * mega,
      revision: 5000,
      ...status,
    }),
    alarms: ['memberID:1 alarm:NOSPACE'],
    quotaBytes: 16 * mega,
    hash: history,
    ...etcd,
  }),
});
const of = (change: Partial<Record<string, Filled>> = {}) =>
  clusterOf(Object.fromEntries([m1, m2, m3].map(each => [each, filled(each, change[each])])));
const on = (instance: string, verb: string) =>
  `bosh -d ${of().deployment} ssh ${instance} -c '${etcdctl} ${verb}'`;
/** By an etcd that no cure was proven on, so that a person has to do all of it. */
const unproven = (seen: ReturnType<typeof of>): ReturnType<typeof of> => ({
  ...seen,
  masters: seen.masters.map(master => {
    const { etcd } = master;
    const status = etcd?.status && { ...etcd.status, version: '3.6.1' };
    return etcd && status ? { ...master, etcd: { ...etcd, status, later: status } } : master;
  }),
});
const told = (seen: ReturnType<typeof of>) => {
  const { name, sentence, byHand, allowed } = verdictOf(unproven(seen));
  expect([name, allowed]).toEqual(['no-space', []]);
  return { sentence, caution: byHand?.caution, moves: byHand?.moves ?? [] };
};
const commandsOf = (seen: ReturnType<typeof of>) => told(seen).moves.map(each => each.command);

describe('a db full of history', () => {
  test('is compacted below what every member has, defragmented one by one with the leader last and moved first, then disarmed', () => {
    const used = [m1, m2, m3].map(each => on(each, 'endpoint status -w json'));
    expect(
      commandsOf(of({ [m3]: { status: { revision: 4990, raftIndex: 4990, raftAppliedIndex: 4990 } } })),
    ).toEqual([
      '/pks snapshot dev-1',
      on(m1, 'compact 4989'),
      ...used,
      on(m1, 'defrag --command-timeout=65s'),
      on(m3, 'defrag --command-timeout=65s'),
      on(m2, 'move-leader a1'),
      on(m2, 'defrag --command-timeout=65s'),
      on(m1, 'alarm disarm'),
    ]);
  });
  test('is told by figures, and the number below which it is small enough', () => {
    const { sentence, moves } = told(of());
    for (const words of [sentence.en, sentence.ko])
      expect(words).toMatch(/17\.0 MB.*16\.0 MB.*16\.9 MB.*1\.0 MB ?(?:to|~) ?1\.1 MB/);
    expect(sentence.en).toContain('300 beside 4800 kept revisions');
    expect(moves[2]?.see.en).toContain('below 12800000; if it stays above, stop');
    expect(moves[5]?.see.ko).toContain('(12800000 미만)');
  });
  test('takes longer to defragment the larger it is', () =>
    expect(commandsOf(of({ [m1]: { status: { dbSizeBytes: 400 * mega } } })).join()).toContain(
      on(m1, 'defrag --command-timeout=80s'),
    ));
  test('is not compacted where that is done, or where only fragments fill it', () => {
    const done = Object.fromEntries(
      [m1, m2, m3].map(m => [m, { etcd: { hash: { ...history, compactRevision: 4999 } } }]),
    );
    const fragments = Object.fromEntries([m1, m2, m3].map(m => [m, { status: { dbInUseBytes: 2 * mega } }]));
    for (const seen of [of(done), of(fragments)]) expect(commandsOf(seen).join()).not.toContain('compact ');
  });
  test('of an unknown quota, use or count is told as such, and never as full of live keys', () => {
    const { sentence, caution } = told(
      of({
        [m1]: { status: { dbInUseBytes: undefined }, etcd: { quotaBytes: null } },
        [m2]: { etcd: { keyCount: null } },
      }),
    );
    expect(sentence.en).toContain('master/9b8ad6e0 17.0 MB of a quota that was not read, in use not known');
    expect(sentence.ko).toContain('그중 현재 키의 크기는 알 수 없음');
    expect(caution?.en).not.toContain('Live keys alone');
  });
});

describe('a db full of live keys', () => {
  const live = of({ [m3]: { etcd: { keyCount: 400_000 } } });
  test('is neither compacted, defragmented nor disarmed: keys are counted by kind, and a person says which go', () => {
    const [save, count, events, again] = commandsOf(live);
    expect([save, again]).toEqual(['/pks snapshot dev-1', '/pks etcd-status dev-1']);
    expect(count).toContain('get /registry --prefix --keys-only --consistency=s | grep /registry | cut');
    expect(events).toBe(on(m1, 'del --prefix /registry/events/'));
    expect(commandsOf(live)).toHaveLength(4);
  });
  test('names who, and the other way: a larger quota', () => {
    expect(told(live).caution?.en).toContain('fill more than 80 % of the quota on master/774bfafe:');
    expect(told(live).caution?.ko).toContain('quota-backend-bytes');
  });
});

test('live keys that were all written since the last compaction are told as a range: compacting decides', () => {
  const fresh = { etcd: { keyCount: 4800 } };
  const { sentence, caution, moves } = told(of({ [m1]: fresh, [m2]: fresh, [m3]: fresh }));
  expect(sentence.en).toContain('live keys are about 8.4 MB to 16.9 MB (4800 beside 4800 kept revisions)');
  expect(caution?.en).not.toContain('Live keys alone');
  expect(moves[2]?.see.ko).toContain('`/pks etcd-status`');
});

describe('room on the disk', () => {
  test.each([20 * mega, null])('%j bytes are looked at before anything is compacted', free => {
    const { caution, moves } = told(of({ [m2]: { free } }));
    expect(moves[1]?.command).toBe(`bosh -d ${of().deployment} ssh ${m2} -c 'sudo df -B1 /var/vcap/store'`);
    expect(moves[1]?.see.en).toContain('at least 20400000 bytes available');
    expect(caution?.en).toContain('short or not known on master/8cdf6298');
  });
  test('enough of it is not worth a word', () =>
    expect(commandsOf(of({ [m2]: { free: 20_400_000 } })).join()).not.toContain('df -B1'));
});

test('a member that is away is to be watched for: it raises the alarm for all again', () => {
  const seen = of();
  const away = masterOf(m3, { etcd: downEtcd, processState: 'failing' });
  const { caution } = told({
    ...seen,
    masters: seen.masters.map(each => (each.instance === m3 ? away : each)),
  });
  expect(caution?.en).toContain('master/774bfafe is away: it comes back over its quota');
});

test.each([
  [[true, true], 'although endpoint health says healthy', 'endpoint health는 정상이라고 하지만'],
  [[false, true], ', and from 3.5 on endpoint health says unhealthy for that alone', '3.5부터는'],
  [[true, false], ', and from 3.5 on endpoint health says unhealthy for that alone', '3.5부터는'],
] as const)('endpoint health of %j is explained', ([one, two], en, ko) => {
  const { sentence } = told(of({ [m1]: { etcd: { healthy: one } }, [m2]: { etcd: { healthy: two } } }));
  expect(sentence.en).toContain(`writes are refused${en.startsWith(',') ? '' : ' '}${en}.`);
  expect(sentence.ko).toContain(ko);
});

describe('a run may free the space', () => {
  const all = (change: Filled) => of({ [m1]: change, [m2]: change, [m3]: change });
  const verdict = (seen: ReturnType<typeof of>) => verdictOf(seen);
  const refused = (seen: ReturnType<typeof of>) => {
    const { name, allowed, refused: why } = verdict(seen);
    expect([name, allowed]).toEqual(['no-space', []]);
    return why;
  };
  const down = (seen: ReturnType<typeof of>, change: Parameters<typeof masterOf>[1]) => ({
    ...seen,
    masters: seen.masters.map(each => (each.instance === m3 ? masterOf(m3, change) : each)),
  });

  test.each([
    ['history', of()],
    ['fragments', all({ status: { dbInUseBytes: 2 * mega } })],
    ['history, healthy by no endpoint health of 3.5', all({ etcd: { healthy: false } })],
    ['history, while one is stopped', down(of(), stopped(m3))],
  ])('filled by %s', (_, seen) =>
    expect(verdict(seen)).toMatchObject({ allowed: ['free-space'], proposed: 'free-space', refused: null }),
  );

  test('but not where live keys fill it, in figures', () => {
    const why = refused(of({ [m3]: { etcd: { keyCount: 400_000 } } }));
    expect(why?.en).toContain('No run frees the space: what is live is too much on master/774bfafe.');
    expect(why?.ko).toContain('봇이 공간을 확보하지 않습니다. master/774bfafe의 현재 키가 너무 많습니다');
  });
  test('nor where the disk itself is full, in bytes', () =>
    expect(refused(of({ [m2]: { free: 20 * mega } }))?.en).toContain(
      'the disk itself is full: 20000000 bytes are free on master/8cdf6298 and a defrag needs 20400000',
    ));
  test.each([
    ['its size', { status: { dbSizeBytes: null } }],
    ['what is in use', { status: { dbInUseBytes: undefined } }],
    ['its quota', { etcd: { quotaBytes: null } }],
    ['how many keys it has', { etcd: { keyCount: null } }],
    ['the room on its disk', { free: null }],
  ] as const)('nor where %s is not known of one: unknown is neither zero nor small', (_, change) =>
    expect(refused(of({ [m2]: change }))?.en).toContain(
      'master/8cdf6298 was not read, and unknown is not small',
    ),
  );
  test('nor beside another error, unread alarms, an unread hash, or a third that may run', () => {
    const beside = { status: { errors: ['memberID:1 alarm:NOSPACE', 'etcdserver: no leader'] } };
    expect(refused(of({ [m1]: beside }))?.en).toContain('there is more than NOSPACE: etcdserver: no leader');
    expect(refused(of({ [m1]: { etcd: { alarms: null } } }))?.en).toContain('the alarms of master/9b8ad6e0');
    expect(refused(of({ [m1]: { etcd: { hash: null } } }))?.en).toContain('was not read');
    const frozen = { etcd: { ...downEtcd, said: 'context deadline exceeded' }, processState: 'running' };
    expect(refused(down(of(), frozen))?.en).toContain(
      'master/774bfafe is neither healthy nor known to be down',
    );
  });
  test('one that is not small yet is not called small, and nor is one of which nobody knows', () => {
    const space = (change: Filled) => {
      const [, member] = standingOf(of({ [m2]: change })).healthy;
      return member !== undefined && isSmall(spaceOf(member));
    };
    expect(space({ status: { dbSizeBytes: 12.8 * mega - 1 } })).toBe(true);
    expect(space({ status: { dbSizeBytes: 12.8 * mega } })).toBe(false);
    expect(space({ status: { dbSizeBytes: null } })).toBe(false);
    expect(space({ status: { dbSizeBytes: 1 }, etcd: { quotaBytes: null } })).toBe(false);
  });
  test('one after the other, the leader last, and who is down is known to be away', () => {
    expect(defragOrder(of())).toEqual({ order: [m1, m3, m2], away: null });
    expect(defragOrder(down(of(), stopped(m3)))).toEqual({ order: [m1, m2], away: m3 });
  });
});

const known = fc.option(fc.integer({ min: 1, max: 40 * mega }), { nil: null });
test('whatever was read: never disarmed before every member that answers was defragmented, the leader after all others', () =>
  fc.assert(
    fc.property(
      known,
      known,
      known,
      fc.constantFrom('a1', 'b2', 'c3'),
      (quotaBytes, free, keyCount, leaderId) => {
        const each = { status: { leaderId }, etcd: { quotaBytes, keyCount }, free };
        const commands = commandsOf(of({ [m1]: each, [m2]: each, [m3]: each }));
        const disarm = commands.findIndex(command => command.endsWith("alarm disarm'"));
        const defrags = commands.filter((command, at) => command.includes(' defrag ') && at < disarm);
        expect(defrags).toHaveLength(disarm === -1 ? 0 : 3);
        const leads = { a1: m1, b2: m2, c3: m3 }[leaderId];
        if (disarm !== -1) expect(defrags[2]).toContain(leads);
      },
    ),
    { numRuns: 200 },
  ));
