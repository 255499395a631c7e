import { randomFrom } from '../../drill/crash/plan.ts';

/** The same choices for the same seed. */
export type Chance = {
  /** A whole number from 0 on, below this one. */
  below(most: number): number;
  of<T>(all: readonly T[]): T;
  mixed<T>(all: readonly T[]): T[];
};

export const chanceFrom = (seed: number): Chance => {
  const random = randomFrom(seed);
  const below = (most: number): number => Math.floor(random() * Math.max(1, most));
  return {
    below,
    of: all => {
      const found = all[below(all.length)];
      if (found === undefined) throw new Error('nothing to choose from');
      return found;
    },
    mixed: all =>
      all
        .map(each => [random(), each] as const)
        .sort(([a], [b]) => a - b)
        .map(([, each]) => each),
  };
};
