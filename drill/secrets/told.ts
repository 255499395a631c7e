import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readKeyFile } from '../../src/adapters/key-file.ts';
import { systemClock } from '../../src/adapters/system-clock.ts';
import { createMetrics } from '../../src/app/metrics.ts';
import { writeReport } from '../../src/app/report-files.ts';
import { pks } from '../../src/cli/pks.ts';
import type { Journal } from '../../src/ports/journal.ts';
import { reportClock } from '../../src/report/clock.ts';
import type { RunEvent } from '../../src/runs/events.ts';

/** Of a bot that could start; its Slack is never asked. */
const environment = (dataDir: string) => ({
  DATA_DIR: dataDir,
  RECORD_KEY_FILE: join(dataDir, '..', 'record.key'),
  SLACK_BOT_TOKEN: 'xoxb-1-abcdefghij',
  SLACK_APP_TOKEN: 'xapp-1-abcdefghij',
  APPROVERS: 'U1,U2',
  BOSH_ENVIRONMENT: '127.0.0.1',
  BOSH_CLIENT: 'admin',
  BOSH_CLIENT_SECRET: 'nobody-prints-this',
  BOSH_CA_CERT: '-',
});

/** The host's verbs want the bot's key, which they don't make. */
export const makeKey = (folder: string): string => readKeyFile(join(folder, 'record.key'), true);

const metrics = createMetrics(systemClock);
/** The store of every piece, its writes counted for the metrics. */
export const { counting } = metrics;

const typed = async (dataDir: string, ...args: readonly string[]): Promise<string> => {
  const said = await pks(args, { now: new Date(), lang: 'C', env: async () => environment(dataDir) });
  if ('why' in said) throw new Error(`pks ${args.join(' ')}: ${said.why}`);
  return said.out;
};

/** What people and machines are told of a run from its record alone. */
export const toldOf = async (run: string, journal: Journal<RunEvent>, dataDir: string) => {
  const entries = await journal.read(run);
  // Nothing is masked here once more: what an entry holds has to be clean.
  const reports = await Promise.all(
    (['en', 'ko'] as const).map(locale =>
      writeReport(join(dataDir, locale), entries, { locale, clock: reportClock('UTC') }, text => text),
    ),
  );
  const text = (files: readonly string[]) => files.map(file => readFileSync(file, 'utf8')).join('\n');
  const exported = join(dataDir, 'export.jsonl');
  await typed(dataDir, 'export', exported);
  return {
    'report, HTML': text(reports.map(({ html }) => html)),
    'report, Markdown': text(reports.map(({ markdown }) => markdown)),
    metrics: await metrics.scrape(journal, 1),
    export: text([exported]),
    'command line':
      (await typed(dataDir, 'run', 'show', run)) + (await typed(dataDir, 'run', 'show', run, '--json')),
  };
};
