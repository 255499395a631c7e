/** How long to wait after so many failures in a row: twice as long each time, up to the longest. Milliseconds. */
export const backoffMs = (
  failures: number,
  { firstMs = 250, longestMs }: { readonly firstMs?: number; readonly longestMs: number },
): number => Math.min(longestMs, firstMs * 2 ** Math.min(failures, 20));
