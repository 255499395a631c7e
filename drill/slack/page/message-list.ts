import { el } from './dom.ts';
import { dateText } from './draw-text.ts';
import { newFollower } from './follower.ts';
import type { Row, RowContext } from './message-row.ts';
import { newRow } from './message-row.ts';
import type { ShownMessage } from './page-types.ts';

/** Messages in order, following the newest while the reader does. */
export type MessageList = {
  reset(messages: readonly ShownMessage[], context: RowContext): void;
  put(message: ShownMessage): void;
  remove(ts: string): void;
  /** What somebody does who has just said something. */
  toEnd(): void;
  /** What somebody sees who has just opened the list. */
  toNewest(): void;
  refreshReplies(ts: string): void;
  row(ts: string): HTMLElement | null;
};

export const newMessageList = (node: HTMLElement): MessageList => {
  let rows = new Map<string, Row>();
  let context: RowContext | undefined;
  let lastDay = '';

  const follower = newFollower(node, () => [...rows.values()].at(-1)?.node);

  const add = (message: ShownMessage): void => {
    if (!context) return;
    const day = dateText(Number(message.ts), '{date}', context.locale);
    if (day !== lastDay) node.append(el('div', 'day', el('span', '', day)));
    lastDay = day;
    const row = newRow(context, message);
    rows.set(message.ts, row);
    node.append(row.node);
  };
  return {
    reset: (messages, with_) => {
      rows = new Map();
      context = with_;
      lastDay = '';
      node.replaceChildren();
      for (const message of messages) add(message);
      follower.toNewest();
    },
    put: message =>
      follower.through(() => {
        const row = rows.get(message.ts);
        if (row) row.update(message);
        else add(message);
      }),
    remove: ts =>
      follower.through(() => {
        rows.get(ts)?.node.remove();
        rows.delete(ts);
      }),
    toEnd: follower.toEnd,
    toNewest: follower.toNewest,
    refreshReplies: ts => follower.through(() => rows.get(ts)?.refreshReplies()),
    row: ts => rows.get(ts)?.node ?? null,
  };
};
