import { describe, expect, test } from 'vitest';
import { allCases, allowedFor, drillsIn, sampleCases } from '../../drill/drills/cases.ts';
import { allRight, type Drill, type Played, percentile, summaryOf } from '../../drill/drills/summary.ts';
import { readSweep } from '../../drill/drills.ts';
import { type Fault, faultNames, faults } from '../../drill/foundation/faults/index.ts';
import { powerOrderIsReversed } from '../../drill/play-case.ts';
import { curesFor } from '../../src/cluster/cures.ts';
import { cureNames } from '../../src/cluster/verdict-types.ts';

describe('what is drilled', () => {
  test('is every fault with every allowed cure to its end, and every other cure asked for, each once', () => {
    for (const fault of faultNames) {
      const cases = allCases().filter(each => each.fault === fault);
      const allowed = allowedFor(fault);
      expect(cases.flatMap(each => (each.play === null ? [] : [each.play])).toSorted()).toEqual(
        allowed.toSorted(),
      );
      expect([...allowed, ...cases.flatMap(each => each.refuse)].toSorted()).toEqual(cureNames.toSorted());
    }
  });

  test('is allowed by a table of its own, which differs from what fits the verdict only where a fault says so', () => {
    for (const fault of faultNames) {
      const { verdict, refuses }: Fault = faults[fault];
      const fits = curesFor(verdict, null, false).allowed.filter(cure => cure !== refuses?.cure);
      expect([fault, allowedFor(fault)]).toEqual([fault, fits]);
    }
  });

  test('is at least 30 drills, the original route on the bootstrap instance’s lost disk among the refused', () => {
    expect(allCases().reduce((all, each) => all + drillsIn(each), 0)).toBeGreaterThan(30);
    const [lost] = allCases().filter(each => each.fault === 'disk-lost-bootstrap');
    expect(lost?.refuse).toContain('disk-loss-original');
  });

  test('has in its sample each cure that a fault allows, and a refusal without any cure', () => {
    const playable = new Set(allCases().flatMap(each => each.play ?? []));
    expect(new Set(sampleCases().flatMap(each => each.play ?? []))).toEqual(playable);
    expect(sampleCases().some(each => each.play === null)).toBe(true);
    expect(sampleCases().some(each => each.refuse.includes('disk-loss-original'))).toBe(true);
  });
});

describe('the command line of the drills', () => {
  const read = (...args: string[]) => {
    const options = readSweep(args);
    if (options === 'help') throw new Error('help');
    return options;
  };

  test('looks for etcd 3.5 where it is unpacked, or where --etcd-bin says', () => {
    expect(read('--etcd', '3.5').drill.etcdBin).toBe('.tools/etcd-3.5');
    expect(read('--etcd', '3.5', '--etcd-bin', '/opt/etcd').drill.etcdBin).toBe('/opt/etcd');
    expect(read('--etcd', '3.4').drill).toMatchObject({ etcd: 'real', etcdBin: null });
  });

  test('the Director may be as slow as a real one in a sweep as in a drill', () => {
    expect(read().drill.director).toBe(null);
    expect(read('--director', 'slow=10').drill.director).toMatchObject({ govc: 0.2, workers: 3 });
    expect(() => read('--director', 'slowly')).toThrow('--director slowly is not known');
  });

  test('one fault and one cure can be drilled alone, as a run or as a refusal', () => {
    expect(read('--fault', 'db-corrupt', '--cure', 'replace-member').cases).toMatchObject([
      { play: 'replace-member', refuse: [] },
    ]);
    expect(read('--fault', 'db-corrupt', '--cure', 'move-leader').cases).toMatchObject([
      { play: null, refuse: ['move-leader'] },
    ]);
  });

  test('answers what is not known with a sentence', () => {
    expect(() => read('--fault', 'flood')).toThrow('--fault flood is not known');
    expect(() => read('--etcd', '3.6')).toThrow('--etcd 3.6 is not known');
    expect(() => read('--cure', 'prayer')).toThrow(
      'nothing is drilled with --cure prayer; --list shows what is',
    );
    expect(() => read('--shard', '5/4')).toThrow('--shard 5/4 is not known; it is I/N, as in 1/4');
    expect(() => read('--gaps', 'all')).toThrow('--gaps all is not known; it is measured or other');
    expect(() => read('--sum')).toThrow('--sum and the files of the parts go together; given: no file');
    expect(() => read('part.json')).toThrow('given: part.json');
    expect(() => read('--sample', '--fault', 'rogue')).toThrow(
      'nothing is drilled with --sample --fault rogue;',
    );
  });
});

describe('the summary of the drills', () => {
  const drill = (more: Partial<Drill>): Drill => ({
    fault: 'db-corrupt',
    cure: 'replace-member',
    outcome: 'healed',
    reason: null,
    gapMs: 50,
    seconds: 30,
    ...more,
  });
  const box = (drills: readonly Drill[], more: Partial<Played> = {}): Played => ({
    fault: 'db-corrupt',
    verdict: 'corrupt',
    etcd: 'real',
    ackedWrites: 1000,
    lostWrites: 0,
    rogueWrites: 0,
    drills,
    ...more,
  });

  test('has percentiles of the nearest rank, and none of nothing', () => {
    const values = Array.from({ length: 100 }, (_, at) => 100 - at);
    expect([percentile(values, 50), percentile(values, 99), percentile([7], 99)]).toEqual([50, 99, 7]);
    expect(percentile([], 50)).toBeNull();
  });

  test('has gaps of healed runs only; apart are those of the original route, and those that the fault made before any cure', () => {
    const done = summaryOf(
      [
        box([
          drill({ gapMs: 40 }),
          drill({ gapMs: 60 }),
          drill({ cure: 'disk-loss-original', gapMs: 12_000 }),
          drill({ cure: 'start-quorum', gapMs: 19_000 }),
          drill({ outcome: 'wrong', gapMs: 99_000 }),
          drill({ outcome: 'refused', gapMs: null }),
        ]),
      ],
      '3.4.23',
      10,
    );
    expect(done).toMatchObject({ gapMsP50: 40, gapMsP99: 60, originalGapMs: 12_000, faultGapMs: 19_000 });
    expect(done).toMatchObject({ drills: 6, healed: 4, refusedRightly: 1, wrong: 1 });
  });

  test('has one line for the boxes of one fault, and counts a rogue’s writes as no lost ones', () => {
    const done = summaryOf([box([drill({})]), box([drill({})], { rogueWrites: 2000 })], '3.4.23', 10);
    expect(done.byFault).toMatchObject([{ fault: 'db-corrupt', ackedWrites: 2000, rogueWrites: 2000 }]);
    expect(allRight(done)).toBe(true);
  });

  test('does not call one lost write, one wrong drill, or no drill at all all right', () => {
    expect(allRight(summaryOf([box([drill({})], { lostWrites: 1 })], '', 1))).toBe(false);
    expect(allRight(summaryOf([box([drill({ outcome: 'wrong' })])], '', 1))).toBe(false);
    expect(allRight(summaryOf([], '', 1))).toBe(false);
  });
});

describe('step 7', () => {
  const steps = (...ids: string[]) => ids.map(id => ({ id, outcome: 'done' }));

  test('powers on in the reverse order of power-off', () => {
    const off = ['power-off-b', 'power-off-a'];
    expect(powerOrderIsReversed(steps(...off, 'power-on-a', 'power-on-b'))).toBe(true);
    expect(powerOrderIsReversed(steps(...off, 'power-on-b', 'power-on-a'))).toBe(false);
    expect(powerOrderIsReversed(steps(...off, 'power-on-a'))).toBe(false);
    expect(powerOrderIsReversed(steps('snapshot'))).toBe(true);
  });
});
