import { eventType, type Page } from './message.ts';
import type { SlackWeb } from './slack-web.ts';

type Seen = {
  ts?: string | undefined;
  metadata?: { event_type?: string | undefined; event_payload?: unknown } | undefined;
};
type Answer = {
  messages?: Seen[] | undefined;
  response_metadata?: { next_cursor?: string | undefined } | undefined;
};

/** At most a thousand messages: what is further back is not found and may be posted a second time. */
const mostPages = 5;

/** What the bot wrote beside its message, for itself. */
const payloadOf = (message: Seen): object | null => {
  const payload = message.metadata?.event_type === eventType ? message.metadata.event_payload : null;
  return typeof payload === 'object' ? payload : null;
};

/** Every message of the bot's in so many pages. */
export const ownMessages = async (
  ask: (cursor: string) => Promise<Answer>,
): Promise<readonly { readonly payload: object; readonly ts: string }[]> => {
  const found: { payload: object; ts: string }[] = [];
  let cursor = '';
  for (let page = 0; page < mostPages; page++) {
    const answer = await ask(cursor);
    for (const message of answer.messages ?? []) {
      const payload = payloadOf(message);
      if (payload && message.ts) found.push({ payload, ts: message.ts });
    }
    cursor = answer.response_metadata?.next_cursor ?? '';
    if (cursor === '') break;
  }
  return found;
};

const collect = async (run: string, ask: (cursor: string) => Promise<Answer>): Promise<Map<string, string>> =>
  new Map(
    (await ownMessages(ask)).flatMap(({ payload, ts }) => {
      const [of, key]: unknown[] = [Reflect.get(payload, 'run'), Reflect.get(payload, 'key')];
      return of === run && typeof key === 'string' ? [[key, ts] as const] : [];
    }),
  );

/**
 * Messages of a run that stand in the channel already, by their key: a post whose answer was lost, or whose process died
 * before it was written down. Told by their metadata, never by their text.
 */
export const lookUp = async (
  web: SlackWeb,
  run: string,
  page: Page,
  headline: string | null,
): Promise<ReadonlyMap<string, string>> => {
  const { channel } = page;
  const rest = { channel, limit: 200, include_all_metadata: true };
  const oldest = String(Math.floor(page.since / 1000) - 60);
  const found = await collect(run, cursor =>
    web.conversations.history({ ...rest, oldest, ...(cursor ? { cursor } : {}) }),
  );
  const root = headline ?? found.get('headline');
  if (!root) return found;
  const inThread = await collect(run, cursor =>
    web.conversations.replies({ ...rest, ts: root, ...(cursor ? { cursor } : {}) }),
  );
  return new Map([...found, ...inThread]);
};
