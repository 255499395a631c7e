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

const keyOf = (run: string, message: Seen): string | null => {
  const payload = message.metadata?.event_type === eventType ? message.metadata.event_payload : null;
  if (typeof payload !== 'object' || payload === null || Reflect.get(payload, 'run') !== run) return null;
  const key: unknown = Reflect.get(payload, 'key');
  return typeof key === 'string' ? key : null;
};

const collect = async (
  run: string,
  ask: (cursor: string) => Promise<Answer>,
): Promise<Map<string, string>> => {
  const found = new Map<string, string>();
  let cursor = '';
  for (let page = 0; page < mostPages; page++) {
    const answer = await ask(cursor);
    for (const message of answer.messages ?? []) {
      const key = keyOf(run, message);
      if (key !== null && message.ts) found.set(key, message.ts);
    }
    cursor = answer.response_metadata?.next_cursor ?? '';
    if (cursor === '') break;
  }
  return found;
};

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
