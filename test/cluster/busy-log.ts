import fc from 'fast-check';
import type { EtcdStatus } from '../../src/cluster/observation.ts';
import { statusOf } from './build.ts';

/** One log that only grows, and what each member tells of it at moments of its own. */
export const begun = { index: 5000, revision: 1204 };
export type Log = { readonly perMs: number; readonly raises: (index: number) => boolean };

/** The revision of the one log at an index: an entry raises it by one or not at all. */
const revisionAt = ({ raises }: Log, index: number): number => {
  let revision = begun.revision;
  for (let at = begun.index + 1; at <= index; at++) if (raises(at)) revision++;
  return revision;
};
const indexAt = (log: Log, ms: number): number => begun.index + Math.floor(Math.max(0, ms) * log.perMs);

/** One status as etcd tells it: the revision is read first, and the index `late` ms after; `ahead`: the next entry had raised
 *  the revision and not yet the index. */
export type Moment = { readonly ms: number; readonly late: number; readonly ahead: boolean };
export const told = (
  instance: string,
  log: Log,
  { ms, late, ahead }: Moment,
  more: Partial<EtcdStatus> = {},
): EtcdStatus => {
  const index = indexAt(log, ms + late);
  const revision = revisionAt(log, indexAt(log, ms) + (ahead && late === 0 ? 1 : 0));
  return statusOf(instance, {
    revision,
    raftAppliedIndex: index,
    raftIndex: index,
    at: ms / 1000,
    ...more,
  });
};

export const anyLog: fc.Arbitrary<Log> = fc
  .record({ perMs: fc.constantFrom(0, 0.01, 0.06, 0.3, 0.54), every: fc.constantFrom(1, 1, 2, 7) })
  .map(({ perMs, every }) => ({ perMs, raises: index => index % every === 0 }));
