import type { OutboxTurn } from '../../ports/outbox.ts';
import type { ChannelDeps } from './channel-deps.ts';

/** A hold lasts 15 s and a call to Slack 10 s at most: one that began this soon after the hold was renewed ends within it. */
const freshMs = 3_000;

/** This process's hold on one run's messages, from the first look until all of it is shown. */
export const postingTurn = (run: string, { journal, clock }: Pick<ChannelDeps, 'journal' | 'clock'>) => {
  let held: OutboxTurn | null = null;
  let renewedAt = 0;
  return {
    take: async (): Promise<OutboxTurn | 'by-another' | null> => {
      if (held) return held;
      const askedAt = clock.elapsed();
      const taken = await journal.tend(run);
      if (taken !== null && taken !== 'by-another') [held, renewedAt] = [taken, askedAt];
      return taken;
    },
    /** What stands in the channel has been looked at: from here on this process writes down all that it posts. */
    sure: () => {
      if (held) held = { ...held, unsure: false };
    },
    keep: async (): Promise<boolean> => {
      const now = clock.elapsed();
      if (held && now - renewedAt < freshMs) return true;
      if (held && !(await journal.keepTending(held))) held = null;
      renewedAt = now;
      return held !== null;
    },
    lost: () => {
      held = null;
    },
    shown: async (seq: number): Promise<void> => {
      if (held) await journal.shown(held, seq);
      held = null;
    },
    /** Where the store is away the hold runs out by itself. */
    letGo: async (): Promise<void> => {
      const mine = held;
      held = null;
      if (mine) await journal.stopTending(mine).catch(() => {});
    },
  };
};
export type PostingTurn = ReturnType<typeof postingTurn>;
