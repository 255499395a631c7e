import type { MemberListed } from '../cluster/observation.ts';
import { memberIdOf, unstartedIdOf } from '../cluster/victim.ts';
import type { HexId } from '../model/instance.ts';
import type { Words } from '../words.ts';
import { withLists } from './expected.ts';
import type { Step, StepContext } from './runbook.ts';
import { fact, leaderOf, survivors, targetOf } from './step-context.ts';

/** A healthy member's VM to change the list from: the leader's, else any survivor's. */
export const helperOf = (context: StepContext) => leaderOf(context) ?? survivors(context)[0] ?? null;

/** Each survivor's own list; null where one of the two was not read. */
export const listsOf = (context: StepContext): readonly (readonly MemberListed[])[] | null => {
  const lists = survivors(context).flatMap(each => (each.etcd?.members ? [each.etcd.members] : []));
  return lists.length === 2 ? lists : null;
};

/** The entry to remove: the unnamed one of a half-added member, else the victim's own, by the healthy pair's list. */
export const idToRemove = (context: StepContext): HexId | null => {
  if (context.cure === 'remove-half-added') return unstartedIdOf(context.seen, context.target);
  const own = memberIdOf(context.seen, context.target);
  return own.known ? own.id : null;
};

/** The healthy pair told its lists, and nobody of them is the victim. */
export const listedByNobody = (context: StepContext): boolean => {
  const own = memberIdOf(context.seen, context.target);
  return own.known && own.id === null;
};

/** The entry of the victim's list place as every survivor has it: by id, or by its peer URL. */
export const entryOf = (
  context: StepContext,
  wanted: { id: HexId } | { url: string },
): MemberListed | null => {
  const found = listsOf(context)?.map(list =>
    list.find(entry => ('id' in wanted ? entry.id === wanted.id : entry.peerUrls.includes(wanted.url))),
  );
  const [first] = found ?? [];
  return first && found?.every(entry => entry?.id === first.id) ? first : null;
};

/** The peer URL as this run established it from the victim's own script; null where anything else told it. */
export const peerUrlOf = (context: StepContext): string | null =>
  fact(context, 'peer-url', 'by') === 'script' ? fact(context, 'peer-url', 'url') : null;

/** Nobody knows beforehand which id etcd will give: in the states of a window it has this name. */
export const addedId = 'added';
/** The context in which the member that this run added is called so. */
export const withOwnAddition = (context: StepContext): StepContext => {
  const id = fact(context, 'member-add', 'id');
  return withLists(context, list => list.map(entry => (entry.id === id ? { ...entry, id: addedId } : entry)));
};

/** From its stop to its start the cluster has one failure less to spare: asked once. */
export const replacing = (
  leaves: (before: StepContext) => StepContext,
  stop: Words,
): { readonly window: NonNullable<Step['window']> } => ({ window: { name: 'replace', leaves, stop } });

/** monit has let go of etcd and nothing answers. */
export const etcdStopped = (context: StepContext): boolean => {
  const target = targetOf(context);
  const word = target?.monit?.find(process => process.name === 'etcd')?.state;
  return word === 'not monitored' && target?.etcd?.up === false;
};

/**
 * Without member/ the job of every instance but the bootstrap one adds itself to the cluster. The bootstrap instance
 * would make a new, empty one (docs/evidence.md#a-start-without-member).
 */
export const scriptAddsItself = (context: StepContext): boolean => {
  const target = targetOf(context);
  return target?.bootstrap === false && target.files?.memberDir === false;
};
