import { quoteArgv } from '../../src/commands/quote.ts';
import type { VmCommand } from '../../src/commands/vm.ts';
import * as vm from '../../src/commands/vm.ts';
import { recognise } from './known-lines.ts';
import type { VmAnswer } from './machine.ts';
import type { Member } from './member.ts';
import { until } from './wait.ts';

/** A line run on a member by the box itself: not counted among the effects of the bot. */
export const boxRuns = (member: Member, command: VmCommand): Promise<VmAnswer> => {
  const known = recognise(quoteArgv(command));
  if (!known) throw new Error(`the box does not know its own line ${command.join(' ')}`);
  return member.run(known, '');
};

/** The one that leads by its own account; null while nobody does. */
export const leaderOf = async <T extends { readonly member: Member }>(
  masters: readonly T[],
): Promise<T | null> => {
  for (const master of masters) {
    const view = await master.member.view();
    if (view && view.leader === view.id) return master;
  }
  return null;
};

/** Hands leadership to `to` where another has it. */
export const lead = (
  masters: readonly { readonly member: Member }[],
  to: { readonly member: Member },
): Promise<void> =>
  until(`leadership of ${to.member.name}`, 15, async () => {
    const leader = await leaderOf(masters);
    if (leader?.member === to.member) return true;
    const target = await to.member.view();
    if (leader && target) await boxRuns(leader.member, vm.moveLeader(target.id));
    return false;
  });
