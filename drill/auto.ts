import type { Bot } from '../src/app/bot.ts';
import { fold, type Run } from '../src/runs/run.ts';
import type { Box } from './box.ts';
import { missingInChannel } from './channel-complete.ts';
import { tallyFrom } from './director-tally.ts';
import { faults, type Injected } from './foundation/faults/index.ts';
import type { DrillOptions } from './options.ts';
import { type Outcome, type Report, report } from './report.ts';
import { recoverWithoutSlack, slackAwayFor } from './slack-away.ts';
import { slackTallyFrom } from './slack-tally.ts';
import { clickAsTwoPeople } from './two-people.ts';

/** A whole original route with a Director as slow as a real one has room in it. */
const longestMs = 40 * 60_000;
/** For a bot to notice that Slack is back, and to post what it has. */
const backMs = 120_000;
const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));

/** What came of an ask: the run, when it is over, or the sentence that refused it. */
export type Over = Run | { readonly refused: string };

const newestRun = async (bot: Bot): Promise<Run | null> => {
  const [row] = await bot.engine.journal.rows({ limit: 1 });
  return row ? fold(await bot.engine.journal.read(row.run)) : null;
};

/** What the person who asks was told in private so far. */
const toldTo = ({ workspace }: Box): readonly string[] =>
  workspace
    .as(workspace.ids.onCall)
    .messages()
    .filter(message => message.onlyFor === workspace.ids.onCall)
    .map(message => message.text);

const stillReading = (text: string): boolean => text.startsWith('⏳') || text.startsWith('🛟');

/** Types `/pks recover` and waits until the run has ended, or the person who asked was told why nothing starts. */
export const askToRecover = async (box: Box, bot: Bot, route: string | null): Promise<Over> => {
  const before = toldTo(box).length;
  const flag = route ? ` --route ${route}` : '';
  await box.workspace.as(box.workspace.ids.onCall).slash(`/pks recover${flag}`);
  const deadline = Date.now() + longestMs;
  for (;;) {
    const run = await newestRun(bot);
    if (run?.finished) return run;
    const answer = toldTo(box).slice(before).at(-1);
    if (!run && answer && !stillReading(answer)) return { refused: answer };
    if (Date.now() > deadline) throw new Error(`the drill is not over after ${longestMs / 60_000} minutes`);
    await pause(200);
  }
};

const outcomeOf = (over: Over): Outcome =>
  'refused' in over ? 'refused' : (over.finished?.outcome ?? 'failed');

/** When this run's first command began; its readings before that are no acts. */
const firstActAt = (over: Over): number | null => {
  if ('refused' in over) return null;
  const began = over.steps.flatMap(step => (step.began?.argv.length ? [step.began.at] : []));
  return began.length === 0 ? null : Math.min(...began);
};

/** What the channel still lacks of a run a while after Slack came back. */
const channelLacks = async (bot: Bot, box: Box, over: Over): Promise<readonly string[]> => {
  if ('refused' in over) return [];
  const entries = await bot.engine.journal.read(over.id);
  const deadline = Date.now() + backMs;
  for (;;) {
    const missing = missingInChannel(entries, box.workspace.messages());
    if (missing.length === 0 || Date.now() > deadline) return missing;
    await pause(500);
  }
};

/** The drill after its fault: `/pks recover`, two people who click, and what came of it. `patience`: how often they try a
 *  step again that is stuck. */
export const playOn = async (
  options: DrillOptions,
  box: Box,
  bot: Bot,
  injected: Injected,
  patience = 0,
): Promise<Report> => {
  await box.writers.markFirstAct();
  const [tally, said] = [tallyFrom(box.foundation.director), slackTallyFrom(box.workspace.wires)];
  const since = Date.now();
  const stuck: string[] = [];
  const people = clickAsTwoPeople(box.workspace, text => stuck.push(text), patience);
  const { slackDown } = options;
  let isOver = false;
  const away = typeof slackDown === 'number' ? slackAwayFor(box, bot, slackDown, () => isOver) : null;
  const over = await (slackDown === 'whole' ? recoverWithoutSlack : askToRecover)(box, bot, options.route);
  people.stop();
  isOver = true;
  const seconds = (Date.now() - since) / 1000;
  const asked = { ...tally(), ...said() };
  await away;
  const missing = slackDown === null ? null : await channelLacks(bot, box, over);
  const gap = box.writers.longestGapMs(firstActAt(over) ?? since);
  await box.writers.stop();
  await injected.release();
  return report({
    options,
    box,
    outcome: outcomeOf(over),
    run: 'refused' in over ? null : over,
    reason: 'refused' in over ? over.refused : (stuck.at(-1) ?? null),
    seconds,
    gap,
    tally: asked,
    missing,
  });
};

/** The whole drill without a browser, fault first. */
export const playAuto = async (options: DrillOptions, box: Box, bot: Bot): Promise<Report> => {
  const injected = await faults[options.fault].inject(box.foundation.machines);
  await pause(500);
  return playOn(options, box, bot, injected);
};
