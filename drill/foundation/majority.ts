import type { Member, MemberView } from './member.ts';

/** Members that answer, by what they believe: those of the largest group that share a term, most advanced first. */
export const majorityView = async (
  members: readonly Member[],
): Promise<readonly { readonly member: Member; readonly view: MemberView }[]> => {
  const asked = await Promise.all(members.map(async member => ({ member, view: await member.view() })));
  const seen = asked.flatMap(({ member, view }) => (view ? [{ member, view }] : []));
  const byTerm = Map.groupBy(seen, ({ view }) => view.term);
  const largest = [...byTerm.values()].sort(
    (a, b) => b.length - a.length || (b[0]?.view.revision ?? 0) - (a[0]?.view.revision ?? 0),
  )[0];
  return (largest ?? []).toSorted((a, b) => b.view.revision - a.view.revision);
};
