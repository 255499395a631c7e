import type { Instance } from '../model/instance.ts';
import type { MasterObservation, Observation } from './observation.ts';

/** Processes other than etcd that do not run, by BOSH's word or monit's. */
export const failingProcesses = (master: MasterObservation): readonly string[] => [
  ...new Set(
    [...master.processes, ...(master.monit ?? [])]
      .filter(process => process.name !== 'etcd' && process.state !== 'running' && process.state !== '')
      .map(process => process.name),
  ),
];

/** Of them what a cluster needs to be served: for a move of the leader, which stops nothing on this master, the others are a
 *  warning. Unless the cure may stop something: then all of them count. */
export const failingInTheWay = (
  master: MasterObservation,
  { stopsNothing }: { stopsNothing: boolean },
): readonly string[] => failingProcesses(master).filter(name => !stopsNothing || name === 'kube-apiserver');

/** The one master on which another process than etcd fails: what recreate renews. null: none, or more than one. */
export const ephemeralDamage = (
  seen: Observation,
): { readonly instance: Instance; readonly processes: readonly string[] } | null => {
  const damaged = seen.masters.filter(master => failingProcesses(master).length > 0);
  const [only] = damaged;
  return only !== undefined && damaged.length === 1
    ? { instance: only.instance, processes: failingProcesses(only) }
    : null;
};
