import type { Journal } from '../ports/journal.ts';
import type { Words } from '../words.ts';

type OwnKeys = { readonly signing: string; readonly has: (id: string) => boolean };
type KeyWatch = {
  readonly journal: Pick<Journal<never>, 'readLedger' | 'noteInLedger'>;
  readonly own: OwnKeys;
  /** What the other live bots on the store sign with. */
  readonly others: () => Promise<readonly string[]>;
  /** Told of each key that the store has been signed with. */
  readonly known: (id: string) => void;
};

const otherKey = (theirs: string, own: string): Words => ({
  en: `A bot on this store signs answers with the key ${theirs}, which is not in this bot’s RECORD_KEY_FILE (${own}): neither could prove what the other takes. So this bot takes no clicks and drives nothing. Give every bot of the store the same key file, then start this one again.`,
  ko: `이 저장소의 다른 봇이 이 봇의 RECORD_KEY_FILE(${own})에 없는 키로 응답에 서명합니다(${theirs}). 서로의 응답을 검증할 수 없으므로 이 봇은 클릭을 받지 않고 아무것도 진행하지 않습니다. 모든 봇에 같은 키 파일을 두고 이 봇을 다시 시작하세요.`,
});

/**
 * Why this bot may sign nothing; null where it may. The store's key is the one that was last written down. Another of one's own
 * file is a rotation; one that nobody who lives has any more is lost: what was signed with it counts no more.
 */
export const whyOtherKey =
  ({ journal, own, others, known }: KeyWatch) =>
  async (): Promise<Words | null> => {
    const used = (await journal.readLedger({ kind: 'key' })).map(({ event }) => String(event.id));
    for (const id of used) known(id);
    const last = used.at(-1);
    if (last === own.signing) return null;
    const isOwn = last === undefined || own.has(last);
    if (!isOwn && (await others()).includes(last)) return otherKey(last, own.signing);
    const why = last === undefined ? 'first' : isOwn ? 'rotated' : 'lost';
    await journal.noteInLedger({ kind: 'key', id: own.signing, why, ...(last ? { was: last } : {}) });
    return null;
  };
