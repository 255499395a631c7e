import { wantsSecondLook } from '../cluster/lag.ts';
import type { Observation } from '../cluster/observation.ts';
import { serves } from '../cluster/quorum.ts';
import type { Instance } from '../model/instance.ts';
import type { HashObservation } from '../readings/etcd-hash.ts';
import { commonRevision } from '../readings/master.ts';
import type { Probe } from '../readings/probe.ts';
import { isMissed, type Reading } from '../readings/reading.ts';
import type { Need } from '../runbooks/runbook.ts';
import type { ObserverWorld } from './observer-world.ts';
import { queriesOf } from './queries.ts';

type Hashes = {
  readonly hash: Reading<HashObservation | null> | null;
  readonly earlierHash: HashObservation | null;
};

/** Is it still the history that was seen before? It can be compared only where nothing was compacted since. */
const comparable = (
  before: HashObservation | null,
  hashes: readonly (HashObservation | null | undefined)[],
) => hashes.every(each => each && each.compactRevision === before?.compactRevision);

/** The hash at the common revision and, in the same login, at the one that is remembered. */
const hashesOf = async (
  queries: ReturnType<typeof queriesOf>,
  instance: Instance,
  revision: number | null,
  before: HashObservation | null,
): Promise<Hashes> => {
  if (revision === null) return { hash: null, earlierHash: null };
  if (before === null || before.revision >= revision) {
    const hash = await queries.hash(instance, revision);
    const same = before?.revision === revision && !isMissed(hash) && comparable(before, [hash]);
    return { hash, earlierHash: same && !isMissed(hash) ? hash : null };
  }
  const both = await queries.hashes(instance, revision, before.revision);
  if (isMissed(both)) return { hash: both, earlierHash: null };
  const [hash = null, then = null] = both;
  return { hash, earlierHash: comparable(before, both) ? then : null };
};

/** The hash that the members have in common, and a second look at each, some seconds after the first. */
export const secondLooks = async (
  world: ObserverWorld,
  which: { readonly deployment: string },
  probes: readonly Reading<Probe>[],
  needs: readonly Need[],
  memory: Observation['memory'],
) => {
  const queries = queriesOf(world.jumpHost, which.deployment);
  const before = memory?.identity?.hash ?? null;
  const up = probes.flatMap(probe => (isMissed(probe) || !probe.etcd.up ? [] : [probe]));
  const revision = needs.includes('hash') ? commonRevision(probes) : null;
  const serving = up.flatMap(({ etcd }) => (etcd.status !== null && serves(etcd) ? [etcd.status] : []));
  const again = up.length > 1 && (needs.includes('second-look') || wantsSecondLook(serving));
  if (again) await world.clock.sleep(world.secondLookMs);
  const look = async ({ instance }: Probe) => {
    const [hashes, later] = await Promise.all([
      hashesOf(queries, instance, revision, before),
      again ? queries.status(instance) : null,
    ]);
    return [instance, { ...hashes, later }] as const;
  };
  return new Map(await Promise.all(up.map(look)));
};
