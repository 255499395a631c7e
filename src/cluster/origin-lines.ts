import { shortInstance } from '../model/instance.ts';
import type { Words } from '../words.ts';
import { keptOf, secondsStamp, stamp } from './identity.ts';
import type { IdentityKept } from './identity-types.ts';
import type { MasterObservation, Observation } from './observation.ts';

const bornWords = (master: MasterObservation): readonly Words[] => {
  if (master.identity === undefined || master.files?.memberDir !== true) return [];
  const who = shortInstance(master.instance);
  const { born } = master.identity;
  return [
    born === null
      ? {
          en: `${who}: when its data were born is not known (its filesystem or stat does not tell)`,
          ko: `${who}: 데이터 생성 시각을 알 수 없음(파일시스템 또는 stat이 알려 주지 않음)`,
        }
      : { en: `${who}: data born ${secondsStamp(born)}`, ko: `${who}: 데이터 생성 ${secondsStamp(born)}` },
  ];
};

const keptWords = (kept: IdentityKept, { instance, etcd }: MasterObservation): readonly Words[] => {
  const before = kept.members[instance];
  if (before === undefined || etcd?.up === true) return [];
  const [who, at, bytes, start] = [
    shortInstance(instance),
    stamp(kept.at),
    before.dbBytes ?? '?',
    before.starts.at(-1) ?? '?',
  ];
  return [
    {
      en: `${who}, as last seen healthy (by ${at}): id ${before.memberId}, raft index ${before.raftIndex}, db ${bytes} bytes, last start ${start}`,
      ko: `${who} 마지막 정상 상태(${at} 기준): id ${before.memberId}, raft index ${before.raftIndex}, db ${bytes} bytes, 마지막 기동 ${start}`,
    },
  ];
};

/** One line a master of where its data come from, and one of what is remembered of it while it is silent. */
export const originLines = (seen: Observation): readonly Words[] => {
  const kept = keptOf(seen);
  return seen.masters.flatMap(master => [
    ...bornWords(master),
    ...(kept === null ? [] : keptWords(kept, master)),
  ]);
};
