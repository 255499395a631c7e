import { openAsk, type Run } from '../../../src/runs/run.ts';
import { alice, seoyeon } from '../a-run.ts';
import { type Bot, outcomes, type SmallWorld } from '../small-world/small-world.ts';

/** Drives a run to its end; people answer what each ask names first. */
export const goOn = async (
  bot: Bot,
  id: string,
  until: (run: Run) => boolean = () => false,
): Promise<Run> => {
  for (let asks = 0; asks < 80; asks++) {
    const run = await bot.untilAsked(id);
    const ask = openAsk(run);
    if (!ask || until(run)) return run;
    const answer = ask.asked.options[0] ?? 'abort';
    const people = answer === 'approve' ? ask.asked.people : 1;
    for (const by of [seoyeon, alice].slice(0, people)) {
      const taken = await bot.answer(id, by, answer);
      if (!taken.ok) throw new Error(`${by.name} may not say ${answer}: ${taken.words.en}`);
    }
  }
  throw new Error(`run ${id} asks for ever: ${JSON.stringify(openAsk(await bot.run(id))?.asked.why)}`);
};

/** How a run ended: what it came to, what the world counted, and how often each step asked. */
export const endOf = async (bot: Bot, { truth }: SmallWorld, id: string) => {
  const run = await bot.run(id);
  const asks: Record<string, number> = {};
  for (const { event } of await bot.journal.read(id))
    if (event.kind === 'asked') asks[event.step] = (asks[event.step] ?? 0) + 1;
  return { outcome: run.finished?.outcome, steps: outcomes(run), effects: [...truth.effects], asks };
};
export type End = Awaited<ReturnType<typeof endOf>>;
