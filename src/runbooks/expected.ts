import type { MasterObservation, MemberListed } from '../cluster/observation.ts';
import type { Instance } from '../model/instance.ts';
import { isMissed } from '../readings/reading.ts';
import type { Step, StepContext, StepFacts, VmHere } from './runbook.ts';
import { survivors, unseen } from './step-context.ts';

/*
 * What `leaves` of a window's steps are made of: the context that was read, with what an act changes of it. All pure.
 */

export const withMaster = (
  context: StepContext,
  instance: Instance,
  change: (now: MasterObservation) => Partial<MasterObservation>,
): StepContext => ({
  ...context,
  seen: {
    ...context.seen,
    masters: context.seen.masters.map(each =>
      each.instance === instance ? { ...each, ...change(each) } : each,
    ),
  },
});

/** With another member list at each survivor. */
export const withLists = (
  context: StepContext,
  change: (list: readonly MemberListed[]) => readonly MemberListed[],
): StepContext =>
  survivors(context).reduce(
    (all, { instance }) =>
      withMaster(all, instance, ({ etcd }) => ({
        etcd: etcd && { ...etcd, members: etcd.members && change(etcd.members) },
      })),
    context,
  );

export const withPower = (context: StepContext, instance: Instance, power: VmHere['power']): StepContext => {
  const vm = context.vms[instance];
  return vm === undefined || isMissed(vm)
    ? context
    : { ...context, vms: { ...context.vms, [instance]: { ...vm, power } } };
};

export const established = (context: StepContext, step: string, facts: StepFacts): StepContext => ({
  ...context,
  facts: { ...context.facts, [step]: facts },
});

/** Of a context that is known as a whole, what this step reads before its act. */
export const asReadBy = ({ needs = [] }: Step, context: StepContext): StepContext => ({
  ...context,
  ...(needs.includes('alone') ? { seen: unseen(context.seen) } : {}),
  vms: Object.fromEntries(
    Object.entries(context.vms).filter(([vm]) => needs.includes('vms') || needs.includes(`vm ${vm}`)),
  ),
});
