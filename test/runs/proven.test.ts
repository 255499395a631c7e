import { describe, expect, test } from 'vitest';
import { healedBy, savedFrom } from '../../src/runs/proven.ts';
import { follower, leader } from '../support/a-cluster.ts';
import { aRun, aStep, began, settled, started } from '../support/a-run.ts';

const done = (id: string, facts: Record<string, string> = {}) => [began(id), settled(id, { facts })];
type Events = readonly ReturnType<typeof began>[];

describe('a run of a plan that says what its steps prove', () => {
  const plan = [
    aStep('one', { proves: { saved: leader } }),
    aStep('two', { proves: { saved: follower } }),
    aStep('last', { proves: 'healed' }),
    aStep('verify'),
  ];
  const run = (...steps: readonly Events[]) => aRun(started({ plan }), ...steps.flat());
  test('is healed by the step that says so, once it was done, and by no name', () => {
    expect(healedBy(run(done('last')))?.planned.id).toBe('last');
    expect(healedBy(run(done('verify')))).toBeNull();
    expect(healedBy(run([began('last'), settled('last', { outcome: 'failed' })]))).toBeNull();
    expect(healedBy(run([began('last')]))).toBeNull();
  });
  test('has the data of those masters whose step was done', () => {
    expect(savedFrom(run(done('one'), done('two'), done('last')))).toEqual([leader, follower]);
    expect(savedFrom(run(done('two')))).toEqual([follower]);
  });
});

describe('a run of a plan from before', () => {
  const plan = ['snapshot-8cdf6298', 'snapshot-774bfafe', 'verify'].map(id => aStep(id));
  const run = (cast: object, ...steps: readonly Events[]) =>
    aRun(started({ plan, cure: 'snapshot-survivors', cast: { leader, follower, ...cast } }), ...steps.flat());
  test('is healed by its verify, and an errand by nothing', () => {
    expect(healedBy(aRun(started({ plan }), ...done('verify')))?.planned.id).toBe('verify');
    expect(healedBy(run({}, done('verify')))).toBeNull();
  });
  test('that only saves has those whose snapshot was settled as done', () => {
    const two = { answering: [follower, leader], silent: [] };
    expect(savedFrom(run(two, done('snapshot-8cdf6298')))).toEqual([follower]);
    const failed = [began('snapshot-774bfafe'), settled('snapshot-774bfafe', { outcome: 'failed' })];
    expect(savedFrom(run(two, failed))).toEqual([]);
    expect(savedFrom(run({}, done('snapshot-8cdf6298')))).toEqual([]);
  });
});
