import type { Entry } from '../../src/ports/run-log.ts';
import type { RunEvent } from '../../src/runs/events.ts';
import { openAsk } from '../../src/runs/run.ts';
import { alice, jihun, seoyeon } from './a-run.ts';
import { type Bot, type SmallWorld, smallWorld } from './small-world/small-world.ts';
import { follower } from './small-world/truth.ts';

type Played = (world: SmallWorld, bot: Bot) => Promise<string>;

/** People take their time: the answers come so many milliseconds after the question. */
const approveAll = async (world: SmallWorld, bot: Bot, id: string, most = 40): Promise<string> => {
  for (let asks = 0; asks < most; asks++) {
    const ask = openAsk(await bot.untilAsked(id));
    if (!ask?.asked.options.includes('approve')) break;
    world.time.pass(38_000 + asks * 17_000);
    await bot.answer(id, seoyeon, 'approve');
    if (ask.asked.people > 1) {
      world.time.pass(95_000);
      await bot.answer(id, alice, 'approve');
    }
  }
  return id;
};

/** Each ends in another way, so that every part of a report is seen. */
const played: Readonly<Record<string, Played>> = {
  gentle: async (world, bot) => approveAll(world, bot, await bot.start()),
  original: async (world, bot) => approveAll(world, bot, await bot.start('original')),
  /** Right before an act a guard says no, with its numbers; nothing more runs. */
  refused: async (world, bot) => {
    const id = await bot.start();
    await bot.untilAsked(id);
    world.truth.ill.add(follower);
    world.time.pass(41_000);
    await bot.answer(id, seoyeon, 'approve');
    await bot.untilAsked(id);
    return id;
  },
  aborted: async (world, bot) => {
    const id = await approveAll(world, bot, await bot.start('original'), 2);
    world.time.pass(64_000);
    await bot.desk.abort(id, jihun, 'slash');
    return approveAll(world, bot, id);
  },
  /** Nobody else is awake: who asked breaks the glass and goes on alone. */
  'break-glass': async (world, bot) => {
    const id = await bot.start();
    await bot.untilAsked(id);
    world.time.pass(620_000);
    const reason = 'nobody else answers, and the change freeze ends at six';
    await bot.answer(id, jihun, 'approve', { breaksGlass: true, reason, via: 'modal' });
    while (openAsk(await bot.untilAsked(id))?.asked.options.includes('approve')) {
      world.time.pass(21_000);
      await bot.answer(id, jihun, 'approve');
    }
    return id;
  },
};
/** What their bot is told besides. */
const settings: Readonly<Record<string, Parameters<SmallWorld['bot']>[0]>> = {
  'break-glass': { peopleRule: { change: 2, belowQuorum: 2 }, breakers: async () => ({ state: 'member' }) },
};

/** The entries of one run of each kind. */
export const reportCases = async (): Promise<ReadonlyMap<string, readonly Entry<RunEvent>[]>> => {
  const found = new Map<string, readonly Entry<RunEvent>[]>();
  for (const [name, play] of Object.entries(played)) {
    const world = smallWorld();
    try {
      const bot = await world.bot(settings[name]);
      found.set(name, await bot.journal.read(await play(world, bot)));
    } finally {
      await world.close();
    }
  }
  return found;
};
