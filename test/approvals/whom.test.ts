import { expect, test } from 'vitest';
import { whomToAsk } from '../../src/approvals/whom.ts';
import { aRun, jihun, seoyeon } from '../support/a-run.ts';

const people = { users: [jihun.id, seoyeon.id] };

test('an ask for approval calls the group, or the approvers but the requester', () => {
  expect(whomToAsk(aRun(), { ask: 'approve' }, { group: 'S0APPROVERS' })).toEqual([{ group: 'S0APPROVERS' }]);
  expect(whomToAsk(aRun(), { ask: 'approve' }, people)).toEqual([{ user: seoyeon.id }]);
});

test('where a run stands still the requester is called too, who may look again', () => {
  expect(whomToAsk(aRun(), { ask: 'stuck' }, people)).toEqual([{ user: seoyeon.id }, { user: jihun.id }]);
});
