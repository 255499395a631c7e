import { describe, expect, test } from 'vitest';
import { shelf } from '../../src/runbooks/index.ts';
import type { Step } from '../../src/runbooks/runbook.ts';
import { check } from '../../src/runbooks/scene.ts';
import { powerOffStep } from '../../src/runbooks/steps/power.ts';
import { plainText, stepDigest } from '../../src/runs/step-digest.ts';
import { same } from '../../src/words.ts';
import { follower, leader } from '../support/a-cluster.ts';

const step = (): Step => powerOffStep(leader, 'first');
const changed = (change: Partial<Step>): string => stepDigest({ ...step(), ...change });

describe('the digest of a step', () => {
  test('is the same for the same declaration, and another for each step of the shelf', () => {
    expect(changed({})).toBe(stepDigest(step()));
    for (const { steps } of shelf) {
      const digests = steps({ leader, follower }).map(stepDigest);
      expect(new Set(digests).size).toBe(digests.length);
    }
  });

  test.each<[string, Partial<Step>]>([
    ['its title', { title: same('Off') }],
    ['what is read before', { needs: ['vms'] }],
    ['what is read for its proof', { proofNeeds: [] }],
    ['whether it may be left out', { skippable: true }],
    ['when it is left out', { skip: () => null }],
    ['when leaving it out is offered', { offerSkip: () => null }],
    ['which failure is expected', { expects: () => same('as expected') }],
    ['whom it takes down', { takesDown: () => [leader, follower] }],
    ['how long it must hold', { holdSeconds: () => 1 }],
    ['its guards', { guards: () => [] }],
    ['its command', { act: () => null }],
    ['its proof', { proof: () => ({ state: 'holds', words: same('it is so') }) }],
  ])('tells %s', (_what, change) => {
    expect(changed(change)).not.toBe(stepDigest(step()));
  });

  test('tells what the functions do that it calls: the same text with another guard behind it', () => {
    const by = (guard: (ok: boolean) => boolean): Partial<Step> => ({
      guards: scene => [check('vm', guard(scene.seen.masters.length === 3), same('one VM'))],
    });
    expect(changed(by(ok => ok))).not.toBe(changed(by(ok => !ok)));
    expect(changed(by(ok => ok))).toBe(changed(by(ok => ok)));
  });
});

test('tells whether a command can be made: the same text, and one throws where the other has none', () => {
  const by = (act: () => null): Partial<Step> => ({ act: () => act() });
  const throwing = (): never => {
    throw new Error('no CID');
  };
  expect(changed(by(throwing))).not.toBe(changed(by(() => null)));
});

test('layout, comments and the holes of types make no difference; words and numbers do', () => {
  const one = plainText(`scene => [
    // why
    check('a  b', scene.x > 1, { en: "it's // no comment" }), /* more */
  ]`);
  expect(one).toBe(plainText(`scene       => [check('a  b', scene.x > 1, {en: "it's // no comment"})]`));
  expect(one).not.toBe(plainText(`scene => [check('a b', scene.x > 1, {en: "it's // no comment"})]`));
  expect(one).not.toBe(plainText(`scene => [check('a  b', scene.x > 2, {en: "it's // no comment"})]`));
  expect(plainText('return x')).toBe('return x');
});
