import type { Ran } from '../model/command.ts';
import { josa, type Words, withMove } from '../words.ts';
import { readVm, type VmAnswer } from './bosh-ssh.ts';
import { type HashObservation, hashOf } from './etcd-hash.ts';
import { findJson } from './json.ts';
import { isMissed, missed, type Reading } from './reading.ts';
import { sectionsOf } from './sections.ts';
import { fileFault, hashFault, sizeOf, sumOf } from './snapshot-file.ts';

/** A snapshot on a master and what proves it: its trailer, its revision, and a restored copy with the live member's hash. */
type SnapshotObservation = {
  /** Saved whole, of the time it was taken, and no restored copy says otherwise. */
  readonly ok: boolean;
  /** A restored copy has the live member's hash. Where no copy was restored it is not proven, and `ok` all the same. */
  readonly proven: boolean;
  /** What holds of it, or why it is no proof. */
  readonly why: Words;
  readonly bytes: number | null;
  /** Of the whole file. */
  readonly sha256: string | null;
  /** Of the newest key in it. */
  readonly revision: number | null;
  /** The live member's at that revision. */
  readonly live: HashObservation | null;
};

type Sections = ReadonlyMap<string, string>;
const numberOf = (sections: Sections, name: string): number | null => {
  const text = (sections.get(name) ?? '').trim();
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
};
const hashIn = (sections: Sections, name: string): HashObservation | null => {
  const revision = numberOf(sections, 'revision');
  return revision === null ? null : hashOf(findJson(sections.get(name) ?? ''), revision);
};

const revisionFault = (sections: Sections): Words | null => {
  const [before, at, after] = ['before', 'revision', 'after'].map(name => numberOf(sections, name));
  if (before == null || at == null || after == null)
    return {
      en: 'Its revision, or the member’s before and after it, could not be read.',
      ko: '스냅샷의 revision 또는 전후 멤버의 revision을 읽지 못했습니다.',
    };
  if (before <= at && at <= after) return null;
  return {
    en: `Its revision ${at} is not within ${before} and ${after}, the member’s before and after it.`,
    ko: `${josa(`revision ${at}`, '이/가')} 저장 전후 멤버의 revision ${before}~${after} 범위를 벗어났습니다.`,
  };
};

const exitFault = (vm: VmAnswer): Words | null =>
  vm.exitCode === 0
    ? null
    : {
        en: `The snapshot script ended with exit ${vm.exitCode}.`,
        ko: `스냅샷 스크립트가 ${josa(`exit ${vm.exitCode}`, '으로/로')} 끝났습니다.`,
      };

const mib = (kib: number): string => (kib < 1024 ? `${kib} KiB` : `${Math.floor(kib / 1024)} MiB`);
/** `FREE DB` in KiB, as the scripts print them. */
export const roomIn = (text: string | undefined): { free: string; db: string } | null => {
  const [, free, db] = /^\s*(\d{1,15}) (\d{1,15})\s*$/.exec(text ?? '') ?? [];
  return free === undefined || db === undefined ? null : { free: mib(Number(free)), db: mib(Number(db)) };
};

const untried = (sections: Sections): Words | null => {
  if (!sections.has('not-tried')) return null;
  const room = roomIn(sections.get('not-tried'));
  return {
    en: `No copy was restored there: ${room?.free ?? '?'} are free, and three times the db of ${room?.db ?? '?'} is needed.`,
    ko: `이 VM에서는 복원 시험을 하지 않았습니다. 여유 공간 ${room?.free ?? '?'}, 필요 공간은 db ${room?.db ?? '?'}의 3배입니다.`,
  };
};

const nextMove: Words = {
  en: ' Nothing was changed; take it again, from the other healthy master if it stays.',
  ko: ' 변경된 것은 없습니다. 다시 받고, 계속되면 다른 정상노드에서 받으세요.',
};

const judged = (sections: Sections, vm: VmAnswer): SnapshotObservation => {
  const [live, restored, notTried] = [
    hashIn(sections, 'live'),
    hashIn(sections, 'restored'),
    untried(sections),
  ];
  const fault =
    fileFault(sections) ??
    revisionFault(sections) ??
    (notTried ? null : hashFault(restored, live)) ??
    exitFault(vm);
  const bytes = sizeOf(sections);
  const facts = {
    bytes,
    sha256: sumOf(sections, 'file'),
    revision: numberOf(sections, 'revision'),
    live,
  };
  if (fault !== null)
    return {
      ok: false,
      proven: false,
      why: { en: fault.en + nextMove.en, ko: fault.ko + nextMove.ko },
      ...facts,
    };
  const proof = notTried ?? {
    en: `A restored copy has the live hash ${live?.hash} at revision ${facts.revision}.`,
    ko: `revision ${facts.revision}의 복원본 해시가 운영본과 같습니다(${live?.hash}).`,
  };
  return {
    ok: true,
    proven: notTried === null,
    why: {
      en: `${bytes} bytes, revision ${facts.revision}, its trailer is right. ${proof.en}`,
      ko: `${bytes} bytes, revision ${facts.revision}, trailer 일치. ${proof.ko}`,
    },
    ...facts,
  };
};

const noRoom = (vm: VmAnswer, sections: Sections): Words => {
  const room = roomIn(sections.get('room'));
  return withMove({
    en: `No snapshot on ${vm.instance}: ${room?.free ?? '?'} are free under /var/vcap/data and the db has ${room?.db ?? '?'}. Make room there, then try again.`,
    ko: `${vm.instance} 에 스냅샷을 저장할 공간이 없습니다. /var/vcap/data 여유 ${room?.free ?? '?'}, db ${room?.db ?? '?'}. 공간을 확보한 뒤 다시 시도하세요.`,
  });
};

/** `bosh ssh … snapshot` (src/commands/scripts/snapshot.sh). `ok` only when every check that was made agreed. */
export const readSnapshot = (ran: Ran): Reading<SnapshotObservation> => {
  const vm = readVm(ran);
  if (isMissed(vm)) return vm;
  const sections = sectionsOf(vm.stdout);
  if (sections.has('save')) return judged(sections, vm);
  if (vm.exitCode === 14) return missed(noRoom(vm, sections));
  return missed({
    en: `The snapshot did not start on ${vm.instance} (exit ${vm.exitCode}). Check free space under its folder and that etcd answers there.`,
    ko: `${vm.instance} 에서 스냅샷이 시작되지 않았습니다(exit ${vm.exitCode}). 저장 폴더의 여유 공간과 etcd 응답을 확인하세요.`,
  });
};
