import type { Bot } from '../bot.ts';
import { fold, type Run } from '../runs/run.ts';
import type { Box } from './box.ts';
import { faults } from './foundation/faults/index.ts';
import type { DrillOptions } from './options.ts';
import { type Outcome, type Report, report } from './report.ts';
import { clickAsTwoPeople } from './two-people.ts';

const longestMs = 15 * 60_000;
const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));

const newestRun = async (bot: Bot): Promise<Run | null> => {
  const [row] = await bot.engine.journal.rows({ limit: 1 });
  return row ? fold(await bot.engine.journal.read(row.run)) : null;
};

/** Until the run has ended, or the person who asked was told why nothing starts. */
const untilOver = async (bot: Bot, box: Box): Promise<Run | { refused: string }> => {
  const deadline = Date.now() + longestMs;
  for (;;) {
    const run = await newestRun(bot);
    if (run?.finished) return run;
    const answer = box.workspace
      .as(box.workspace.ids.onCall)
      .messages()
      .filter(m => m.onlyFor === box.workspace.ids.onCall)
      .at(-1);
    if (!run && answer && !answer.text.startsWith('⏳') && !answer.text.startsWith('🛟'))
      return { refused: answer.text };
    if (Date.now() > deadline) throw new Error(`the drill is not over after ${longestMs / 60_000} minutes`);
    await pause(200);
  }
};

const outcomeOf = (over: Run | { refused: string }): Outcome =>
  'refused' in over ? 'refused' : (over.finished?.outcome ?? 'failed');

/** The whole drill without a browser: the fault, `/pks recover`, two people who click, and what came of it. */
export const playAuto = async (options: DrillOptions, box: Box, bot: Bot): Promise<Report> => {
  const fault = faults[options.fault];
  const injected = await fault.inject(box.foundation.machines);
  await pause(500);
  await box.writers.markFirstAct();
  const since = Date.now();
  const stuck: string[] = [];
  const people = clickAsTwoPeople(box.workspace, text => stuck.push(text));
  const route = options.route ? ` --route ${options.route}` : '';
  await box.workspace.as(box.workspace.ids.onCall).slash(`/pks recover${route}`);
  const over = await untilOver(bot, box);
  people.stop();
  const seconds = (Date.now() - since) / 1000;
  const gap = box.writers.longestGapMs(since);
  await box.writers.stop();
  injected.release();
  return report({
    options,
    box,
    outcome: outcomeOf(over),
    run: 'refused' in over ? null : over,
    reason: 'refused' in over ? over.refused : (stuck.at(-1) ?? null),
    seconds,
    gap,
  });
};
