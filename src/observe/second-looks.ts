import { wantsSecondLook } from '../cluster/lag.ts';
import { serves } from '../cluster/quorum.ts';
import type { ClusterSeen } from '../cluster/seen.ts';
import type { Instance } from '../model/instance.ts';
import type { HashSeen } from '../readings/etcd-hash.ts';
import { commonRevision } from '../readings/master.ts';
import type { Probe } from '../readings/probe.ts';
import { isMissed, type Reading } from '../readings/reading.ts';
import type { Need } from '../runbooks/runbook.ts';
import { glance } from './glance.ts';
import type { ObserverWorld } from './observer-world.ts';

/** Is it still the history that was seen before? Asked only where the answer can be compared: nothing was compacted since. */
const hashThen = async (
  eyes: ReturnType<typeof glance>,
  instance: Instance,
  before: HashSeen | null,
  now: Reading<HashSeen | null> | null,
): Promise<HashSeen | null> => {
  if (before === null || now === null || isMissed(now)) return null;
  if (now.compactRevision !== before.compactRevision || now.revision < before.revision) return null;
  if (now.revision === before.revision) return now;
  const then = await eyes.hash(instance, before.revision);
  return isMissed(then) ? null : then;
};

/** The hash that the members have in common, and a second look at each, some seconds after the first. */
export const secondLooks = async (
  world: ObserverWorld,
  which: { readonly deployment: string },
  probes: readonly Reading<Probe>[],
  needs: readonly Need[],
  memory: ClusterSeen['memory'],
) => {
  const eyes = glance(world.jumpHost, which.deployment);
  const before = memory?.identity?.hash ?? null;
  const up = probes.flatMap(probe => (isMissed(probe) || !probe.etcd.up ? [] : [probe]));
  const revision = needs.includes('hash') ? commonRevision(probes) : null;
  const serving = up.flatMap(({ etcd }) => (etcd.status !== null && serves(etcd) ? [etcd.status] : []));
  const again = up.length > 1 && (needs.includes('second-look') || wantsSecondLook(serving));
  if (again) await world.clock.sleep(world.secondLookMs);
  const look = async ({ instance }: Probe) => {
    const [hash, later] = await Promise.all([
      revision === null ? null : eyes.hash(instance, revision),
      again ? eyes.status(instance) : null,
    ]);
    return [instance, { hash, later, earlierHash: await hashThen(eyes, instance, before, hash) }] as const;
  };
  return new Map(await Promise.all(up.map(look)));
};
