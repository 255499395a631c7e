import { betweenEditsMs } from '../../model/sent.ts';
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

const edits = (page: Page, postedMessages: PostedMessages) =>
  page.messages.flatMap(message => {
    const posted = postedMessages.get(message.key);
    const digest = messageDigest(message);
    const headline = message.inThread ? (postedMessages.get('headline')?.ts ?? null) : null;
    return posted && posted.digest !== digest ? [{ message, digest, ts: posted.ts, headline }] : [];
  });

/** The thread hangs on the headline, so a reply without one waits for it: it is first in every page. */
const firstMissing = (page: Page, postedMessages: PostedMessages): Move | null => {
  const message = page.messages.find(each => !postedMessages.has(each.key));
  if (!message) return null;
  const thread = message.inThread ? (postedMessages.get('headline')?.ts ?? null) : null;
  return { do: 'post', message, digest: messageDigest(message), thread };
};

/**
 * Pure: the page as it should stand, what stands, and when each message was last edited. Messages are posted in the order
 * of the page; an edit of a message that somebody is waited for goes first; a message is edited every 1.2 s at most.
 */
export const nextMove = (
  page: Page,
  postedMessages: PostedMessages,
  editedAt: ReadonlyMap<string, number>,
  now: number,
): Move => {
  const dueAt = (key: string): number => (editedAt.get(key) ?? Number.NEGATIVE_INFINITY) + betweenEditsMs;
  const open = edits(page, postedMessages).sort(
    (a, b) => Number(b.message.urgent) - Number(a.message.urgent),
  );
  const due = open.filter(edit => dueAt(edit.message.key) <= now);
  const urgent = open.find(edit => edit.message.urgent);
  // Whatever else there is, the buttons of an old state go first.
  if (urgent && !due.includes(urgent)) return { do: 'wait', until: dueAt(urgent.message.key) };
  if (urgent) return { do: 'edit', ...urgent };
  const missing = firstMissing(page, postedMessages);
  if (missing) return missing;
  if (due[0]) return { do: 'edit', ...due[0] };
  if (open.length === 0) return { do: 'nothing' };
  return { do: 'wait', until: Math.min(...open.map(edit => dueAt(edit.message.key))) };
};
