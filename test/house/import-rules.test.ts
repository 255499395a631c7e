import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { files, root, textOf } from './tree.ts';

/** A file of some room, an import that its rule refuses, and words of the sentence that the engineer reads. */
const breaches = [
  ['src/words.ts', './app/bot.ts', 'neither imports'],
  ['src/config.ts', './runs/run.ts', 'neither imports'],
  ['src/data-dir.ts', './config.ts', 'neither imports'],
  ['src/settings/a.ts', '../runs/run.ts', 'A setting'],
  ['src/model/a.ts', '../ports/clock.ts', 'ground floor'],
  ['src/model/b.ts', 'node:fs', 'ground floor'],
  ['src/ports/a.ts', '../cluster/seen.ts', 'src/ports'],
  ['src/record/a.ts', '../runs/run.ts', 'src/record'],
  ['src/record/b.ts', 'node:child_process', 'src/record'],
  ['src/cluster/a.ts', '../commands/bosh.ts', 'src/cluster'],
  ['src/cluster/b.ts', 'node:fs', 'src/cluster'],
  ['src/commands/a.ts', '../readings/json.ts', 'src/commands'],
  ['src/readings/a.ts', '../runbooks/runbook.ts', 'src/readings'],
  ['src/readings/b.ts', '../ports/jump-host.ts', 'src/readings'],
  ['src/gates/a.ts', '../commands/bosh.ts', 'src/gates'],
  ['src/gates/b.ts', '../runbooks/runbook.ts', 'src/gates'],
  ['src/runbooks/a.ts', '../runs/run.ts', 'A runbook'],
  ['src/runbooks/steps/b.ts', '../../runs/run.ts', 'A runbook'],
  ['src/runbooks/c.ts', '../config.ts', 'A runbook'],
  ['src/runs/a.ts', '../adapters/journal/open-journal.ts', 'src/runs'],
  ['src/runs/b.ts', '../messages/draw-run.ts', 'src/runs'],
  ['src/runs/c.ts', 'execa', 'src/runs'],
  ['src/runs/d.ts', 'node:child_process', 'src/runs'],
  ['src/runs/e.ts', './../app/bot.ts', 'src/runs'],
  ['src/runs/f.ts', '../approvals/decide.ts', 'src/runs'],
  ['src/approvals/a.ts', '../engine/engine.ts', 'src/approvals'],
  ['src/approvals/b.ts', '../observe/eyes.ts', 'src/approvals'],
  ['src/observe/a.ts', '../engine/write.ts', 'src/observe'],
  ['src/observe/b.ts', '../approvals/ask.ts', 'src/observe'],
  ['src/engine/a.ts', '../desk/desk-types.ts', 'src/engine'],
  ['src/engine/b.ts', '../messages/draw-run.ts', 'src/engine'],
  ['src/desk/a.ts', '../messages/draw-run.ts', 'src/desk'],
  ['src/desk/b.ts', '../adapters/journal/open-journal.ts', 'src/desk'],
  ['src/messages/a.ts', '../adapters/slack/app.ts', 'src/messages'],
  ['src/messages/b.ts', '../engine/drive.ts', 'src/messages'],
  ['src/report/a.ts', '../engine/drive.ts', 'src/report'],
  ['src/report/b.ts', 'node:fs', 'src/report'],
  ['src/watch/a.ts', '../adapters/journal/open-journal.ts', 'src/watch'],
  ['src/watch/b.ts', '../messages/watch-card.ts', 'src/watch'],
  ['handlers/a.ts', '../src/adapters/slack/app.ts', 'A handler'],
  ['handlers/b.ts', '../drill/box.ts', 'A handler'],
  ['handlers/c.ts', '../src/readings/json.ts', 'A handler'],
  ['src/adapters/a.ts', './../runs/run.ts', 'An adapter'],
  ['src/adapters/pager/a.ts', '../slack/app.ts', 'A pager'],
  ['src/adapters/jump-host/a.ts', '../journal/open-journal.ts', 'The jump host'],
  ['src/adapters/jump-host/b.ts', 'node:sqlite', 'The jump host'],
  ['src/adapters/journal/a.ts', '../../runs/run.ts', 'The journal'],
  ['src/adapters/journal/b.ts', 'execa', 'The journal'],
  ['src/adapters/slack/a.ts', '../../messages/draw-run.ts', 'This adapter'],
  ['src/adapters/slack/b.ts', 'kysely', 'This adapter'],
  ['drill/foundation/a.ts', '../../src/runs/run.ts', 'The box'],
  ['drill/slack/api/a.ts', '../../../src/words.ts', 'nothing of the bot'],
  ['drill/slack/b.ts', '../../src/messages/draw-run.ts', 'nothing of the bot'],
  ['drill/tools/a.ts', 'execa', 'The box'],
  ['drill/a.ts', '../handlers/approve.ts', 'The drill'],
  ['drill/b.ts', 'node-cron', 'The drill'],
  ['drill/crash/a.ts', '../../handlers/approve.ts', 'The sweeps'],
  ['src/app/a.ts', '../../drill/box.ts', 'without the drill'],
  ['src/cli/a.ts', '../../drill/box.ts', 'without the drill'],
  ['src/main.ts', 'pg', 'without the drill'],
] as const;

/** What the rooms are for must stay allowed, or the rules would be obeyed by nobody. */
const rightful = [
  ['src/cluster/ok.ts', '../words.ts'],
  ['src/readings/ok.ts', '../commands/command.ts'],
  ['src/runbooks/steps/ok.ts', '../runbook.ts'],
  ['src/runs/ok.ts', '../ports/run-log.ts'],
  ['src/gates/ok.ts', '../cluster/seen.ts'],
  ['src/engine/ok.ts', '../observe/eyes.ts'],
  ['src/watch/ok.ts', 'node-cron'],
  ['src/adapters/jump-host/ok.ts', 'execa'],
  ['src/adapters/journal/ok.ts', 'node:sqlite'],
  ['drill/ok.ts', '../src/app/bot.ts'],
  ['handlers/ok.ts', '../src/desk/desk-types.ts'],
] as const;

const environmentReaders = ['src/runs/env.ts', 'src/adapters/slack/env.ts', 'handlers/env.ts'] as const;

type Report = { readonly file: string; readonly says: string };
let reports: readonly Report[] = [];
let folder = '';

/** Biome's GitHub reporter: one `::error title=…,file=…,line=…::sentence` a breach. */
const reportsIn = (output: string): readonly Report[] =>
  [
    ...output.matchAll(
      /^::error title=lint\/style\/(?:noRestrictedImports|noProcessEnv),file=(.+?),.*?::(.*)$/gm,
    ),
  ].map(([, file = '', says = '']) => ({ file: file.slice(file.indexOf(folder) + folder.length + 1), says }));

const lint = (): Promise<string> =>
  new Promise(resolve => {
    const biome = join(root, 'node_modules/.bin/biome');
    const args = ['lint', '--reporter=github', '--max-diagnostics=none', '.'];
    execFile(biome, args, { cwd: folder, maxBuffer: 1 << 24 }, (_error, stdout, stderr) =>
      resolve(stdout + stderr),
    );
  });

const plant = async (file: string, text: string) => {
  await mkdir(dirname(join(folder, file)), { recursive: true });
  await writeFile(join(folder, file), text);
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pks-rooms-'));
  for (const file of ['biome.json', 'biome.rooms.jsonc', '.gitignore'])
    await copyFile(join(root, file), join(folder, file));
  for (const [file, from] of [...breaches, ...rightful])
    await plant(file, `import { a } from '${from}';\nexport const b = a;\n`);
  for (const file of environmentReaders) await plant(file, 'export const b = process.env.HOME;\n');
  reports = reportsIn(await lint());
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const saidOf = (file: string) => reports.filter(report => report.file === file).map(report => report.says);

test.each(breaches)('%s importing %s is caught, and the sentence names the room', (file, _from, words) => {
  expect(saidOf(file)).toEqual([expect.stringContaining(words)]);
});

test.each(rightful)('%s may import %s', file => {
  expect(saidOf(file)).toEqual([]);
});

test.each(environmentReaders)('%s reading process.env is caught', file => {
  expect(saidOf(file)).toHaveLength(1);
});

test('every folder of src has a rule of its own', () => {
  const rules = textOf('biome.rooms.jsonc');
  const rooms = new Set(files.flatMap(file => /^src\/([^/]+)\//.exec(file)?.[1] ?? []));
  expect([...rooms].filter(room => !rules.includes(`"src/${room}/`))).toEqual([]);
});
