import { expect, test } from 'vitest';
import { approversFor } from '../../src/approvals/for-cluster.ts';
import { tooFewToAnswer } from '../../src/approvals/who-can.ts';
import { same } from '../../src/words.ts';
import { jihun } from '../support/a-run.ts';

const of = { cluster: 'prod-1', by: jihun };

test('a plan starts where as many can answer as it needs, and one that asks nobody needs nobody', () => {
  expect(tooFewToAnswer(2, { names: ['seoyeon', 'alice'] }, of)).toBeNull();
  expect(tooFewToAnswer(0, { names: [] }, of)).toBeNull();
});

test('too few are named, and none is said so; who could not be read is not taken for enough', () => {
  expect(tooFewToAnswer(2, { names: ['seoyeon'] }, of)?.en).toContain('for prod-1 there is 1: seoyeon.');
  expect(tooFewToAnswer(1, { names: [] }, of)?.en).toContain('for prod-1 there are none.');
  expect(tooFewToAnswer(1, { unread: same('ratelimited') }, of)?.en).toContain('was not read (ratelimited)');
});

test('the first pattern that fits a cluster says whose group it is, else the common one', () => {
  const rules = {
    byCluster: [
      { pattern: 'prod-eu*', group: 'S0EU' },
      { pattern: 'prod-*', group: 'S0PROD' },
      { pattern: 'a.b', group: 'S0DOT' },
    ],
    otherwise: { users: ['U0ALICE'] },
  };
  expect(approversFor('prod-eu-1', rules)).toEqual({ group: 'S0EU' });
  expect(approversFor('prod-1', rules)).toEqual({ group: 'S0PROD' });
  expect(approversFor('my-prod-1', rules)).toEqual({ users: ['U0ALICE'] });
  expect(approversFor('axb', rules)).toEqual({ users: ['U0ALICE'] });
});
