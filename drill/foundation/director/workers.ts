/** Whoever comes first works first, `count` at a time. */
export type Workers = {
  /** Answers, once there is room, how to leave. */
  enter(): Promise<() => void>;
};

export const openWorkers = (count: number): Workers => {
  let free = count;
  const waiting: (() => void)[] = [];
  const leave = () => {
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  };
  return {
    enter: async () => {
      if (free > 0) free -= 1;
      else await new Promise<void>(resolve => waiting.push(resolve));
      return leave;
    },
  };
};
