import type { RunEvent } from '../src/runs/events.ts';
import { smallWorld } from '../test/support/small-world/small-world.ts';

/** The entries of a recovery by the gentle route, as the engine itself writes them. */
export const typicalRun = async (): Promise<readonly RunEvent[]> => {
  const world = smallWorld();
  try {
    const bot = await world.bot();
    const run = await bot.start();
    const over = await bot.play(run);
    if (over.finished?.outcome !== 'healed')
      throw new Error(`The typical run ended ${over.finished?.outcome}.`);
    return (await bot.journal.read(run)).map(({ event }) => event);
  } finally {
    await world.close();
  }
};
