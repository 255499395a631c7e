import type { Effect, Effects } from './machine.ts';

/** Keeps what really happened in the box, in order, by the box's own clock. */
export const recordEffects = (): Effects => {
  const kept: Effect[] = [];
  return {
    record: effect => {
      kept.push({ at: Date.now(), ...effect });
    },
    all: () => kept,
  };
};
