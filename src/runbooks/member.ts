import type { MemberListed } from '../cluster/seen.ts';
import { memberIdOf, unstartedIdOf } from '../cluster/victim.ts';
import type { HexId } from '../model/instance.ts';
import type { Scene } from './runbook.ts';
import { fact, leaderOf, survivors, targetOf } from './scene.ts';

/** A healthy member's VM to change the list from: the leader's, else any survivor's. */
export const helperOf = (scene: Scene) => leaderOf(scene) ?? survivors(scene)[0] ?? null;

/** Each survivor's own list; null where one of the two was not read. */
export const listsOf = (scene: Scene): readonly (readonly MemberListed[])[] | null => {
  const lists = survivors(scene).flatMap(each => (each.etcd?.members ? [each.etcd.members] : []));
  return lists.length === 2 ? lists : null;
};

/** The entry to remove: the unnamed one of a half-added member, else the victim's own, by the healthy pair's list. */
export const idToRemove = (scene: Scene): HexId | null => {
  if (scene.cure === 'remove-half-added') return unstartedIdOf(scene.seen, scene.target);
  const own = memberIdOf(scene.seen, scene.target);
  return own.known ? own.id : null;
};

/** The healthy pair told its lists, and nobody of them is the victim. */
export const listedByNobody = (scene: Scene): boolean => {
  const own = memberIdOf(scene.seen, scene.target);
  return own.known && own.id === null;
};

/** The entry of the victim's list place as every survivor has it: by id, or by its peer URL. */
export const entryOf = (scene: Scene, wanted: { id: HexId } | { url: string }): MemberListed | null => {
  const found = listsOf(scene)?.map(list =>
    list.find(entry => ('id' in wanted ? entry.id === wanted.id : entry.peerUrls.includes(wanted.url))),
  );
  const [first] = found ?? [];
  return first && found?.every(entry => entry?.id === first.id) ? first : null;
};

/** The peer URL as this run established it from the victim's own script; null where anything else told it. */
export const peerUrlOf = (scene: Scene): string | null =>
  fact(scene, 'peer-url', 'by') === 'script' ? fact(scene, 'peer-url', 'url') : null;

/** monit has let go of etcd and nothing answers. */
export const etcdStopped = (scene: Scene): boolean => {
  const target = targetOf(scene);
  const word = target?.monit?.find(process => process.name === 'etcd')?.state;
  return word === 'not monitored' && target?.etcd?.up === false;
};

/**
 * Without member/ the job of every instance but the bootstrap one adds itself to the cluster. The bootstrap instance
 * would make a new, empty one (docs/evidence.md#a-start-without-member).
 */
export const scriptAddsItself = (scene: Scene): boolean => {
  const target = targetOf(scene);
  return target?.bootstrap === false && target.files?.memberDir === false;
};
