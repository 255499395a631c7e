import * as bosh from '../commands/bosh.ts';
import type { ClusterName } from '../observe/look.ts';
import { mastersOnly } from '../observe/masters-only.ts';
import type { JumpHost } from '../ports/jump-host.ts';
import { readDeployments } from '../readings/bosh-environment.ts';
import { isMissed } from '../readings/reading.ts';
import type { Refusal } from './desk-types.ts';
import { resolveCluster } from './resolve-cluster.ts';

/** The clusters that there are: those that the owner named, or each of the Director's that has masters. */
export const whichCluster = (jumpHost: JumpHost, clusters: readonly ClusterName[] | null) => {
  const withMasters = mastersOnly(jumpHost);
  let last: readonly ClusterName[] = clusters ?? [];
  const known = async (): Promise<readonly ClusterName[] | Refusal> => {
    if (clusters) return clusters;
    const names = readDeployments(await jumpHost.run(bosh.deployments()));
    if (isMissed(names)) return { ok: false, words: names.words };
    const found = await withMasters(names.filter(n => n.startsWith('service-instance_')));
    last = found.map(n => ({ cluster: n, deployment: n }));
    return last;
  };
  const which = async (typed: string | null): Promise<ClusterName | Refusal> => {
    const all = await known();
    return 'ok' in all ? all : resolveCluster(typed, all);
  };
  /** One of those that were listed last, by its whole name: nothing is asked for it. */
  const listed = (name: string): ClusterName | null => last.find(each => each.cluster === name) ?? null;
  return { known, which, listed };
};
