import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { verdictOf } from '../../src/cluster/verdict.ts';
import { type Json, parseJson } from '../../src/readings/json.ts';
import { isMissed } from '../../src/readings/reading.ts';
import { readObservations } from '../../src/readings/recorded-observation.ts';

type Expected = {
  readonly verdict: string;
  readonly target: readonly string[];
  readonly mustNotAllow: readonly string[];
  readonly mustAllow: readonly string[];
  readonly alsoAccepted?: readonly string[];
};
type Case = { readonly name: string; readonly expected: Expected; readonly observation: Json };
const text = readFileSync(new URL('../fixtures/observations-unknown.json', import.meta.url), 'utf8');
// The fixture is this repository's own, and each field is asserted on below; ids stay unrounded.
const cases = parseJson(text) as unknown as readonly Case[];

/** Each was seen or reported, and was answered wrongly once. */
test.for(cases.map(each => [each.name, each] as const))(
  'what is not known allows nothing, and what is told is heard: %s',
  ([, { expected, observation }]) => {
    const seen = readObservations(JSON.stringify(observation));
    if (isMissed(seen) || 'each' in seen) return expect.fail('one observation was expected');
    const verdict = verdictOf(seen);
    expect([expected.verdict, ...(expected.alsoAccepted ?? [])]).toContain(verdict.name);
    if (verdict.name === expected.verdict) expect(verdict.target).toEqual(expected.target);
    expect(expected.mustNotAllow.filter(cure => verdict.allowed.some(each => each === cure))).toEqual([]);
    expect(expected.mustAllow.filter(cure => !verdict.allowed.some(each => each === cure))).toEqual([]);
    if (verdict.allowed.length === 0) expect(verdict.refused?.ko).toMatch(/[가-힣]/);
  },
);
