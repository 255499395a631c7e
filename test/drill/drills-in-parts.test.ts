import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { allCases, type DrillCase } from '../../drill/drills/cases.ts';
import { readPart, sumOf } from '../../drill/drills/sum.ts';
import { allRight, type Drill, type Played, summaryOf } from '../../drill/drills/summary.ts';
import { readSweep } from '../../drill/drills.ts';

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

const shard = (which: string): readonly DrillCase[] => {
  const options = readSweep(['--shard', which]);
  return options === 'help' ? [] : options.cases;
};
const played = ({ fault, verdict, refuse, play }: DrillCase): Played => {
  const one = (cure: Drill['cure'], outcome: Drill['outcome']): Drill => ({
    ...{ fault, cure, outcome, reason: null },
    ...{ gapMs: outcome === 'healed' ? 50 : null, seconds: 1 },
  });
  const drills = [...refuse.map(cure => one(cure, 'refused')), ...(play ? [one(play, 'healed')] : [])];
  return { fault, verdict, etcd: 'real', ackedWrites: 7, lostWrites: 0, rogueWrites: 0, drills };
};
const partOf = async (which: string, etcd = '3.4.23') => {
  const folder = await mkdtemp(join(tmpdir(), 'etcd-parts-'));
  folders.push(folder);
  const file = join(folder, 'part.json');
  await writeFile(file, `${JSON.stringify(summaryOf(shard(which).map(played), etcd, 60, 10))}\n`);
  return readPart(file);
};

test('the parts are together what one sweep is, and no box is in two', () => {
  for (const of of [1, 2, 3, 7]) {
    const parts = Array.from({ length: of }, (_, at) => shard(`${at + 1}/${of}`));
    expect(parts.flat()).toHaveLength(allCases().length);
    expect(new Set(parts.flat().map(each => JSON.stringify(each))).size).toBe(allCases().length);
  }
});

test('boxes whose gap is judged and all others are together what one sweep is', () => {
  const kinds = ['measured', 'other'].map(kind => {
    const options = readSweep(['--gaps', kind]);
    return options === 'help' ? [] : options.cases;
  });
  expect(kinds.flat()).toHaveLength(allCases().length);
  expect(new Set(kinds.flat().map(each => JSON.stringify(each))).size).toBe(allCases().length);
  expect(kinds[0]?.map(({ play }) => play)).not.toContain('disk-loss-original');
});

describe('the sum of the parts', () => {
  test('is what the whole would have printed', async () => {
    const parts = await Promise.all(['1/3', '2/3', '3/3'].map(each => partOf(each)));
    const { missing, byFault, seconds, ...sum } = sumOf(parts, allCases());
    const whole = summaryOf(allCases().map(played), '3.4.23', 180, 10);
    expect([missing, seconds, allRight({ ...sum, byFault, seconds })]).toEqual([[], 180, true]);
    expect({ ...sum, byFault: byFault.length, seconds }).toEqual({ ...whole, byFault: whole.byFault.length });
  });
  test('names what no part has drilled', async () => {
    const { missing } = sumOf([await partOf('1/2')], allCases());
    const [lacking] = shard('2/2');
    expect(missing).toContain(`${lacking?.fault} ${lacking?.refuse[0] ?? lacking?.play}`);
  });
  test('is none of parts on different etcds, nor of one part twice', async () => {
    const one = await partOf('1/2');
    expect(() => sumOf([one, one], allCases())).toThrow('is in the parts twice');
    const other = await partOf('2/2', '3.5.16');
    expect(() => sumOf([one, other], allCases())).toThrow('different etcds (3.4.23, 3.5.16)');
  });
  test('is none of a file that is no part', async () => {
    await expect(readPart('/nowhere.json')).rejects.toThrow('is no document of `drills --json`');
  });
});
