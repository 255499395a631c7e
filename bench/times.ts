/** Milliseconds that each of so many acts took, shortest first. */
export const timesOf = async (count: number, act: (nth: number) => Promise<unknown>): Promise<number[]> => {
  const times: number[] = [];
  for (let nth = 0; nth < count; nth++) times.push(await msOf(() => act(nth)));
  return times.sort((a, b) => a - b);
};

export const msOf = async (act: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await act();
  return performance.now() - start;
};

export const at = (sorted: readonly number[], share: number): number =>
  round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
export const round = (value: number): number => Math.round(value * 100) / 100;
