import type { Letter } from '../../ports/mail.ts';
import { hasNewer, plainer, type Shown } from './plainer.ts';
import { slackTroubleOf } from './trouble.ts';

/** How plain this workspace, and each message, has to be drawn. */
export type Drawings = {
  /** Calls with ever plainer drawings until Slack takes one. `key` names the message, so that it is not refused each time; null for one that is sent once. */
  send<T>(key: string | null, letter: Letter, call: (shown: Shown) => Promise<T>): Promise<T>;
  /** The plainest that this workspace is known to want, for a way that does not say what it refuses. */
  best(letter: Letter): Shown;
  /** This Slack does not take the newer blocks. */
  noNewer(code: string): void;
};

const mostKept = 500;

/** `onPlainer` is called once, with what Slack called it. */
export const newDrawings = (onPlainer: (code: string) => void): Drawings => {
  const levels = new Map<string, number>();
  let workspace = 0;
  const noNewer = (code: string): void => {
    if (workspace > 0) return;
    workspace = 1;
    onPlainer(code);
  };
  const learned = (key: string | null, letter: Letter, level: number, code: string): void => {
    if (levels.size >= mostKept) levels.clear();
    if (key !== null) levels.set(key, level);
    if (code === 'invalid_blocks' && hasNewer(letter)) noNewer(code);
  };
  return {
    noNewer,
    best: letter => plainer(letter)[workspace] ?? letter,
    send: (key, letter, call) => {
      const drawn = plainer(letter);
      const from = async (
        level: number,
        refused: string | null,
      ): Promise<Awaited<ReturnType<typeof call>>> => {
        const answer = await call(drawn[level] ?? letter).catch((error: unknown) => {
          const trouble = slackTroubleOf(error);
          if (trouble.is !== 'content' || level + 1 >= drawn.length) throw error;
          return from(level + 1, trouble.code);
        });
        if (refused !== null) learned(key, letter, level, refused);
        return answer;
      };
      return from(Math.max(workspace, (key === null ? null : levels.get(key)) ?? 0), null);
    },
  };
};
