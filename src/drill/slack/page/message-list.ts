import { el } from './dom.ts';
import { dateText } from './draw-text.ts';
import type { Row, RowContext } from './message-row.ts';
import { newRow } from './message-row.ts';
import type { ShownMessage } from './page-types.ts';

/** Messages in order. Follows the newest while the reader does, but never past its beginning: a card's first lines are what
 *  one has to see. */
export type MessageList = {
  reset(messages: readonly ShownMessage[], context: RowContext): void;
  put(message: ShownMessage): void;
  remove(ts: string): void;
  /** To the very end, and following again: what somebody does who has just said something. */
  toEnd(): void;
  /** To the newest message: its end, or its beginning where it is longer than the pane. */
  follow(): void;
  refreshReplies(ts: string): void;
  row(ts: string): HTMLElement | null;
};

const nearBottom = 120;
/** Pixels that a reader may have moved without having gone anywhere. */
const slack = 8;

export const newMessageList = (node: HTMLElement): MessageList => {
  let rows = new Map<string, Row>();
  let context: RowContext | undefined;
  let lastDay = '';

  /** Where `follow` last went. A reader who is further up has gone back to read, and is left there. */
  let followedTo = 0;

  const atBottom = (): boolean => node.scrollHeight - node.scrollTop - node.clientHeight < nearBottom;
  const follow = (): void => {
    const newest = [...rows.values()].at(-1)?.node;
    const beginning = newest ? newest.offsetTop - node.offsetTop : node.scrollHeight;
    const end = node.scrollHeight - node.clientHeight;
    node.scrollTop = Math.max(node.scrollTop, Math.min(end, beginning));
    followedTo = node.scrollTop;
  };
  const following = (change: () => void): void => {
    const reads = atBottom() || node.scrollTop >= followedTo - slack;
    change();
    if (reads) follow();
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
      node.scrollTop = 0;
      follow();
    },
    put: message =>
      following(() => {
        const row = rows.get(message.ts);
        if (row) row.update(message);
        else add(message);
      }),
    remove: ts => {
      rows.get(ts)?.node.remove();
      rows.delete(ts);
    },
    toEnd: () => {
      node.scrollTop = node.scrollHeight;
      followedTo = node.scrollTop;
    },
    follow,
    refreshReplies: ts => following(() => rows.get(ts)?.refreshReplies()),
    row: ts => rows.get(ts)?.node ?? null,
  };
};
