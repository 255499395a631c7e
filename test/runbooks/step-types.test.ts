import { expect, test } from 'vitest';
import type { Step } from '../../src/runbooks/runbook.ts';
import { aDeclared, aHold } from '../support/a-turn.ts';

const { act, holdSeconds: _, ...said } = aDeclared();
const { holdSeconds } = aHold(5);

test('a step acts or holds: one that can never run does not compile, nor one that does both', () => {
  if (!act || !holdSeconds) return expect.fail('one acts, the other holds');
  const right: readonly Step[] = [
    { ...said, act },
    { ...said, holdSeconds },
    { ...said, act: () => null },
  ];
  const wrong: readonly Step[] = [
    // @ts-expect-error neither a command nor a hold
    { ...said },
    // @ts-expect-error a command and a hold
    { ...said, act, holdSeconds },
    // @ts-expect-error a command that is no function of the context
    { ...said, act: null },
    // @ts-expect-error a hold of no length
    { ...said, holdSeconds: null },
  ];
  expect([right.length, wrong.length]).toEqual([3, 4]);
});
