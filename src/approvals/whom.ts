import type { Callee } from '../model/person.ts';
import type { RunEvent } from '../runs/events.ts';
import type { Run } from '../runs/run.ts';
import type { Approvers } from './for-cluster.ts';

/** Whom an ask mentions: those who may answer it. The requester's approval does not count, but they may look again. */
export const whomToAsk = (
  { started: { requestedBy } }: Run,
  { ask }: Pick<Extract<RunEvent, { kind: 'asked' }>, 'ask'>,
  approvers: Approvers,
): readonly Callee[] => {
  const others: readonly Callee[] =
    'group' in approvers
      ? [approvers]
      : approvers.users.filter(id => id !== requestedBy.id).map(user => ({ user }));
  return ask === 'stuck' ? [...others, { user: requestedBy.id }] : others;
};
