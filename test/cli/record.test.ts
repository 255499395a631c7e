import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CrashBox, openCrashBox } from '../../drill/crash/crash-box.ts';
import { faults } from '../../drill/foundation/faults/index.ts';
import { openJournal } from '../../src/adapters/journal/open-journal.ts';
import { keepRecordings } from '../../src/adapters/recordings.ts';
import { pks } from '../../src/cli/pks.ts';
import { checkCases } from '../../src/cli/verdict-check.ts';
import { recordingOf } from '../../src/readings/write-recording.ts';
import { parseEvent } from '../../src/runs/parse-event.ts';
import { broken, clusterOf, m1, tocommit } from '../cluster/build.ts';
import { started } from '../support/a-run.ts';

const now = new Date('2026-11-25T03:04:05Z');
const asked = (env: Readonly<Record<string, string>>, ...words: readonly string[]) =>
  pks(['record', ...words], { now, lang: 'C', env: async () => env });
const caseOf = (said: Awaited<ReturnType<typeof asked>>) => {
  const text = said.out ?? expect.fail(said.why);
  expect(checkCases(text)).toMatchObject({ cases: 1, wrong: 0 });
  return JSON.parse(text)[0];
};

describe('a cluster as it is', () => {
  let box: CrashBox;
  beforeAll(async () => {
    box = await openCrashBox(process.env.PATH ?? '/usr/bin:/bin', null);
    await faults['raft-log-lost'].inject(box.foundation.machines);
  }, 120_000);
  afterAll(() => box.stop());

  test('is recorded with all that a look sees, as a case that the bot answers right, and nothing of it stays behind', async () => {
    const before = await readdir(tmpdir());
    const { expected, observation } = caseOf(await asked(box.env, 'dev-1'));
    expect(expected).toMatchObject({ verdict: 'raft-log-lost' });
    const masters: Record<string, unknown>[] = Object.values(observation.masters);
    const missing = [
      'monit',
      'apiserver',
      'mounted',
      'desired',
      'stderr',
      'processes',
      'ground',
      'starts',
    ].filter(field => masters.some(each => each[field] == null));
    expect(missing).toEqual([]);
    // A VM of the box has no certificate, which is said.
    expect(masters.every(each => 'certificates' in each)).toBe(true);
    const healthy = masters.filter(each => each.healthy);
    const unread = ['statusAt', 'statusAfter5sAt', 'members', 'compactRevision', 'keyCount'].filter(field =>
      healthy.some(each => each[field] == null),
    );
    expect(unread).toEqual([]);
    const left = (await readdir(tmpdir())).filter(each => each.startsWith('pks-record-'));
    expect(left.filter(each => !before.includes(each))).toEqual([]);
  }, 60_000);
  test('is none that nobody knows', async () =>
    expect(await asked(box.env, 'prod-9')).toEqual({
      why: expect.stringContaining('No cluster is called "prod-9"'),
      code: 1,
    }));
});

describe('what a run began with', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pks-cli-'));
    const journal = await openJournal({ dataDir: folder, holder: 'test', parse: parseEvent });
    const seen = clusterOf({ [m1]: broken(tocommit) });
    const first = started();
    if (first.kind !== 'started') throw new Error('the builder starts a run');
    await journal.open({ run: 'run-1', cluster: 'dev-1' }, { ...first, recording: recordingOf(seen) });
    await journal.open({ run: 'run-0', cluster: 'dev-0' }, started());
    await journal.close();
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('is a case of its own, from the journal alone', async () => {
    const { name, observation } = caseOf(await asked({ DATA_DIR: folder }, '--run', 'run-1'));
    expect(name).toContain('run-1');
    expect(observation.masters[m1].lastStartBlock).toBe(tocommit);
  });
  test.each([
    ['run-0', 'by a version of the bot that kept no recording'],
    ['run-9', 'There is no run run-9'],
  ])('is said not to be there: %s', async (run, words) =>
    expect(await asked({ DATA_DIR: folder }, '--run', run)).toEqual({
      why: expect.stringContaining(words),
      code: 1,
    }),
  );
  test('a file of it is for its owner alone', async () => {
    const file = await keepRecordings(folder)('dev-1.json', '[]');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });
});
