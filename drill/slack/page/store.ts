import type { Act, ActAnswer, Frame, Live, ShownMessage, Views } from './page-types.ts';

/** What the page shows, kept up to date by the server's stream. */
export type Store = {
  readonly me: string;
  frame(): Frame;
  views(): Views;
  messages(): readonly ShownMessage[];
  act(act: Act): Promise<ActAnswer>;
};

type Heard = {
  readonly all: () => void;
  readonly frame: () => void;
  readonly views: () => void;
  readonly message: (message: ShownMessage) => void;
  readonly deleted: (ts: string) => void;
  readonly online: (online: boolean) => void;
};

const emptyFrame: Frame = {
  me: '',
  team: '',
  bot: '',
  banner: '',
  people: [],
  groups: [],
  channels: [],
  bookmarks: [],
  commands: [],
};

const failed: ActAnswer = {
  outcome: 'failed',
  shown: 'The workspace did not answer. Is the drill still running?',
  errors: {},
};

const post = async (me: string, act: Act): Promise<ActAnswer> => {
  try {
    const response = await fetch('/page/act', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ as: me, act }),
    });
    return response.ok ? await response.json() : failed;
  } catch {
    return failed;
  }
};

/** Listens as this person. The browser reconnects by itself and is sent everything anew. */
export const openStore = (me: string, heard: Heard): Store => {
  let frame = emptyFrame;
  let views: Views = { modals: [], home: null };
  const messages = new Map<string, ShownMessage>();
  const stream = new EventSource(`/page/stream?as=${encodeURIComponent(me)}`);

  const hear = (live: Live): void => {
    switch (live.kind) {
      case 'all':
        ({ frame, views } = live);
        messages.clear();
        for (const message of live.messages) messages.set(message.ts, message);
        heard.all();
        break;
      case 'frame':
        frame = live.frame;
        heard.frame();
        break;
      case 'views':
        views = live.views;
        heard.views();
        break;
      case 'message':
        messages.set(live.message.ts, live.message);
        heard.message(live.message);
        break;
      case 'deleted':
        messages.delete(live.ts);
        heard.deleted(live.ts);
        break;
      default:
        live satisfies never;
    }
  };
  stream.onmessage = event => hear(JSON.parse(event.data));
  stream.onopen = () => heard.online(true);
  stream.onerror = () => heard.online(false);

  return {
    me,
    frame: () => frame,
    views: () => views,
    messages: () => [...messages.values()],
    act: act => post(me, act),
  };
};
