const dayMs = 86_400_000;

/** Has a day gone by since it last said yes? The first time it says yes. `elapsed`: milliseconds that nobody sets. */
export const createDaily = (elapsed: () => number = () => performance.now()) => {
  let last: number | null = null;
  return (): boolean => {
    const now = elapsed();
    if (last !== null && now - last < dayMs) return false;
    last = now;
    return true;
  };
};
