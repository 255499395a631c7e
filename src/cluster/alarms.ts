import type { Answering } from './quorum.ts';

/** What members raise, by what it asks of a person. `others`: errors of a status that are no alarm known here. */
export type Raised = {
  readonly corrupt: readonly string[];
  readonly noSpace: readonly string[];
  readonly others: readonly string[];
};

/** Each member's `alarm list`, and the errors that its status carries: the same alarm stands in both. */
export const raisedBy = (healthy: readonly Answering[]): Raised => {
  const said = healthy.flatMap(each => [...(each.etcd.alarms ?? []), ...each.last.errors]);
  const all = [...new Set(said.map(each => each.trim()))].filter(each => each !== '');
  const corrupt = all.filter(each => /corrupt/i.test(each));
  const noSpace = all.filter(each => /nospace/i.test(each));
  return { corrupt, noSpace, others: all.filter(each => !corrupt.includes(each) && !noSpace.includes(each)) };
};
