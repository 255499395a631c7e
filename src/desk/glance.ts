import type { ClusterName } from '../observe/look.ts';
import { queriesOf } from '../observe/queries.ts';
import { isSilent } from '../observe/reach.ts';
import type { JumpHost } from '../ports/jump-host.ts';
import { type InstanceRow, mastersOf } from '../readings/bosh-instances.ts';
import { isMissed } from '../readings/reading.ts';
import type { Glance, Refusal } from './desk-types.ts';

/** On purpose stopped is well: nobody is told of what somebody wanted. */
const isWell = ({ cid, state, processState, processes }: InstanceRow): boolean =>
  state !== 'started' ||
  (cid !== null && processState === 'running' && processes.every(each => each.state === 'running'));

/** One question to the Director of one cluster, and nothing of its VMs. */
export const glance = async (
  jumpHost: JumpHost,
  { deployment }: ClusterName,
  processes: boolean,
): Promise<Glance | Refusal> => {
  const queries = queriesOf(jumpHost, deployment);
  if (!processes) {
    const list = await queries.instancesNow();
    if (isMissed(list)) return { ok: false, words: list.words };
    const well = [...list.values()].every(each => !each.startsWith('null '));
    return { ok: true, well, silent: null, print: JSON.stringify([...list].toSorted()) };
  }
  const rows = await queries.instances();
  if (isMissed(rows)) return { ok: false, words: rows.words };
  const masters = mastersOf(rows);
  const print = JSON.stringify(
    masters.map(each => [each.instance, each.cid, each.processState, each.processes]),
  );
  return { ok: true, well: masters.every(isWell), silent: masters.some(isSilent), print };
};
