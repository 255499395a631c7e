import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import type { Slack } from '../adapters/slack/app.ts';
import { slackTroubleOf } from '../adapters/slack/trouble.ts';
import type { Config } from '../config.ts';
import { backoffMs } from '../model/backoff.ts';
import type { Channel } from '../ports/channel.ts';
import type { Clock } from '../ports/clock.ts';
import type { Journal } from '../ports/journal.ts';
import type { Redactor } from '../readings/redact.ts';
import { reportClock } from '../report/clock.ts';
import { placeWords, type ReportPlace, readReportPlace, reportKey } from '../report/place.ts';
import type { RunEvent } from '../runs/events.ts';
import type { Words } from '../words.ts';
import { writeReport } from './report-files.ts';

type Reporting = {
  readonly journal: Journal<RunEvent>;
  readonly web: Slack['web'];
  readonly channel: Pick<Channel, 'show'>;
  readonly config: Config;
  readonly redact: Redactor;
  readonly clock: Clock;
  readonly log: (line: string) => void;
};

export const reportsFolder = ({ DATA_DIR }: Pick<Config, 'DATA_DIR'>): string => resolve(DATA_DIR, 'reports');
export const reportStyle = (config: Pick<Config, 'CARD_LANGUAGE' | 'REPORT_TIME_ZONE'>) => ({
  locale: config.CARD_LANGUAGE,
  clock: reportClock(config.REPORT_TIME_ZONE),
});

const make = async ({ journal, config, redact }: Reporting, run: string): Promise<ReportPlace | null> => {
  const entries = await journal.read(run);
  if (entries.length === 0) return null;
  const written = await writeReport(reportsFolder(config), entries, reportStyle(config), redact.text);
  return { ...written, host: hostname(), upload: config.OUTPUT_UPLOAD === 'on' ? 'waiting' : 'off', why: '' };
};

/** The whole output of each command, redacted once more; what lies on another bot's host is not here. */
const outputsOf = async ({ journal, redact }: Reporting, run: string) => {
  const ended = (await journal.read(run)).flatMap(({ event }) =>
    event.kind === 'ended' && event.file !== undefined ? [{ ...event, file: event.file }] : [],
  );
  const found = await Promise.all(
    ended.map(async ({ step, attempt, file }) => {
      const text = await readFile(file, 'utf8').catch(() => null);
      if (text === null || text === '') return [];
      return [{ file: Buffer.from(redact.text(text)), filename: `${run}.${step}.${attempt}.log` }];
    }),
  );
  return found.flat();
};

/** To the run's thread, once its first message stands there. */
const upload = async (deps: Reporting, run: string, { html, markdown }: ReportPlace) => {
  const { journal, web } = deps;
  const headline = (await journal.posted(run)).find(({ key }) => key === 'headline');
  if (!headline) throw new Error('its first message does not stand in Slack yet');
  const files = await Promise.all(
    [html, markdown].map(async path => ({
      file: await readFile(path),
      filename: join(path).split('/').at(-1) ?? run,
    })),
  );
  const file_uploads = [...files, ...(await outputsOf(deps, run))];
  await web.files.uploadV2({ channel_id: headline.channel, thread_ts: headline.ts, file_uploads });
};

const patience = { firstMs: 2_000, longestMs: 60_000 };

/** One try: the place afterwards, or how long to wait before the next. */
const tried = async (
  deps: Reporting,
  run: string,
  place: ReportPlace,
  tries: number,
): Promise<ReportPlace | number> => {
  try {
    await upload(deps, run, place);
    return { ...place, upload: 'done' };
  } catch (error) {
    const trouble = slackTroubleOf(error);
    if (trouble.is === 'blocked') return { ...place, upload: 'refused', why: trouble.code };
    if (tries === 1)
      deps.log(`run ${run}: its report could not be uploaded (${String(error)}); trying again`);
    return trouble.is === 'wait' ? trouble.ms : backoffMs(tries, patience);
  }
};

/** Tries while Slack is away; what Slack will never take is said. */
const uploaded = async (
  deps: Reporting,
  run: string,
  place: ReportPlace,
  stop: AbortSignal,
): Promise<ReportPlace> => {
  for (let tries = 1; !stop.aborted; tries++) {
    const found = await tried(deps, run, place, tries);
    if (typeof found !== 'number') return found;
    await deps.clock.sleep(found, stop).catch(() => {});
  }
  return place;
};

/** Another bot that began to write it has this long before it is thought dead. */
const writingMs = 60_000;

/** One bot writes it: whoever takes the place first. */
const takes = async ({ journal }: Reporting, run: string, kept: unknown): Promise<boolean> => {
  const now = await journal.now();
  const since = typeof kept === 'object' && kept !== null ? Number(Reflect.get(kept, 'writingSince')) : 0;
  return now - since > writingMs && journal.swap(reportKey(run), kept, { writingSince: now });
};

/** What is still to be done by this bot: null where another one writes it, or nothing is. */
const ownPlace = async (deps: Reporting, run: string): Promise<ReportPlace | null> => {
  const { journal } = deps;
  const kept = await journal.recall(reportKey(run));
  const place = readReportPlace(kept);
  if (place) return place.upload === 'waiting' && place.host === hostname() ? place : null;
  if (!(await takes(deps, run, kept))) return null;
  const made = await make(deps, run);
  await journal.remember(reportKey(run), made);
  return made;
};

/** The report of a run that has ended: written once, by one of the bots, sent to the thread, and remembered. */
const finish = async (deps: Reporting, run: string, stop: AbortSignal): Promise<void> => {
  const place = await ownPlace(deps, run);
  if (!place) return;
  deps.channel.show(run);
  if (place.upload !== 'waiting') return;
  await deps.journal.remember(reportKey(run), await uploaded(deps, run, place, stop));
  deps.channel.show(run);
};

/** Longer ago nobody waits for one in the thread: /pks report still makes it. */
const recentMs = 24 * 3_600_000;

/** Writes the report of each run as it ends, and of those that ended while no bot was there. */
export const startReporting = (deps: Reporting) => {
  const { journal, log } = deps;
  const stopping = new AbortController();
  const busy = new Map<string, Promise<void>>();
  const look = async (run: string): Promise<void> => {
    const row = await journal.row(run);
    if (!row || row.finishedAt === null || (await journal.now()) - row.finishedAt > recentMs) return;
    await finish(deps, run, stopping.signal);
  };
  const take = (run: string) => {
    if (busy.has(run) || stopping.signal.aborted) return;
    const done = look(run)
      .catch(error => log(`run ${run}: its report could not be written: ${String(error)}`))
      .finally(() => busy.delete(run));
    busy.set(run, done);
  };
  const unsubscribe = journal.onWritten(take);
  const atStart = async () => {
    for (const { run } of await journal.rows({ limit: 20 })) take(run);
  };
  void atStart().catch(error => log(`no report was looked for: ${String(error)}`));
  return {
    /** As it stands now, also of a run that lives; null: there is no such run. */
    report: async (run: string): Promise<Words | null> => {
      const place = await make(deps, run);
      if (!place) return null;
      return placeWords(
        place.upload === 'waiting' ? await uploaded(deps, run, place, AbortSignal.timeout(8_000)) : place,
      );
    },
    stop: async () => {
      stopping.abort();
      unsubscribe();
      await Promise.all(busy.values());
    },
  };
};
