import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openJournal } from '../adapters/journal/open-journal.ts';
import { connectJumpHost } from '../adapters/jump-host/connect.ts';
import { systemClock } from '../adapters/system-clock.ts';
import { secretsOf } from '../app/config-secrets.ts';
import { settingsOf } from '../app/run-settings.ts';
import { jumpHostOptions } from '../app/stores.ts';
import { verdictOf } from '../cluster/verdict.ts';
import { type Config, readConfig } from '../config.ts';
import { caseText, recordedFile } from '../desk/recorded-case.ts';
import { whichCluster } from '../desk/which-cluster.ts';
import { openObserver } from '../observe/observer.ts';
import type { Journal } from '../ports/journal.ts';
import { isMissed } from '../readings/reading.ts';
import { createRedactor } from '../readings/redact.ts';
import type { RunEvent } from '../runs/events.ts';
import { parseEvent } from '../runs/parse-event.ts';
import { fold } from '../runs/run.ts';
import { josa, same, type Words } from '../words.ts';
import { journalPlace } from './place.ts';
import type { CliWorld, Said } from './verb.ts';

type Place = Awaited<ReturnType<typeof journalPlace>>;
const withJournal = async <T>(place: Place, use: (journal: Journal<RunEvent>) => Promise<T>): Promise<T> => {
  const journal = await openJournal({ ...place, holder: 'pks record', parse: parseEvent });
  try {
    return await use(journal);
  } finally {
    await journal.close();
  }
};

const noRun = (run: string): Words => ({
  en: `There is no run ${run} in this journal; /pks runs lists them.`,
  ko: `이 저널에 복구 ${josa(run, '이/가')} 없습니다. /pks runs로 목록을 확인하세요.`,
});
const noRecording = (run: string): Words => ({
  en: `Run ${run} was started by a version of the bot that kept no recording.`,
  ko: `복구 ${josa(run, '은/는')} 기록을 남기지 않는 이전 버전의 봇이 시작했습니다.`,
});

/** What was seen when a run began. */
export const recordRun = async (run: string, world: CliWorld): Promise<Said> =>
  withJournal(await journalPlace(world), async journal => {
    const entries = await journal.read(run);
    if (entries.length === 0) return { why: noRun(run) };
    const { id, started } = fold(entries);
    if (started.recording === undefined) return { why: noRecording(id) };
    const { recording, cluster, verdict } = started;
    return { out: same(caseText(`${cluster} ${id}`, recording, verdict).trimEnd()) };
  });

const recordOver = async (
  typed: string | null,
  config: Config,
  journal: Journal<RunEvent>,
  folder: string,
): Promise<Said> => {
  const redact = createRedactor({ secrets: secretsOf(config) });
  // A folder of its own: the bot that may run meanwhile keeps its connection and its claims.
  const jumpHost = await connectJumpHost(config.JUMP_HOST, { ...jumpHostOptions(config, redact), folder });
  try {
    const found = await whichCluster(jumpHost, config.CLUSTERS ?? null).which(typed);
    if ('ok' in found) return { why: found.words };
    const settings = settingsOf(config);
    const secondLookMs = config.SECOND_LOOK_SECONDS * 1000;
    const seen = await openObserver({ jumpHost, journal, clock: systemClock, settings, secondLookMs }).look(
      found,
    );
    if (isMissed(seen)) return { why: seen.words };
    const { text } = recordedFile(seen, verdictOf(seen, { cures33: settings.cures33 }));
    return { out: same(text.trimEnd()) };
  } finally {
    await jumpHost.close();
  }
};

/** What is seen of a cluster now. */
export const recordCluster = async (typed: string | null, world: CliWorld): Promise<Said> => {
  const config = readConfig(await world.env());
  const folder = await mkdtemp(join(tmpdir(), 'pks-record-'));
  try {
    return await withJournal(await journalPlace(world), journal =>
      recordOver(typed, config, journal, folder),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
