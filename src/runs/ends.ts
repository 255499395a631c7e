import type { Ran } from '../commands/command.ts';
import type { Engine } from './engine.ts';

const kept = new WeakMap<Engine, Map<string, Ran>>();

/** The ends that this process saw itself, by claim: whole outputs, where the journal holds only their tails. */
export const endsOf = (engine: Engine): Map<string, Ran> => {
  const ends = kept.get(engine) ?? new Map<string, Ran>();
  kept.set(engine, ends);
  return ends;
};
