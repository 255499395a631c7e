import { readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Box, openBox } from '../../drill/box.ts';
import { faults } from '../../drill/foundation/faults/index.ts';
import { type DrillOptions, readOptions } from '../../drill/options.ts';
import { type Bot, startBot } from '../../src/app/bot.ts';
import { readConfig } from '../../src/config.ts';
import { actionIds, snapshotButton } from '../../src/messages/button-value.ts';
import { fold, type Run } from '../../src/runs/run.ts';

/** Real etcd where it is found, else modelled: everything here holds for both. */
let box: Box;
let bot: Bot;
const options = readOptions(['--auto', '--hold', '1']) as DrillOptions; // no --help among them
beforeAll(async () => {
  box = await openBox({ ...options, port: 0 }, undefined, { quickTools: true });
  bot = await startBot(readConfig(box.env), () => {});
}, 60_000);
afterAll(async () => {
  await bot.stop();
  await box.stop();
}, 60_000);

const until = async <T>(what: () => Promise<T | null | undefined | false>): Promise<T> => {
  for (const deadline = Date.now() + 100_000; Date.now() < deadline; ) {
    const found = await what();
    if (found) return found;
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  throw new Error(`not in time: ${what}`);
};
const finished = (count: number): Promise<Run> =>
  until(async () => {
    const rows = await bot.engine.journal.rows({});
    const [row] = rows;
    return rows.length === count && row?.finishedAt ? fold(await bot.engine.journal.read(row.run)) : null;
  });
const kept = async () => {
  const folder = bot.engine.settings.snapshots.folder;
  const names = await readdir(folder);
  return Promise.all(
    names.map(async name => ({ name, mode: (await stat(join(folder, name))).mode & 0o777 })),
  );
};
/** What is left of snapshots on the VMs. */
const onVms = async (): Promise<readonly string[]> => {
  const paths = await readdir(dirname(box.env.DATA_DIR ?? ''), { recursive: true });
  return paths.filter(path => /data\/pks-rescue\/./.test(path));
};
const asks = (run: Run) => run.steps.flatMap(step => (step.asked ? [step.planned.id] : []));

test('with quorum lost every cure is refused, and the card’s button saves the survivor’s snapshot once an approver said yes', {
  timeout: 120_000,
}, async () => {
  const { workspace, foundation } = box;
  await faults['two-down'].inject(foundation.machines);
  const person = workspace.as(workspace.ids.onCall);
  const card = await until(async () => {
    await person.slash('/pks etcd-status');
    await new Promise(resolve => setTimeout(resolve, 3000));
    return workspace.messages().findLast(each => JSON.stringify(each.blocks).includes(`"${snapshotButton}"`));
  });
  await person.click(card, snapshotButton);
  const approver = workspace.as(workspace.ids.approver1);
  const ask = await until(async () =>
    workspace.messages().findLast(each => JSON.stringify(each.blocks).includes(`"${actionIds.approve}"`)),
  );
  expect(foundation.effects.all()).toEqual([]);
  await approver.click(ask, actionIds.approve);
  const run = await finished(1);
  expect(run.finished?.outcome, JSON.stringify(run.steps.map(step => step.settled?.words.en))).toBe('saved');
  expect(run.finished?.words.en).toMatch(/^Saved 1 of 3 masters \(master\/[0-9a-f]{8}\)/);
  expect(run.finished?.words.en).toContain('member/snap/db');
  expect(run.finished?.facts.snapshot).toMatchObject({ en: expect.stringContaining('on the jump host at') });
  expect(asks(run)).toHaveLength(1);
  expect(foundation.effects.all().filter(effect => effect.what !== 'snapshot')).toEqual([]);
  expect(await kept()).toEqual([{ name: expect.stringMatching(/^run-\w+\.master-\w+\.db$/), mode: 0o600 }]);
  expect(await onVms()).toEqual([]);
  await person.slash('/pks recover');
  await until(async () =>
    workspace
      .as(workspace.ids.onCall)
      .messages()
      .some(message => message.onlyFor && message.text.includes('비정상입니다')),
  );
  expect(await bot.engine.journal.rows({})).toHaveLength(1);
});
