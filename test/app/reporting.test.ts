import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startReporting } from '../../src/app/reporting.ts';
import { readConfig } from '../../src/config.ts';
import { createRedactor } from '../../src/readings/redact.ts';
import { readReportPlace, reportKey } from '../../src/report/place.ts';
import { seoyeon } from '../support/a-run.ts';
import { type SmallWorld, smallWorld } from '../support/small-world/small-world.ts';

let world: SmallWorld;
let folder: string;
beforeEach(() => {
  world = smallWorld();
  folder = mkdtempSync(join(tmpdir(), 'pks-reports-'));
});
afterEach(async () => {
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

const config = (more: Record<string, string> = {}) =>
  readConfig({
    SLACK_BOT_TOKEN: 'xoxb-1',
    SLACK_APP_TOKEN: 'xapp-1',
    APPROVERS_GROUP: 'S0123ABCD',
    BOSH_ENVIRONMENT: 'https://192.0.2.1:25555',
    BOSH_CLIENT: 'pks-rescue',
    BOSH_CLIENT_SECRET: 'secret',
    DATA_DIR: folder,
    ...more,
  });

type Uploaded = {
  channel_id: string;
  thread_ts?: string;
  file_uploads: readonly { filename: string; file: Buffer }[];
};

const reporting = (
  bot: Awaited<ReturnType<SmallWorld['bot']>>,
  more: Record<string, string> = {},
  answer: () => Promise<unknown> = async () => ({ ok: true }),
) => {
  const shown: string[] = [];
  const uploads: Uploaded[] = [];
  const web = {
    files: {
      uploadV2: async (what: Uploaded) => {
        uploads.push(what);
        return answer();
      },
    },
  };
  const started = startReporting({
    journal: bot.journal,
    web: web as never, // of the Web API it calls this one method
    channel: { show: run => void shown.push(run) },
    config: config(more),
    redact: createRedactor({ secrets: ['seoyeon'] }),
    clock: world.time.clock,
    log: () => {},
  });
  return { ...started, shown, uploads };
};

const placeOf = async (bot: Awaited<ReturnType<SmallWorld['bot']>>, run: string) =>
  readReportPlace(await bot.journal.recall(reportKey(run)));
const until = async <T>(what: () => Promise<T | null>): Promise<T> => {
  for (let tries = 0; tries < 400; tries++) {
    const found = await what();
    if (found !== null) return found;
    await new Promise(resolve => setTimeout(resolve, 10));
  }
  throw new Error('it never came');
};

test('a run that ends has its report by itself: both files, for the bot’s user alone, redacted, and its card says where', async () => {
  const bot = await world.bot();
  const run = await bot.start();
  const { shown, uploads, stop } = reporting(bot);
  await bot.untilAsked(run);
  expect(await placeOf(bot, run)).toBeNull();
  await bot.play(run);
  const place = await until(() => placeOf(bot, run));
  await stop();
  expect(place.upload).toBe('off');
  expect(uploads).toEqual([]);
  expect(shown).toContain(run);
  expect(statSync(place.html).mode & 0o777).toBe(0o600);
  const page = readFileSync(place.html, 'utf8');
  expect(page).toContain('✅ healed');
  expect(page).not.toContain(seoyeon.name);
  expect(readFileSync(place.markdown, 'utf8')).toContain('# Recovery report: dev-1');
});

test('a run that ended while no bot was there has its report at the next start, and only once among two bots', async () => {
  const bot = await world.bot();
  const run = await bot.start();
  await bot.play(run);
  const both = [reporting(bot), reporting(await world.bot())];
  await until(() => placeOf(bot, run));
  await Promise.all(both.map(each => each.stop()));
  expect(both.flatMap(each => each.shown)).toEqual([run]);
});

test('it is uploaded to the thread where that is on, and a scope that is missing is said', async () => {
  const bot = await world.bot();
  const run = await bot.start();
  const turn = await bot.journal.tend(run);
  if (turn === null || turn === 'by-another') throw new Error('nobody tends it');
  await bot.journal.savePosted({ run, key: 'headline', channel: 'C1', ts: '1.2', digest: '' }, turn);
  const on = reporting(bot, { OUTPUT_UPLOAD: 'on' });
  expect((await on.report(run))?.en).toContain('in this thread');
  expect(on.uploads).toMatchObject([
    {
      channel_id: 'C1',
      thread_ts: '1.2',
      file_uploads: [{ filename: `${run}.html` }, { filename: `${run}.md` }],
    },
  ]);
  await on.stop();
  const refused = reporting(bot, { OUTPUT_UPLOAD: 'on' }, () =>
    Promise.reject(Object.assign(new Error('no'), { data: { error: 'missing_scope' } })),
  );
  expect((await refused.report(run))?.en).toMatch(/Slack takes no file here \(missing_scope\).*files:write/);
  await refused.stop();
  expect(existsSync(join(folder, 'reports', `${run}.html`))).toBe(true);
});

test('the whole output of each command goes with it, redacted once more; what is not on this host keeps nothing back', async () => {
  const bot = await world.bot();
  const run = await bot.start();
  const asked = await bot.untilAsked(run);
  const file = join(folder, 'a.log');
  writeFileSync(file, `line 1\nseoyeon was here\n`);
  const ended = (step: string, path: string) =>
    ({
      kind: 'ended',
      step,
      attempt: 2,
      end: 'exited',
      exitCode: 0,
      why: null,
      seconds: 1,
      lines: 2,
      sha256: 'ab',
      tail: '',
      file: path,
    }) as const;
  const events = [ended('snapshot', file), ended('snapshot-copy', join(folder, 'elsewhere.log'))];
  await bot.journal.write({ run, events, as: { expectSeq: asked.seq } });
  const turn = await bot.journal.tend(run);
  if (turn === null || turn === 'by-another') throw new Error('nobody tends it');
  await bot.journal.savePosted({ run, key: 'headline', channel: 'C1', ts: '1.2', digest: '' }, turn);
  const on = reporting(bot, { OUTPUT_UPLOAD: 'on' });
  await on.report(run);
  await on.stop();
  const [, , output, ...more] = on.uploads[0]?.file_uploads ?? [];
  expect(more).toEqual([]);
  expect(output?.filename).toBe(`${run}.snapshot.2.log`);
  expect(String(output?.file)).toMatch(/^line 1\n(?!seoyeon).* was here\n$/);
});

test('a run that nobody knows has no report', async () => {
  const { report, stop } = reporting(await world.bot());
  expect(await report('run-none')).toBeNull();
  await stop();
});
