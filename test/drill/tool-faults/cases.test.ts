import { expect, test } from 'vitest';
import { allCases, faultKinds, isStep, nameOf, sampleOf, stepsOf } from '../../../drill/tool-faults/cases.ts';
import { runbooks } from '../../../src/runbooks/index.ts';

const cures = { gentle: 'move-leader', original: 'disk-loss-original' } as const;
const cast = { leader: 'master/8cdf6298-e50a', follower: 'master/774bfafe-67a2' };

test('every step of both runbooks has its cases', () => {
  for (const route of ['gentle', 'original'] as const) {
    const ids = runbooks
      .find(runbook => runbook.cure === cures[route])
      ?.steps(cast)
      .map(step => step.id);
    const named = ids?.map((id, at) => stepsOf[route].filter(step => isStep(step, id, ids.slice(0, at))));
    expect(
      named?.every(names => names.length === 1),
      `${route}: ${ids}`,
    ).toBe(true);
    expect(new Set(named?.flat())).toEqual(new Set(stepsOf[route]));
  }
});

test('there are at least 150 cases, each once', () => {
  const names = allCases().map(nameOf);
  expect(names.length).toBeGreaterThanOrEqual(150);
  expect(new Set(names).size).toBe(names.length);
});

test('a sample has each fault and each step before any comes again, and is always the same', () => {
  const sample = sampleOf(allCases(), 26);
  expect(sampleOf(allCases(), 26)).toEqual(sample);
  expect(new Set(sample.map(each => each.fault)).size).toBe(faultKinds.length);
  expect(new Set(sample.map(each => `${each.route} ${each.step}`)).size).toBe(26);
});

test('power steps are told apart by their order, whichever instances they name', () => {
  const before = ['power-off-774bfafe'];
  expect(isStep('power-off 1', 'power-off-774bfafe', [])).toBe(true);
  expect(isStep('power-off 1', 'power-off-774bfafe', before)).toBe(true);
  expect(isStep('power-off 2', 'power-off-8cdf6298', before)).toBe(true);
  expect(isStep('power-off 2', 'power-off-774bfafe', before)).toBe(false);
  expect(isStep('canary', 'canary-delete', [])).toBe(false);
});
