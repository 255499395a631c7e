import { randomUUID } from 'node:crypto';
import { backoffMs } from '../../model/backoff.ts';
import { betweenEditsMs, sent } from '../../model/sent.ts';
import type { Addressee, Letter, Living } from '../../ports/mail.ts';
import type { MailDeps } from './mail-deps.ts';
import { passing, slackTroubleOf } from './trouble.ts';

/** How long one message is tried for before its reader is told another way. */
const patienceMs = 60_000;

/** Milliseconds to wait before another try; null where none is of use. */
export const waitAfter = (error: unknown, failures: number): number | null => {
  const trouble = slackTroubleOf(error);
  if (trouble.is === 'wait') return trouble.ms;
  if (trouble.is !== 'later' || (trouble.code !== undefined && !passing.has(trouble.code))) return null;
  return backoffMs(failures, { firstMs: 500, longestMs: 10_000 });
};

/** Brings the newest letter into one message; what failed is tried again as the newest one, never as what it was. */
export const livingMessage = (
  deps: MailDeps,
  to: Addressee,
  first: string | null,
  otherwise: (letter: Letter) => Promise<void>,
): Living => {
  const { web, clock, drawings, log } = deps;
  const key = `living ${randomUUID()}`;
  let ts = first;
  let wanted: Letter | null = null;
  let working: Promise<boolean> | null = null;
  let lastAt = Number.NEGATIVE_INFINITY;
  const put = async (letter: Letter): Promise<void> => {
    const { channel } = to;
    await drawings.send(key, letter, async shown => {
      const message = { ...sent(shown), channel };
      if (ts !== null) return web.chat.update({ ...message, ts });
      const posted = await web.chat.postMessage(message);
      ts = posted.ts ?? null;
      return posted;
    });
  };
  let failures = 0;
  /** Answers how long to wait; null: it stands. Throws where there is no way here. */
  const attempt = async (letter: Letter): Promise<number | null> => {
    try {
      lastAt = clock.elapsed();
      await put(letter);
      failures = 0;
      return null;
    } catch (error) {
      if (++failures === 1) log(`a message in ${to.channel} is not up to date (${String(error)})`);
      const gone = slackTroubleOf(error).is === 'gone' && ts !== null;
      if (gone) ts = null;
      const wait = gone ? 0 : waitAfter(error, failures);
      if (wait === null) throw error;
      return wait;
    }
  };
  /** True: the newest stands. */
  const work = async (): Promise<boolean> => {
    const until = clock.elapsed() + patienceMs;
    let stands: Letter | null = null;
    while (wanted !== stands && clock.elapsed() < until) {
      await clock.sleep(Math.max(0, lastAt + betweenEditsMs - clock.elapsed()));
      const letter: Letter | null = wanted;
      const wait = letter && (await attempt(letter));
      if (wait === null) stands = letter;
      else await clock.sleep(wait);
    }
    return wanted === stands;
  };
  const bring = (letter: Letter): Promise<boolean> => {
    wanted = letter;
    working ??= work()
      .catch(() => false)
      .finally(() => {
        working = null;
      });
    return working;
  };
  return {
    show: letter => void bring(letter),
    end: async letter => {
      if (!(await bring(letter))) await otherwise(letter);
    },
  };
};
