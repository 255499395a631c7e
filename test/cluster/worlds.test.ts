import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { verdictOf } from '../../src/cluster/verdict.ts';
import { verdictNames } from '../../src/cluster/verdict-types.ts';
import { anyPlant, holdsContradiction } from './disagreeing.ts';
import { anyWorld, worlds } from './worlds.ts';

/** A few hundred of what `npm run -s verdict-fuzz` plays by the thousands, and that the generator itself is good for something. */
const sampled = { seed: 7, numRuns: 60 };

test.each(verdictNames)(
  'generated clusters come to the verdict %s, mostly by what is meant to lead there',
  name => {
    const told = fc.sample(worlds[name], sampled).map(({ seen }) => verdictOf(seen).name);
    expect(told.filter(each => each === name).length).toBeGreaterThan(sampled.numRuns * 0.6);
  },
);

describe('of any generated cluster', () => {
  test('each cure is allowed that has to be', () => {
    for (const { seen, must } of fc.sample(anyWorld, { seed: 7, numRuns: 400 }))
      expect(verdictOf(seen).allowed).toEqual(expect.arrayContaining([...must]));
  });
  test('planted data of another history are a contradiction by the rule, and a cluster as it was is none', () => {
    const pairs = fc.sample(fc.record({ world: worlds['no-space'], plant: anyPlant }), sampled);
    expect(pairs.some(({ world }) => holdsContradiction(world.seen))).toBe(false);
    expect(pairs.every(({ world, plant }) => holdsContradiction(plant(world.seen)))).toBe(true);
  });
});
