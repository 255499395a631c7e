import type { EtcdObservation, EtcdStatus } from '../../src/cluster/observation.ts';
import { type Answering, answering } from '../../src/cluster/quorum.ts';
import { etcdOf, masterOf, statusOf } from './build.ts';

/** A master whose etcd answers: in the first look, and in the second where it differs there. */
export const memberOf = (
  instance: string,
  first: Partial<EtcdStatus> = {},
  last: Partial<EtcdStatus> | 'untaken' = first,
  more: Partial<EtcdObservation> = {},
): Answering => {
  const later = last === 'untaken' ? null : statusOf(instance, last);
  const member = answering(
    masterOf(instance, { etcd: etcdOf(instance, { status: statusOf(instance, first), later, ...more }) }),
  );
  if (member === null) throw new Error(`${instance} does not answer`);
  return member;
};
