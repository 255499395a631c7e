import type { Callee } from '../model/person.ts';
import type { RunEvent } from '../runs/events.ts';
import type { Run } from '../runs/run.ts';
import type { Approvers } from './for-cluster.ts';

/** Whom an ask mentions: those who may answer it. An owner's approval does not count, but the last of them may look again. */
export const whomToAsk = (
  { owners }: Run,
  { ask }: Pick<Extract<RunEvent, { kind: 'asked' }>, 'ask'>,
  approvers: Approvers,
): readonly Callee[] => {
  const others: readonly Callee[] =
    'group' in approvers
      ? [approvers]
      : approvers.users.filter(id => !owners.some(owner => owner.id === id)).map(user => ({ user }));
  return ask === 'stuck' ? [...others, ...owners.slice(-1).map(owner => ({ user: owner.id }))] : others;
};
