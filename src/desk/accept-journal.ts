import { canApprove } from '../approvals/people.ts';
import type { Engine } from '../engine/engine.ts';
import type { Surface } from '../model/click.ts';
import type { Person } from '../model/person.ts';
import { text, type Words } from '../words.ts';
import type { Refusal } from './desk-types.ts';

const nothing = text(
  'Nobody doubts this journal: there is nothing to accept.',
  '저널에 이상이 없어 확인할 것이 없습니다.',
);

/** A person's word that a journal which is gone, older or another one is to be gone on with. Every bot on it reads that. */
export const acceptJournal = async (
  { journal, membership }: Pick<Engine, 'journal' | 'membership'>,
  by: Person,
  channel: string,
  via: Surface,
): Promise<{ readonly ok: true; readonly words: Words } | Refusal> => {
  const doubted = (await journal.readLedger({ kind: 'journal-doubted' })).at(-1);
  const accepted = (await journal.readLedger({ kind: 'journal-accepted' })).findLast(({ proof }) => !proof);
  if (!doubted || doubted.seq < (accepted?.seq ?? 0)) return { ok: false, words: nothing };
  const why = canApprove({
    owners: [],
    already: [],
    by,
    membership: await membership(by, channel, '', via),
  });
  if (why) return { ok: false, words: why };
  await journal.noteInLedger({ kind: 'journal-accepted', by, via, doubt: doubted.seq });
  return {
    ok: true,
    words: text(
      `${by.name} says that this journal is the right one: it counts from now on, and the bots go on with what is in it. Nobody here knows what was begun before and is not in it.`,
      `${by.name} 님이 현재 저널이 맞다고 확인했습니다. 이제 이 저널을 기준으로 진행합니다. 여기에 없는 이전 작업은 봇이 알 수 없습니다.`,
    ),
  };
};
