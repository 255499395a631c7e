import { type Bot, startBot } from '../src/app/bot.ts';
import { verdictOf } from '../src/cluster/verdict.ts';
import type { CureName } from '../src/cluster/verdict-types.ts';
import { readConfig } from '../src/config.ts';
import { whole } from '../src/observe/look.ts';
import { isMissed } from '../src/readings/reading.ts';
import { askToRecover, playOn } from './auto.ts';
import { type Box, clusterName, openBox } from './box.ts';
import type { DrillCase } from './drills/cases.ts';
import { type PowerOrder, powerOrderOf, watchRevisions } from './drills/power-order.ts';
import type { Drill, Played } from './drills/summary.ts';
import { faults } from './foundation/faults/index.ts';
import { deploymentName, drillTimings, scaledTimings } from './foundation/machine.ts';
import type { DrillOptions } from './options.ts';
import { isRefusalOf, type Report } from './report.ts';

const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));
const looks = 10;
/** As an on-call would: etcd itself refuses a change of members while its connections are young. */
const patience = 3;

/** A bot that has been watching knows which cluster this was: only that gives away one that was made anew, empty. */
const watchedBefore = async (box: Box, bot: Bot): Promise<void> => {
  await box.workspace.as(box.workspace.ids.onCall).slash('/pks etcd-status');
  const deadline = Date.now() + 60_000;
  while ((await bot.engine.journal.recall(`revision/${deploymentName}`)) === undefined) {
    if (Date.now() > deadline) throw new Error('/pks etcd-status saw no healthy cluster within 60 s');
    await pause(200);
  }
};

/** What is wrong by what the bot's own observer sees; a fault that has just been made may need a few looks to show. */
const misread = async (bot: Bot, wanted: string): Promise<string | null> => {
  let said = '';
  for (let look = 0; look < looks; look++) {
    const seen = await bot.engine.observer.look(
      { cluster: clusterName, deployment: deploymentName },
      { needs: whole },
    );
    said = isMissed(seen) ? seen.unread : verdictOf(seen).name;
    if (said === wanted) return null;
    await pause(1000);
  }
  return `the verdict is "${said}" where it should be "${wanted}"`;
};

/** Asked for a cure that is not allowed: nobody may be asked to approve anything, and nothing may happen. */
const askRefused = async (box: Box, bot: Bot, { fault }: DrillCase, cure: CureName): Promise<Drill> => {
  const since = Date.now();
  const effects = box.foundation.effects.all().length;
  const over = await askToRecover(box, bot, cure);
  const happened = box.foundation.effects.all().slice(effects);
  const seconds = Math.round((Date.now() - since) / 100) / 10;
  const right = 'refused' in over && isRefusalOf(over.refused, cure, fault) && happened.length === 0;
  return {
    fault,
    cure,
    outcome: right ? 'refused' : 'wrong',
    reason: 'refused' in over ? over.refused : `it ran: ${over.finished?.outcome ?? 'unfinished'}`,
    gapMs: null,
    seconds,
  };
};

/** The most advanced member comes back first: the order of power-on is the reverse of power-off. */
export const powerOrderIsReversed = (steps: readonly { id: string; outcome: string }[]): boolean => {
  const done = (prefix: string) =>
    steps
      .filter(step => step.id.startsWith(prefix) && step.outcome === 'done')
      .map(step => step.id.slice(prefix.length));
  return done('power-on-').join(' ') === done('power-off-').toReversed().join(' ');
};

const wrongIn = (done: Report, order: PowerOrder | null): string | null => {
  if (done.outcome !== 'healed') return `${done.outcome}: ${done.reason ?? 'no reason given'}`;
  if (!done.hashEqual) return 'called healed while the hashes differ';
  if (done.lostWrites > 0) return `${done.lostWrites} acknowledged writes are lost`;
  if (!powerOrderIsReversed(done.steps)) return 'the masters were not powered on in reverse order';
  if (order?.mostAdvancedFirst === false)
    return `a survivor that was ${order.behind} revisions behind was powered on first`;
  return null;
};

const drillOf = (
  fault: DrillCase['fault'],
  cure: CureName,
  done: Report,
  order: PowerOrder | null,
): Drill => {
  const wrong = wrongIn(done, order);
  return {
    fault,
    cure,
    outcome: wrong === null ? 'healed' : 'wrong',
    reason: wrong,
    gapMs: done.writeGapMs,
    ...(order && { survivorBehind: order.behind }),
    seconds: done.seconds,
    tally: { directorTasks: done.directorTasks, logins: done.logins, looks: done.looks },
  };
};

const inBox = async (drill: DrillCase, options: DrillOptions, box: Box, bot: Bot): Promise<Played> => {
  const { fault, verdict, refuse, play } = drill;
  await watchedBefore(box, bot);
  const injected = await faults[fault].inject(box.foundation.machines);
  await box.writers.markFirstAct();
  const misjudged = await misread(bot, verdict);
  const played: Drill[] = [];
  for (const cure of refuse) played.push(await askRefused(box, bot, drill, cure));
  const revisions = watchRevisions(box.foundation.machines.masters);
  const done =
    play === null ? null : await playOn({ ...options, fault, route: play }, box, bot, injected, patience);
  revisions.stop();
  const order = powerOrderOf(revisions.samples(), box.foundation.effects.all());
  if (play !== null && done !== null) played.push(drillOf(fault, play, done, order));
  await box.writers.stop();
  // Where nobody could be asked, what was written is counted when somebody can.
  await injected.release();
  const lostWrites = done?.lostWrites ?? (await box.writers.missing()).length;
  const rogueWrites = (await box.writers.phantoms()).length;
  return {
    fault,
    verdict,
    etcd: box.foundation.machines.etcdKind,
    ackedWrites: box.writers.ackedCount(),
    lostWrites,
    rogueWrites,
    drills: misjudged === null ? played : played.map(d => ({ ...d, outcome: 'wrong', reason: misjudged })),
  };
};

/** One box from its building to its end. Never throws: what went wrong is the drills' own outcome. */
export const playCase = async (drill: DrillCase, options: DrillOptions): Promise<Played> => {
  const since = Date.now();
  let box: Box | null = null;
  let bot: Bot | null = null;
  try {
    const timings = options.etcd === 'modelled' ? scaledTimings : drillTimings;
    box = await openBox(options, timings, { quickTools: true });
    bot = await startBot(readConfig(box.env), () => {});
    return await inBox(drill, options, box, bot);
  } catch (error) {
    return broke(drill, error, (Date.now() - since) / 1000, box);
  } finally {
    await bot?.stop();
    await box?.stop();
  }
};

const broke = (
  { fault, verdict, refuse, play }: DrillCase,
  error: unknown,
  seconds: number,
  box: Box | null,
): Played => ({
  fault,
  verdict,
  etcd: box?.foundation.machines.etcdKind ?? 'modelled',
  ackedWrites: box?.writers.ackedCount() ?? 0,
  lostWrites: 0,
  rogueWrites: 0,
  drills: [...refuse, ...(play === null ? [] : [play])].map(cure => ({
    fault,
    cure,
    outcome: 'wrong',
    reason: error instanceof Error ? error.message : String(error),
    gapMs: null,
    seconds,
  })),
});
