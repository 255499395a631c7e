import { fold, type Run } from '../runs/run.ts';
import type { Turn } from './engine.ts';

/** As the journal has it now: people write while a move is made. */
const readAgain = async ({ engine, run }: Turn): Promise<Run> => fold(await engine.journal.read(run.id));

/** An abort that has not led to putting things back yet. */
export const isAborted = async (turn: Turn): Promise<boolean> => {
  const run = await readAgain(turn);
  return run.abort !== null && run.replanned.length === 0;
};
