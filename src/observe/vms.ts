import type { MasterObservation } from '../cluster/observation.ts';
import type { Instance } from '../model/instance.ts';
import type { Reading } from '../readings/reading.ts';
import { isLoginFailure } from '../readings/trouble-govc.ts';
import type { VmHere } from '../runbooks/runbook.ts';
import type { Queries } from './queries.ts';

type ByCid = ReadonlyMap<string, Reading<VmHere>>;
type Masters = readonly Pick<MasterObservation, 'cid'>[];

/** The first alone, the others as soon as it is let in: where vCenter refuses the login, each further question is one more
 *  failed login, and accounts lock. */
const more = async (vm: Queries['vm'], masters: Masters, found: ByCid): Promise<ByCid> => {
  const cids = masters.flatMap(({ cid }) => (cid === null || found.has(cid) ? [] : [cid]));
  const [first, ...others] = cids;
  if (first === undefined) return found;
  const letIn = Promise.withResolvers<null>();
  const one = [...found.values()].find(isLoginFailure) ?? vm(first, () => letIn.resolve(null));
  const refused = await Promise.race([
    letIn.promise,
    Promise.resolve(one).then(told => (isLoginFailure(told) ? told : null)),
  ]);
  const rest = await Promise.all(others.map(cid => refused ?? vm(cid)));
  return new Map([
    ...found,
    [first, await one],
    ...others.map((cid, at) => [cid, rest[at] as Reading<VmHere>] as const),
  ]);
};

/** The masters' VMs in vCenter: asked for by the CIDs that were last told while the look is under way, and by those that it
 *  tells where they are others. */
export const vmsBeside = ({ vm }: Pick<Queries, 'vm'>, lastTold: Promise<Masters>) => {
  const early = lastTold.then(masters => more(vm, masters, new Map()));
  early.catch(() => {}); // whoever waits for them is told; where the look failed nobody does
  return async (masters: readonly MasterObservation[]): Promise<(readonly [Instance, Reading<VmHere>])[]> => {
    const found = await more(vm, masters, await early);
    return masters.flatMap(({ instance, cid }) => {
      const here = cid === null ? undefined : found.get(cid);
      return here === undefined ? [] : [[instance, here] as const];
    });
  };
};
