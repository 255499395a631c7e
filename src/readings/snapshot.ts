import type { Ran } from '../commands/command.ts';
import { josa, type Words } from '../words.ts';
import { readVm, type VmAnswer } from './bosh-ssh.ts';
import { hashOf } from './etcd-hash.ts';
import { findJson } from './json.ts';
import { isMissed, missed, type Reading } from './reading.ts';
import { sectionsOf } from './sections.ts';

/** A snapshot on a master and what proves it: its trailer, and a restore whose hash is the live member's. */
export type SnapshotSeen = {
  readonly ok: boolean;
  /** Why it is no proof, else that it is one. */
  readonly why: Words;
  readonly bytes: number | null;
  /** Of the whole file. */
  readonly sha256: string | null;
  readonly revision: number | null;
  readonly hash: number | null;
};

type Parts = { bytes: number; trailer: string; computed: string; file: string };

const partsOf = (sections: ReadonlyMap<string, string>): Parts => ({
  bytes: Number((sections.get('size') ?? '').trim() || Number.NaN),
  trailer: (sections.get('trailer') ?? '').replace(/\s/g, ''),
  computed: (sections.get('computed') ?? '').trim(),
  file: (sections.get('file') ?? '').trim(),
});

const fileFault = ({ bytes, trailer, computed }: Parts): Words | null => {
  if (!Number.isFinite(bytes) || !/^[0-9a-f]{64}$/.test(trailer) || !/^[0-9a-f]{64}$/.test(computed))
    return {
      en: 'The snapshot was not saved whole: its size or its sums were not printed.',
      ko: '스냅샷이 끝까지 저장되지 않았습니다. 크기 또는 체크섬이 출력되지 않았습니다.',
    };
  if (bytes % 512 !== 32)
    return {
      en: `The snapshot is cut: ${bytes} bytes is not a multiple of 512 plus the 32 of its trailer.`,
      ko: `스냅샷이 잘렸습니다. ${bytes} bytes는 512의 배수 + trailer 32 bytes가 아닙니다.`,
    };
  if (trailer === computed) return null;
  return {
    en: `The snapshot is damaged: its trailer says ${trailer.slice(0, 12)}, its bytes sum to ${computed.slice(0, 12)}.`,
    ko: `스냅샷이 손상되었습니다. trailer는 ${trailer.slice(0, 12)}, 실제 합은 ${computed.slice(0, 12)}입니다.`,
  };
};

type Sections = ReadonlyMap<string, string>;
const restoreFault = (sections: Sections): Words | null => {
  const restored = hashOf(findJson(sections.get('restored') ?? ''));
  if (restored === null)
    return {
      en: 'The restore into a throw-away member gave no hash, so the snapshot is unproven.',
      ko: '임시 멤버에 복원했지만 해시를 얻지 못해 스냅샷이 검증되지 않았습니다.',
    };
  const live = hashOf(findJson(sections.get('live') ?? ''), restored.revision);
  if (live === null)
    return {
      en: `The live member gave no hash at revision ${restored.revision}, so the snapshot is unproven.`,
      ko: `운영 중인 멤버가 revision ${restored.revision}의 해시를 주지 않아 스냅샷이 검증되지 않았습니다.`,
    };
  if (live.hash === restored.hash) return null;
  return {
    en: `The restored key space differs from the live one at revision ${restored.revision}: hash ${restored.hash} and ${live.hash}.`,
    ko: `revision ${restored.revision}에서 복원본과 운영본의 해시가 다릅니다: ${restored.hash}, ${live.hash}.`,
  };
};

const nextMove: Words = {
  en: ' Nothing was changed; take it again, from the other healthy master if it stays.',
  ko: ' 변경된 것은 없습니다. 다시 받고, 계속되면 다른 정상 마스터에서 받으세요.',
};
const judged = (sections: Sections, vm: VmAnswer): SnapshotSeen => {
  const parts = partsOf(sections);
  const restored = hashOf(findJson(sections.get('restored') ?? ''));
  const fault = fileFault(parts) ?? restoreFault(sections) ?? exitFault(vm);
  const facts = {
    bytes: Number.isFinite(parts.bytes) ? parts.bytes : null,
    sha256: /^[0-9a-f]{64}$/.test(parts.file) ? parts.file : null,
    revision: restored?.revision ?? null,
    hash: restored?.hash ?? null,
  };
  if (fault !== null)
    return { ok: false, why: { en: fault.en + nextMove.en, ko: fault.ko + nextMove.ko }, ...facts };
  return {
    ok: true,
    why: {
      en: `${parts.bytes} bytes, its trailer is right, and a restore at revision ${restored?.revision} has the live hash ${restored?.hash}.`,
      ko: `${parts.bytes} bytes, trailer 일치, revision ${restored?.revision}의 복원본 해시가 운영본과 같습니다(${restored?.hash}).`,
    },
    ...facts,
  };
};

const exitFault = (vm: VmAnswer): Words | null =>
  vm.exitCode === 0
    ? null
    : {
        en: `The snapshot script ended with exit ${vm.exitCode}.`,
        ko: `스냅샷 스크립트가 ${josa(`exit ${vm.exitCode}`, '으로/로')} 끝났습니다.`,
      };

/** `bosh ssh … snapshot` (src/commands/vm.ts snapshotScript). `ok` only when every check agreed. */
export const readSnapshot = (ran: Ran): Reading<SnapshotSeen> => {
  const vm = readVm(ran);
  if (isMissed(vm)) return vm;
  const sections = sectionsOf(vm.stdout);
  if (sections.has('save')) return judged(sections, vm);
  return missed({
    en: `The snapshot did not start on ${vm.instance} (exit ${vm.exitCode}). Check free space under its folder and that etcd answers there.`,
    ko: `${vm.instance} 에서 스냅샷이 시작되지 않았습니다(exit ${vm.exitCode}). 저장 폴더의 여유 공간과 etcd 응답을 확인하세요.`,
  });
};
