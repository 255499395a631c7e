import { el } from './dom.ts';
import { dateText } from './draw-text.ts';
import type { Row, RowContext } from './message-row.ts';
import { newRow } from './message-row.ts';
import type { ShownMessage } from './page-types.ts';

/** Messages in order, kept at the bottom while the reader is there. */
export type MessageList = {
  reset(messages: readonly ShownMessage[], context: RowContext): void;
  put(message: ShownMessage): void;
  remove(ts: string): void;
  refreshReplies(ts: string): void;
  row(ts: string): HTMLElement | null;
};

const nearBottom = 120;

export const newMessageList = (node: HTMLElement): MessageList => {
  let rows = new Map<string, Row>();
  let context: RowContext | undefined;
  let lastDay = '';

  const keepingBottom = (change: () => void): void => {
    const atBottom = node.scrollHeight - node.scrollTop - node.clientHeight < nearBottom;
    change();
    if (atBottom) node.scrollTop = node.scrollHeight;
  };
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
      node.scrollTop = node.scrollHeight;
    },
    put: message =>
      keepingBottom(() => {
        const row = rows.get(message.ts);
        if (row) row.update(message);
        else add(message);
      }),
    remove: ts => {
      rows.get(ts)?.node.remove();
      rows.delete(ts);
    },
    refreshReplies: ts => keepingBottom(() => rows.get(ts)?.refreshReplies()),
    row: ts => rows.get(ts)?.node ?? null,
  };
};
