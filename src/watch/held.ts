import type { Words } from '../words.ts';

type HeldOptions = {
  /** Why this bot may not go on as things are; null: it may. */
  readonly why: () => Promise<Words | null>;
  readonly onHeld: (words: Words) => void;
  readonly onFree: () => void;
  readonly log: (line: string) => void;
  readonly lookMs?: number | undefined;
};

/** Looks first, then again and again; a look that fails changes nothing. */
export const watchHeld = async ({ why, onHeld, onFree, log, lookMs = 5_000 }: HeldOptions) => {
  let held: Words | null = null;
  const look = async () => {
    const was = held;
    held = await why();
    if (held && !was) onHeld(held);
    if (!held && was) onFree();
  };
  const safely = () =>
    look().catch(error => log(`whether this bot may go on is not known: ${String(error)}`));
  await safely();
  const timer = setInterval(() => void safely(), lookMs);
  timer.unref();
  return { held: () => held, stop: () => clearInterval(timer) };
};
