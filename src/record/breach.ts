import type { Words } from '../words.ts';

/** What was done to a record. 'cut': its end is missing; 'swapped': an entry of another run; 'forged': an answer that no bot
 *  of the store took; 'rewritten': chained anew by somebody, between two places that are known. */
export type Tampering =
  | 'edited'
  | 'inserted'
  | 'deleted'
  | 'reordered'
  | 'cut'
  | 'swapped'
  | 'rewritten'
  | 'forged'
  | 'before-the-chain'
  | 'run-removed'
  | 'run-inserted';

export type Breach = {
  /** null: of the ledger. */
  readonly run: string | null;
  /** The first entry that it concerns; null: the whole run, or all from before the chain. */
  readonly seq: number | null;
  readonly how: Tampering;
};

const hows: Readonly<Record<Tampering, Words>> = {
  edited: { en: 'was edited', ko: '내용이 수정되었습니다' },
  inserted: { en: 'was put in', ko: '나중에 끼워 넣어졌습니다' },
  deleted: { en: 'was taken out', ko: '삭제되었습니다' },
  reordered: { en: 'stands in another place than it was written', ko: '순서가 바뀌었습니다' },
  cut: { en: 'and all after it was cut off', ko: '부터 끝까지 잘려 나갔습니다' },
  swapped: { en: 'is an entry of another run', ko: '다른 복구의 항목입니다' },
  rewritten: {
    en: 'or one before it was changed, and all after it chained anew',
    ko: '또는 그 앞의 항목이 바뀌고 이후 해시가 다시 계산되었습니다',
  },
  forged: { en: 'is an answer that no bot of this store took', ko: '이 저장소의 봇이 받지 않은 응답입니다' },
  'before-the-chain': {
    en: 'what stood in the journal when the chain began is no longer the same',
    ko: '해시 체인이 시작되기 전의 항목이 그때와 다릅니다',
  },
  'run-removed': { en: 'was removed as a whole', ko: '전체가 삭제되었습니다' },
  'run-inserted': { en: 'was put in as a whole', ko: '전체가 끼워 넣어졌습니다' },
};

/** `run-7f3a, entry 12: was edited`. */
export const findingWords = ({ run, seq, how }: Breach): Words => {
  const of: Words = run === null ? { en: 'the ledger', ko: '대장' } : { en: run, ko: run };
  const at = seq === null ? { en: '', ko: '' } : { en: `, entry ${seq}`, ko: `, 항목 ${seq}` };
  return { en: `${of.en}${at.en}: ${hows[how].en}`, ko: `${of.ko}${at.ko}: ${hows[how].ko}` };
};
