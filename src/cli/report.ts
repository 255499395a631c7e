import { josa, same } from '../words.ts';
import { journalPlace } from './place.ts';
import type { CliVerb } from './verb.ts';

const noRun = (run: string | undefined) =>
  run === undefined
    ? { en: 'There is no run in the journal yet.', ko: '저널에 아직 복구 기록이 없습니다.' }
    : {
        en: `There is no run ${run}. /pks runs lists them.`,
        ko: `복구 ${josa(run, '이/가')} 없습니다. 목록: /pks runs`,
      };

export const report: CliVerb = {
  usage: 'report [RUN] [--folder FOLDER] [--json]',
  help: {
    en: `Writes the report of a run, of the newest one without RUN: one HTML file without scripts, to read and to print, and
Markdown for the postmortem. Also of a run that still lives, and while the bot runs. FOLDER defaults to DATA_DIR/reports.
CARD_LANGUAGE (or --language) and REPORT_TIME_ZONE say how. --json prints {"run","html","markdown"}.
Exit codes: 0 written; 1 there is no such run, or it failed; 2 called wrongly.`,
    ko: `복구 보고서를 만듭니다. RUN을 생략하면 가장 최근 복구입니다. 스크립트 없는 HTML 파일 하나(열람, 인쇄용)와
postmortem용 Markdown을 씁니다. 진행 중인 복구에도, 봇이 실행 중일 때도 쓸 수 있습니다. FOLDER 기본값은 DATA_DIR/reports입니다.
언어는 CARD_LANGUAGE(또는 --language), 시간대는 REPORT_TIME_ZONE을 따릅니다. --json은 {"run","html","markdown"}을 출력합니다.
종료 코드: 0 작성함, 1 그런 복구가 없거나 실패, 2 잘못된 사용법.`,
  },
  options: { folder: { type: 'string' }, json: { type: 'boolean' } },
  takes: [0, 1],
  run: async ([typed], options, world) => {
    const [
      { openJournal },
      { parseEvent },
      { readReporting },
      { createRedactor },
      { writeReport },
      reporting,
    ] = await Promise.all([
      import('../adapters/journal/open-journal.ts'),
      import('../runs/parse-event.ts'),
      import('../config.ts'),
      import('../readings/redact.ts'),
      import('../app/report-files.ts'),
      import('../app/reporting.ts'),
    ]);
    const config = readReporting(await world.env());
    const journal = await openJournal({ ...(await journalPlace(world)), holder: 'pks', parse: parseEvent });
    try {
      const run = typed ?? (await journal.rows({ limit: 1 }))[0]?.run;
      const entries = run === undefined ? [] : await journal.read(run);
      if (entries.length === 0) return { why: noRun(typed) };
      const language =
        options.language === 'ko' || options.language === 'en' ? options.language : config.CARD_LANGUAGE;
      const { html, markdown } = await writeReport(
        typeof options.folder === 'string' ? options.folder : reporting.reportsFolder(config),
        entries,
        reporting.reportStyle({ ...config, CARD_LANGUAGE: language }),
        createRedactor({ secrets: [] }).text,
      );
      return { out: same(options.json ? JSON.stringify({ run, html, markdown }) : `${html}\n${markdown}`) };
    } finally {
      await journal.close();
    }
  },
};
