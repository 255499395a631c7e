import { counted } from '../words.ts';
import { journalPlace } from './place.ts';
import type { CliVerb } from './verb.ts';

const stamp = (now: Date): string => now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '');

export const backup: CliVerb = {
  usage: 'backup [FILE]',
  help: {
    en: `A consistent copy of the journal in one file, every page checked, also while the bot runs.
FILE defaults to pks-rescue-<time>.db in this folder and is never overwritten. DATA_DIR says where the journal is.
To put a copy back: stop every bot, move pks-rescue.db, pks-rescue.db-wal and pks-rescue.db-shm out of DATA_DIR,
put the copy there as pks-rescue.db, start the bot.`,
    ko: `저널의 일관된 사본을 파일 하나로 만들고 모든 페이지를 검사합니다. 봇이 실행 중이어도 됩니다.
FILE을 생략하면 현재 폴더에 pks-rescue-<시각>.db로 만들며, 이미 있는 파일은 덮어쓰지 않습니다. 저널 위치는 DATA_DIR입니다.
복원하려면 모든 봇을 중지하고 DATA_DIR에서 pks-rescue.db, pks-rescue.db-wal, pks-rescue.db-shm을 다른 곳으로 옮긴 뒤,
사본을 pks-rescue.db로 넣고 봇을 시작하세요.`,
  },
  options: {},
  takes: [0, 1],
  run: async ([file], _options, world) => {
    const { backUpJournal } = await import('../adapters/journal/back-up.ts');
    const made = await backUpJournal(await journalPlace(world), file ?? `pks-rescue-${stamp(world.now)}.db`);
    const { runs, entries } = made;
    return {
      out: {
        en: `${made.file}: ${counted(runs, 'run')}, ${counted(entries, 'entry', 'entries')}, every page checked. Keep it as private as the journal.`,
        ko: `${made.file}: 실행 ${runs}건, 항목 ${entries}건, 모든 페이지 검사 완료. 저널과 마찬가지로 외부에 공개하지 마세요.`,
      },
    };
  },
};
