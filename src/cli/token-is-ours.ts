import { journalPlace } from './place.ts';
import type { CliVerb } from './verb.ts';

export const tokenIsOurs: CliVerb = {
  usage: 'token-is-ours',
  help: {
    en: `Somebody else was found on SLACK_APP_TOKEN and the bot left with exit code 78. Once the other program is stopped,
this lets the bot connect again. DATA_DIR or DATABASE_URL says where the journal is.`,
    ko: `SLACK_APP_TOKEN을 쓰는 다른 곳이 발견되어 봇이 종료 코드 78로 멈춘 경우, 그 프로그램을 중지한 뒤 실행하면
봇이 다시 연결할 수 있습니다. 저널 위치는 DATA_DIR 또는 DATABASE_URL입니다.`,
  },
  options: {},
  takes: [0, 0],
  run: async (_words, _options, world) => {
    const place = await journalPlace(world);
    const [{ openJournal }, { foreignKey }, { parseEvent }] = await Promise.all([
      import('../adapters/journal/open-journal.ts'),
      import('../app/guards.ts'),
      import('../runs/parse-event.ts'),
    ]);
    const journal = await openJournal({ ...place, holder: 'pks', parse: parseEvent });
    try {
      const known = await journal.recall(foreignKey);
      await journal.forget(foreignKey);
      return {
        out:
          known === undefined
            ? {
                en: 'Nobody was found on the token. Start the bot.',
                ko: '토큰을 쓰는 다른 곳이 발견된 기록이 없습니다. 봇을 시작하세요.',
              }
            : {
                en: 'Forgotten. Start the bot; it counts the connections again.',
                ko: '기록을 지웠습니다. 봇을 시작하세요. 연결 수를 다시 확인합니다.',
              },
      };
    } finally {
      await journal.close();
    }
  },
};
