import type { Words } from '../words.ts';
import type { HashObservation } from './etcd-hash.ts';

type Sections = ReadonlyMap<string, string>;

export const sizeOf = (sections: Sections): number | null => {
  const text = (sections.get('size') ?? '').trim();
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
};
/** A sha256 in hex, as a section holds it. */
export const sumOf = (sections: Sections, name: string): string | null => {
  const text = (sections.get(name) ?? '').replace(/\s/g, '');
  return /^[0-9a-f]{64}$/.test(text) ? text : null;
};

/** Why the file is not what etcd wrote: whole pages of 512 bytes, then the sha256 of them. */
export const fileFault = (sections: Sections): Words | null => {
  const [bytes, trailer, computed] = [
    sizeOf(sections),
    sumOf(sections, 'trailer'),
    sumOf(sections, 'computed'),
  ];
  if (bytes === null || trailer === null || computed === null)
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

/** Why a restored copy is no proof. Hashes of one revision compare only where both were compacted at one revision. */
export const hashFault = (restored: HashObservation | null, live: HashObservation | null): Words | null => {
  if (restored === null)
    return {
      en: 'The restore into a throw-away member gave no hash, so the snapshot is unproven.',
      ko: '임시 멤버에 복원했지만 해시를 얻지 못해 스냅샷이 검증되지 않았습니다.',
    };
  if (live === null)
    return {
      en: `The live member gave no hash at revision ${restored.revision}, so the snapshot is unproven.`,
      ko: `운영 중인 멤버가 revision ${restored.revision}의 해시를 주지 않아 스냅샷이 검증되지 않았습니다.`,
    };
  if (restored.compactRevision !== live.compactRevision)
    return {
      en: `A compaction came in between (restored at ${restored.compactRevision}, live at ${live.compactRevision}), so the two hashes say nothing and the snapshot is unproven.`,
      ko: `그 사이 compaction이 있어(복원본 ${restored.compactRevision}, 운영본 ${live.compactRevision}) 두 해시를 비교할 수 없고 스냅샷이 검증되지 않았습니다.`,
    };
  if (live.hash === restored.hash) return null;
  return {
    en: `The restored key space differs from the live one at revision ${restored.revision}: hash ${restored.hash} and ${live.hash}.`,
    ko: `revision ${restored.revision}에서 복원본과 운영본의 해시가 다릅니다: ${restored.hash}, ${live.hash}.`,
  };
};
