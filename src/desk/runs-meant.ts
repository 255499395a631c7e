import type { Desk } from './desk-types.ts';

/** The run that was typed, or all that live where none was. */
export const runsMeant = async (
  desk: Pick<Desk, 'runs'>,
  typed: string | null,
): Promise<readonly string[]> =>
  typed === null ? (await desk.runs(20)).filter(run => !run.finished).map(run => run.id) : [typed];
