import { verdictOf } from '../../../src/cluster/verdict.ts';
import type { RunbookName } from '../../../src/cluster/verdict-types.ts';
import { makePlan } from '../../../src/desk/plan.ts';
import type { Entry } from '../../../src/ports/run-log.ts';
import { runbooks } from '../../../src/runbooks/index.ts';
import { commandOf } from '../../../src/runs/command-of.ts';
import type { RunEvent } from '../../../src/runs/events.ts';
import { openAsk, type Run, stepOf } from '../../../src/runs/run.ts';
import { jihun, seoyeon } from '../a-run.ts';
import { actOf } from '../small-world/acts.ts';
import { dyingAt } from '../small-world/mortal-journal.ts';
import { type Bot, type SmallWorld, smallWorld } from '../small-world/small-world.ts';
import { deployment, follower, seenIn } from '../small-world/truth.ts';
import { cases, runIdOf, type Wait } from './cases.ts';
import { type End, endOf, goOn } from './go-on.ts';

export type Recorded = { readonly entries: readonly Entry<RunEvent>[]; readonly end: End };

/** As src/desk/open-run.ts opens one, under an id that is given. */
const open = async (bot: Bot, { truth }: SmallWorld, runbook: RunbookName, id: string): Promise<void> => {
  const book = runbooks.find(({ cure }) => cure === runbook);
  if (!book) throw new Error(`no runbook ${runbook}`);
  const seen = seenIn(truth);
  const verdict = verdictOf(seen);
  const { settings, peopleRule, journal } = bot.engine;
  const plan = makePlan(id, book, verdict, seen, settings, peopleRule);
  await journal.open(
    { run: id, cluster: deployment },
    {
      kind: 'started',
      ...{ cluster: 'dev-1', deployment, cure: runbook, requestedBy: jihun, channel: 'C0INCIDENT42' },
      ...{ target: plan.target, cast: plan.cast, plan: plan.steps, baseline: plan.baseline },
      ...{ verdict, resurrection: seen.resurrection, versions: { bosh: '7.10.6', director: '271.2.0' } },
    },
  );
};

const asking = (step: string) => (run: Run) => openAsk(run)?.step.planned.id === step;

/** A bot that began the act and was killed while it runs. Answers how the act is let go on. */
const killedAt = async (
  world: SmallWorld,
  id: string,
  { step, act }: { readonly step: string; readonly act: string },
): Promise<() => void> => {
  const letGo = world.host.holdBack(act);
  let dead = false;
  const bot = await world.bot({ wrap: dyingAt(() => dead, 'before').wrap });
  void goOn(bot, id).catch(() => {});
  while (!world.truth.effects.includes(act) || stepOf(await bot.run(id), step)?.state !== 'running')
    await world.time.clock.sleep(100);
  dead = true;
  bot.die();
  return letGo;
};

/** Its end was lost; that it happened after all is seen only later. */
const happenedAfterAll = (world: SmallWorld, run: Run, step: string): void => {
  const began = stepOf(run, step)?.began;
  const command = began && commandOf(began);
  if (command) actOf(command, world.truth).happen(world.truth);
};

const stopped: Readonly<
  Record<Wait, (world: SmallWorld, id: string, runbook: RunbookName) => Promise<() => void>>
> = {
  asking: async (world, id, runbook) => {
    const bot = await world.bot();
    if (runbook === 'snapshot-survivors') world.truth.ill.add(follower);
    await goOn(bot, id, asking(cases[runbook].asks ?? cases[runbook].step));
    bot.die();
    return () => world.truth.ill.clear();
  },
  begun: (world, id, runbook) => killedAt(world, id, cases[runbook]),
  unknown: async (world, id, runbook) => {
    const lost = cases[runbook].loses ?? cases[runbook];
    const letGo = await killedAt(world, id, lost);
    world.host.restart();
    letGo();
    const bot = await world.bot();
    const run = await bot.untilAsked(id);
    bot.die();
    return () => happenedAfterAll(world, run, lost.step);
  },
  aborted: async (world, id, runbook) => {
    const step = cases[runbook].asks ?? cases[runbook].step;
    const bot = await world.bot();
    if (runbook === 'snapshot-survivors') world.truth.ill.add(follower);
    // The original route is aborted with a master off, and waits for somebody to power it on.
    const windsDown = runbook === 'disk-loss-original';
    await goOn(bot, id, run => (windsDown ? stepOf(run, step)?.state === 'settled' : asking(step)(run)));
    await bot.desk.abort(id, jihun, 'slash');
    if (windsDown) await bot.untilAsked(id);
    bot.die();
    return () => world.truth.ill.clear();
  },
};

/** One run of the small world, stopped at this wait, and how the same code brought it to its end afterwards. */
export const record = async (runbook: RunbookName, wait: Wait): Promise<Recorded> => {
  const world = smallWorld(cases[runbook].truth);
  try {
    const id = runIdOf(runbook, wait);
    const first = await world.bot();
    await open(first, world, runbook, id);
    const letGo = await stopped[wait](world, id, runbook);
    const entries = await first.journal.read(id);
    letGo();
    const bot = await world.bot();
    await goOn(bot, id);
    return { entries, end: await endOf(bot, world, id) };
  } finally {
    await world.close();
  }
};

/** A run with every kind of event that none of the above has, to its end: an approval that no longer counts, an act that
 *  never started, a bot that is gone. */
export const recordOver = async (): Promise<Recorded> => {
  const world = smallWorld(cases['move-leader'].truth);
  try {
    const id = 'run-00001100';
    const first = await world.bot();
    await open(first, world, 'move-leader', id);
    await goOn(first, id, asking('move-leader'));
    world.truth.leads = follower;
    await first.answer(id, seoyeon, 'approve');
    await first.untilAsked(id);
    first.die();
    const mortal = dyingAt(
      (_nth, events) => events.some(each => each.kind === 'began' && each.step === 'move-leader'),
      'after',
    );
    const second = await world.bot({ wrap: mortal.wrap });
    await Promise.race([goOn(second, id).catch(() => {}), mortal.died]);
    second.die();
    world.time.pass(60_000);
    const third = await world.bot();
    await goOn(third, id);
    return { entries: await third.journal.read(id), end: await endOf(third, world, id) };
  } finally {
    await world.close();
  }
};
