import { carryOut } from './carry-out.ts';
import type { ChannelDeps, LiveText } from './channel.ts';
import { nextMove } from './next-move.ts';
import { standing } from './standing.ts';
import { troubleOf } from './trouble.ts';

/** Keeps one run's messages as they should be. */
export type Tender = {
  wake(live: LiveText | null): void;
  settled(): Promise<void>;
  stop(): Promise<void>;
};

const longestWaitMs = 60_000;
const backoffMs = (failures: number): number => Math.min(longestWaitMs, 250 * 2 ** Math.min(failures, 10));

/** What is remembered of one run between two looks. */
const memory = () => ({
  live: null as LiveText | null,
  /** Shown again since the last look. */
  dirty: false,
  failures: 0,
  /** A message may stand in the channel that is not written down: look before posting. */
  uncertain: true,
  editedAt: new Map<string, number>(),
  told: new Set<string>(),
  /** Ends a wait between edits: a new state must not wait for an old edit. */
  waker: new AbortController(),
});
type Memory = ReturnType<typeof memory>;

/** One look and one move. True: there may be more to do. */
const pass = async (run: string, deps: ChannelDeps, mind: Memory): Promise<boolean> => {
  mind.dirty = false;
  mind.waker = new AbortController();
  const page = await deps.draw(run, mind.live);
  if (!page) return mind.dirty;
  const stands = await standing(deps, run, page, mind.uncertain);
  mind.uncertain = false;
  const move = nextMove(page, stands, mind.editedAt, deps.clock.elapsed());
  if (move.do === 'nothing') return mind.dirty;
  if (move.do === 'wait') {
    await deps.clock.sleep(move.until - deps.clock.elapsed(), mind.waker.signal).catch(() => {});
    return true;
  }
  mind.editedAt.set(move.message.key, deps.clock.elapsed());
  await carryOut(deps, run, page, move);
  mind.failures = 0;
  return true;
};

/** Says what a person has to mend, once, and answers how long to wait before the next try. */
const failed = (run: string, deps: ChannelDeps, mind: Memory, error: unknown): number => {
  const trouble = troubleOf(error);
  if (trouble.is === 'wait') return trouble.ms;
  mind.failures++;
  mind.uncertain = true;
  if (mind.failures === 1) deps.log(`run ${run}: Slack did not take it (${String(error)}); trying again`);
  if (trouble.is === 'blocked' && !mind.told.has(trouble.code)) {
    mind.told.add(trouble.code);
    deps.onTrouble(run, trouble.words);
  }
  return backoffMs(mind.failures);
};

export const tender = (run: string, deps: ChannelDeps): Tender => {
  const mind = memory();
  const stopping = new AbortController();
  let working: Promise<void> | null = null;

  const work = async (): Promise<void> => {
    let more = true;
    while (more && !stopping.signal.aborted) {
      try {
        more = await pass(run, deps, mind);
      } catch (error) {
        await deps.clock.sleep(failed(run, deps, mind, error), stopping.signal).catch(() => {});
      }
    }
  };
  const start = (): void => {
    working ??= work().finally(() => {
      working = null;
      if (mind.dirty && !stopping.signal.aborted) start();
    });
  };

  return {
    wake: live => {
      if (stopping.signal.aborted) return;
      if (live) mind.live = live;
      mind.dirty = true;
      mind.waker.abort();
      start();
    },
    settled: async () => {
      while (working) await working;
    },
    stop: async () => {
      stopping.abort();
      mind.waker.abort();
      await working;
    },
  };
};
