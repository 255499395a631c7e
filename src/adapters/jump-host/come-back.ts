import { setTimeout as sleep } from 'node:timers/promises';
import { backoffMs } from '../../model/backoff.ts';
import type { Carried } from './carrier.ts';
import type { FenceCalls } from './fence-calls.ts';
import type { Watch } from './watch.ts';

/** The jump host keeps the command's own deadline; a follower only has to end some day. */
export const followSeconds = 86_400;

/**
 * Follows a claim after a drop, from the same byte on, until the fence answers or nothing new has come for
 * `reconnectSeconds`. Without an answer it is a drop, though the last try never got there, or found no fence to ask: an
 * earlier one may have.
 */
export const comeBack = async (
  calls: FenceCalls,
  claim: string,
  watch: Watch,
  how: { readonly first: Carried; readonly signal: AbortSignal; readonly reconnectSeconds: number },
): Promise<Carried> => {
  const { seen } = watch.frames;
  let carried = how.first;
  let before = -1;
  let quietSince = performance.now();
  for (let tries = 0; watch.answer() === null && !how.signal.aborted; tries++) {
    const now = seen.out + seen.err;
    if (now !== before) quietSince = performance.now();
    before = now;
    if (performance.now() - quietSince > how.reconnectSeconds * 1000) break;
    await sleep(backoffMs(tries, { firstMs: 200, longestMs: 5000 }), undefined, { signal: how.signal }).catch(
      () => {},
    );
    const from = [claim, String(seen.out), String(seen.err)];
    carried = await calls.ask('follow', from, watch, { deadlineSeconds: followSeconds, signal: how.signal });
  }
  if (carried.end === 'done' && watch.answer() !== null) return carried;
  const why =
    carried.end === 'done'
      ? `the fence does not answer any more: ${carried.stderr || `exit code ${carried.exitCode}`}`
      : carried.why;
  return { end: 'dropped', why };
};
