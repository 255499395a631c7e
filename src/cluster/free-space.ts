import type { Instance } from '../model/instance.ts';
import { joined, text, type Words } from '../words.ts';
import { raisedBy } from './alarms.ts';
import type { Observation } from './observation.ts';
import { agreementOf } from './pair.ts';
import { type Answering, standingOf } from './quorum.ts';
import { names } from './sentences.ts';
import { notServing } from './silence.ts';
import { fullOfLiveKeys, neededFor, noRoomOnDisk, type Space, spaceOf, unmeasured } from './space.ts';

/** What stands against freeing space on a cluster that agrees and refuses writes for NOSPACE (docs/evidence.md#no-space). */

const instances = (spaces: readonly Space[]): string => names(spaces.map(each => each.instance));

const unknownRoom = (spaces: readonly Space[]): Words | null => {
  const unread = spaces.filter(each => unmeasured(each) || each.diskFree === null);
  return unread.length === 0
    ? null
    : text(
        `the db, what is in use, the quota, the number of keys or the room on the disk of ${instances(unread)} was not read, and unknown is not small`,
        `${instances(unread)}의 db 크기, 사용량, quota, 키 개수, 디스크 여유 중 읽지 못한 것이 있습니다`,
      );
};

const fullDisk = (spaces: readonly Space[]): Words | null => {
  const short = spaces.filter(each => each.diskFree !== null && noRoomOnDisk(each));
  return short.length === 0
    ? null
    : text(
        `the disk itself is full: ${short.map(each => `${each.diskFree} bytes are free on ${instances([each])} and a defrag needs ${neededFor(each)}`).join(', ')}`,
        `디스크 자체가 부족합니다: ${short.map(each => `${instances([each])} 여유 ${each.diskFree} bytes, defrag에 필요한 공간 ${neededFor(each)} bytes`).join(', ')}`,
      );
};

const onlyLive = (spaces: readonly Space[]): Words | null => {
  const full = spaces.filter(fullOfLiveKeys);
  return full.length === 0
    ? null
    : text(`what is live is too much on ${instances(full)}`, `${instances(full)}의 현재 키가 너무 많습니다`);
};

/** One that runs, or may, would have to be made smaller too. */
const notKnownAway = (seen: Observation, sound: readonly Answering[]): Words | null => {
  const unsure = seen.masters.filter(
    master => sound.every(each => each.master !== master) && notServing(master) !== 'down',
  );
  return unsure.length === 0
    ? null
    : text(
        `${names(unsure.map(each => each.instance))} is neither healthy nor known to be down`,
        `${names(unsure.map(each => each.instance))}의 etcd가 정상인지 정지했는지 알 수 없습니다`,
      );
};

const otherAlarms = (sound: readonly Answering[]): Words | null => {
  const unread = sound.filter(each => each.etcd.alarms === null);
  const { others } = raisedBy(sound);
  if (unread.length > 0)
    return text(
      `the alarms of ${names(unread.map(each => each.master.instance))} were not read`,
      `${names(unread.map(each => each.master.instance))}의 알람을 읽지 못했습니다`,
    );
  return others.length === 0
    ? null
    : text(`there is more than NOSPACE: ${others.join(', ')}`, `NOSPACE 외의 오류: ${others.join(', ')}`);
};

const notCompared = (sound: readonly Answering[]): Words | null => {
  const agreement = agreementOf(sound);
  const why = agreement.agree === true ? null : joined(agreement.why, ', ');
  return why && text(`the members were not compared (${why.en})`, `멤버를 비교하지 못했습니다(${why.ko})`);
};

/** Every reason, in the order of what a person does first; none: a run may free the space. */
export const whyNotFreed = (seen: Observation, sound: readonly Answering[]): readonly Words[] => {
  const spaces = sound.map(spaceOf);
  return [
    onlyLive(spaces),
    fullDisk(spaces),
    unknownRoom(spaces),
    otherAlarms(sound),
    notKnownAway(seen, sound),
    notCompared(sound),
  ].flatMap(each => each ?? []);
};

/** Whom to defragment, one after the other: the leader last. `away`: who is down, and over its quota when it comes back. */
export const defragOrder = (
  seen: Observation,
): { readonly order: readonly Instance[]; readonly away: Instance | null } => {
  const { healthy, down } = standingOf(seen);
  const leads = ({ last }: Answering) => last.leaderId === last.memberId;
  return {
    order: [...healthy.filter(each => !leads(each)), ...healthy.filter(leads)].map(
      each => each.master.instance,
    ),
    away: down[0]?.instance ?? null,
  };
};
