import type { Callee } from '../model/person.ts';
import type { RunEvent } from '../runs/events.ts';
import type { Run } from '../runs/run.ts';

/** Whom an ask mentions: those who may answer it. The requester's approval does not count, but they may look again. */
export const whomToAsk = (
  { started: { requestedBy } }: Run,
  { ask }: Pick<Extract<RunEvent, { kind: 'asked' }>, 'ask'>,
  approvers: readonly Callee[],
): readonly Callee[] => {
  const others = approvers.filter(each => !('user' in each && each.user === requestedBy.id));
  return ask === 'stuck' ? [...others, { user: requestedBy.id }] : others;
};
