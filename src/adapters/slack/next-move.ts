import { betweenEditsMs, betweenProgressMs, longestProgressMs } from '../../model/sent.ts';
import type { Posted } from '../../ports/outbox.ts';
import { type Message, messageDigest, type Page } from './message.ts';

/** What to do next for one run's messages. */
type Move =
  | {
      readonly do: 'post';
      readonly message: Message;
      readonly digest: string;
      readonly thread: string | null;
    }
  | {
      readonly do: 'edit';
      readonly message: Message;
      readonly digest: string;
      readonly ts: string;
      /** For a reply: where to post it anew when it was deleted. */
      readonly headline: string | null;
    }
  | { readonly do: 'wait'; readonly until: number }
  | { readonly do: 'nothing' };

export type Act = Extract<Move, { do: 'post' | 'edit' }>;

type PostedMessages = ReadonlyMap<string, Posted>;

/** The last edit of a message, by the clock that only goes forward; `ticks`: how many since its news told progress alone;
 *  `behind`: since when it is known not to be what it should be. */
export type Edited = {
  readonly at: number;
  readonly news?: string | undefined;
  readonly ticks: number;
  readonly behind?: number | undefined;
};

const tellsProgress = ({ news }: Message, last: Edited | undefined): boolean =>
  news !== undefined && last?.news === news;

export const editedNow = (message: Message, last: Edited | undefined, at: number): Edited => ({
  at,
  news: message.news,
  ticks: tellsProgress(message, last) ? (last?.ticks ?? 0) + 1 : 0,
});

/** Progress is told once it has stood for a while: mostly it is overtaken by what came of it. */
const dueAt = (message: Message, last: Edited | undefined): number => {
  if (!last) return Number.NEGATIVE_INFINITY;
  if (!tellsProgress(message, last)) return last.at + betweenEditsMs;
  const { at, behind = at, ticks } = last;
  return Math.max(at + (betweenProgressMs[ticks] ?? longestProgressMs), behind + betweenProgressMs[0]);
};

const edits = (page: Page, postedMessages: PostedMessages) =>
  page.messages.flatMap(message => {
    const posted = postedMessages.get(message.key);
    const digest = messageDigest(message);
    const headline = message.inThread ? (postedMessages.get('headline')?.ts ?? null) : null;
    return posted && posted.digest !== digest ? [{ message, digest, ts: posted.ts, headline }] : [];
  });

/** Notes in `edited` since when each message is behind. */
export const noteBehind = (
  page: Page,
  postedMessages: PostedMessages,
  edited: Map<string, Edited>,
  now: number,
): void => {
  const open = new Set(edits(page, postedMessages).map(({ message }) => message.key));
  for (const [key, last] of edited)
    edited.set(key, { ...last, behind: open.has(key) ? (last.behind ?? now) : undefined });
};

/** The thread hangs on the headline, so a reply without one waits for it: it is first in every page. */
const firstMissing = (page: Page, postedMessages: PostedMessages): Move | null => {
  const message = page.messages.find(each => !postedMessages.has(each.key));
  if (!message) return null;
  const thread = message.inThread ? (postedMessages.get('headline')?.ts ?? null) : null;
  return { do: 'post', message, digest: messageDigest(message), thread };
};

/**
 * Pure: the page as it should stand, what stands, and when each message was last edited. Messages are posted in the order
 * of the page; an edit of a message that somebody is waited for goes first; a message is edited every 1.2 s at most, and more and
 * more seldom while it has only progress to tell.
 */
export const nextMove = (
  page: Page,
  postedMessages: PostedMessages,
  edited: ReadonlyMap<string, Edited>,
  now: number,
): Move => {
  const due = ({ message }: { readonly message: Message }) => dueAt(message, edited.get(message.key));
  const open = edits(page, postedMessages).sort(
    (a, b) => Number(b.message.urgent) - Number(a.message.urgent),
  );
  const ready = open.filter(edit => due(edit) <= now);
  const urgent = open.find(edit => edit.message.urgent);
  // Whatever else there is, the buttons of an old state go first.
  if (urgent && !ready.includes(urgent)) return { do: 'wait', until: due(urgent) };
  if (urgent) return { do: 'edit', ...urgent };
  const missing = firstMissing(page, postedMessages);
  if (missing) return missing;
  if (ready[0]) return { do: 'edit', ...ready[0] };
  if (open.length === 0) return { do: 'nothing' };
  return { do: 'wait', until: Math.min(...open.map(due)) };
};
