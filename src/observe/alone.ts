import type { Instance } from '../model/instance.ts';
import { missed } from '../readings/reading.ts';
import type { Need, StepContext } from '../runbooks/runbook.ts';
import type { LastKnown } from './last-known.ts';
import type { queriesOf } from './queries.ts';

/** Whom a step names by `vm …`. */
const named = (needs: readonly Need[]): readonly Instance[] =>
  needs.flatMap(need => (need.startsWith('vm ') ? [need.slice('vm '.length)] : []));

const notKnown = missed({
  en: 'nobody has seen which VM it has; look at `bosh vms`',
  ko: 'VM을 확인한 적이 없습니다. `bosh vms`를 확인하세요',
});

/** While there is no quorum: the named VMs as vCenter shows them, by the CIDs that BOSH told last, and nothing else. */
export const vmsAlone = async (
  queries: Pick<ReturnType<typeof queriesOf>, 'vm'>,
  lastKnown: LastKnown,
  deployment: string,
  needs: readonly Need[],
): Promise<StepContext['vms']> => {
  const masters = await lastKnown.of(deployment);
  const vms: Record<Instance, StepContext['vms'][Instance]> = {};
  for (const instance of named(needs)) {
    const cid = masters.find(each => each.instance === instance)?.cid ?? null;
    vms[instance] = cid === null ? notKnown : await queries.vm(cid);
  }
  return vms;
};
