import type { Json } from './json.ts';
import { isObject, objectsOf, textOf } from './json.ts';
import { surfaces } from './limits/blocks.ts';
import { blockFaults } from './limits/check.ts';
import { edit, post, remove } from './messages.ts';
import type { Message, State } from './state.ts';

const mostUses = 5;
const lifeMs = 30 * 60_000;

/** Where a response goes: the person who acted, and the message they acted on if there is one. */
type Place = {
  readonly channel: string;
  readonly user: string;
  readonly originalTs: string | null;
  readonly threadTs: string | null;
};

export type ResponseUrls = {
  issue(kind: 'commands' | 'actions', place: Place): string;
  /** What Slack answers a POST to this path with. */
  respond(path: string, body: unknown): { readonly status: number; readonly answer: string };
};

type Issued = Place & { readonly at: number; readonly uses: number };

const refusal = (status: number, error: string) => ({
  status,
  answer: JSON.stringify({ ok: false, error }),
});

const ok = { status: 200, answer: 'ok' } as const;

/** Draws what an ack's body or a response_url says: a message for that person, or for the channel. */
export const drawResponse = (state: State, place: Place, body: Json): Message =>
  post(state, {
    channel: place.channel,
    user: state.app.botUser,
    text: textOf(body.text),
    blocks: objectsOf(body.blocks),
    threadTs: textOf(body.thread_ts) || place.threadTs,
    onlyFor: body.response_type === 'in_channel' ? null : place.user,
  });

const apply = (state: State, issued: Issued, body: Json): typeof ok => {
  const original = state.messages.get(issued.originalTs ?? '');
  if (body.delete_original === true && original) remove(state, original);
  else if (body.replace_original === true && original) {
    edit(state, original, { text: textOf(body.text), blocks: objectsOf(body.blocks) });
  } else if (body.delete_original !== true) drawResponse(state, issued, body);
  return ok;
};

/** response_url: five uses in thirty minutes, ephemeral unless the app says otherwise. */
export const newResponseUrls = (
  state: State,
  origin: () => string,
  refused: () => readonly string[],
): ResponseUrls => {
  const issued = new Map<string, Issued>();
  return {
    issue: (kind, place) => {
      const path = `/${kind}/${state.team.id}/${state.nextId('')}/${crypto.randomUUID()}`;
      issued.set(path, { ...place, at: state.now(), uses: 0 });
      return `${origin()}${path}`;
    },
    respond: (path, body) => {
      const found = issued.get(path);
      if (!found) return refusal(404, 'expired_url');
      if (state.now() - found.at > lifeMs) return refusal(404, 'expired_url');
      if (found.uses >= mostUses) return refusal(404, 'used_url');
      if (!isObject(body)) return refusal(400, 'invalid_payload');
      const blocks = body.blocks ?? [];
      if (blockFaults(blocks, surfaces.message, refused()).length) return refusal(400, 'invalid_blocks');
      issued.set(path, { ...found, uses: found.uses + 1 });
      return apply(state, found, body);
    },
  };
};
