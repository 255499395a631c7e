import { bosh } from '../commands/bosh.ts';
import type { JumpHost } from '../ports/jump-host.ts';
import { readGroups } from '../readings/bosh-instances.ts';
import { isMissed } from '../readings/reading.ts';

const atOnce = 5;

/**
 * Which deployments are Kubernetes clusters: `service-instance_*` is every on-demand service's name (MySQL, Redis, RabbitMQ),
 * and only a cluster has the group `master`. Asked once a deployment, by a look that makes no task; one that can't be read, or
 * has no instance yet, is left in and asked again.
 */
export const mastersOnly = (jumpHost: Pick<JumpHost, 'run'>) => {
  const answers = new Map<string, boolean>();
  const ask = async (deployment: string): Promise<void> => {
    const groups = readGroups(await jumpHost.run(bosh(deployment).instancesLight()));
    if (!isMissed(groups) && groups.length > 0) answers.set(deployment, groups.includes('master'));
  };
  return async (deployments: readonly string[]): Promise<readonly string[]> => {
    const open = deployments.filter(each => !answers.has(each));
    for (let i = 0; i < open.length; i += atOnce) await Promise.all(open.slice(i, i + atOnce).map(ask));
    return deployments.filter(each => answers.get(each) !== false);
  };
};
