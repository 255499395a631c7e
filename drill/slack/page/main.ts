import { objectsOf } from '../json.ts';
import type { Place } from './chrome.ts';
import { drawBanner, drawPeople, drawPlaceHead, drawSidebar } from './chrome.ts';
import { newComposer } from './composer.ts';
import { askConfirm, newModals } from './dialogs.ts';
import { byId, el } from './dom.ts';
import type { Draw } from './draw.ts';
import { drawBlocks } from './draw-blocks.ts';
import { newInspector } from './inspector.ts';
import { newMessageList } from './message-list.ts';
import type { RowContext } from './message-row.ts';
import { showRowError } from './message-row.ts';
import type { Act, ActAnswer, ShownMessage } from './page-types.ts';
import type { Store } from './store.ts';
import { openStore } from './store.ts';
import { messageTo, repliesWord, word } from './words.ts';

const query = new URLSearchParams(location.search);
const me = query.get('as') ?? 'U0ONCALL';

/** A permalink, /archives/<channel>/p<ts without its dot>, opens the thread that the message is in. */
const linked = /^\/archives\/(\w+)\/p(\d+)(\d{6})$/.exec(location.pathname);
const linkedTs = linked ? `${linked[2]}.${linked[3]}` : null;

let place: Place = { kind: 'channel', id: linked?.[1] ?? query.get('channel') ?? 'C0INCIDENT42' };
let threadTs = query.get('thread_ts') ?? linkedTs ?? query.get('thread');
let online = true;

const list = newMessageList(byId('list'));
const threadList = el('div', 'thread-list');
const thread = newMessageList(threadList);

const locale = (): string => store.frame().people.find(person => person.id === me)?.locale ?? 'en-US';
const personName = (id: string): string => {
  const person = store.frame().people.find(each => each.id === id);
  return person?.name ?? (id === 'USLACKBOT' ? 'Slackbot' : id);
};

/** Keeps the address in step, so that a reload or a second window shows the same. */
const remember = (): void => {
  const next = new URLSearchParams({ as: me });
  if (place.kind === 'channel' && place.id !== 'C0INCIDENT42') next.set('channel', place.id);
  if (threadTs) next.set('thread', threadTs);
  history.replaceState(null, '', `/?${next}`);
};

const drawFor = (target: string, form: Draw['form'], told: (answer: ActAnswer) => void): Draw => {
  const draw: Draw = {
    me,
    locale: locale(),
    form,
    userName: personName,
    channelName: id => store.frame().channels.find(channel => channel.id === id)?.name ?? id,
    groupName: id => store.frame().groups.find(group => group.id === id)?.handle ?? id,
    confirm: dialog => askConfirm(draw, dialog),
    act: async (element, blockId, value) => {
      const actionId = String(element.action_id ?? '');
      const put = form?.read() ?? {};
      told(
        await store.act({
          do: 'click',
          target,
          actionId,
          blockId,
          put,
          ...(value === undefined ? {} : { value }),
        }),
      );
    },
  };
  return draw;
};

const rowContext = (inThread: boolean): RowContext => ({
  draw: message =>
    drawFor(message.ts, null, answer => {
      showRowError((inThread ? thread : list).row(message.ts), answer.shown);
    }),
  locale: locale(),
  isApp: user => store.frame().people.some(person => person.id === user && person.isBot),
  name: personName,
  replies: ts => store.messages().filter(message => message.threadTs === ts && !message.onlyForMe),
  ...(inThread ? {} : { openThread }),
});

const here = (message: ShownMessage): boolean =>
  place.kind === 'channel' && message.channel === place.id && message.threadTs === null;

const send =
  (channel: string, inThread: string | null) =>
  async (text: string): Promise<void> => {
    const act: Act = text.startsWith('/')
      ? { do: 'slash', channel, line: text, thread: inThread !== null }
      : { do: 'say', channel, text, threadTs: inThread };
    (inThread ? thread : list).toEnd();
    await store.act(act);
  };

const drawComposer = (): void => {
  const { channels, commands, bot } = store.frame();
  const id = place.kind === 'channel' ? place.id : null;
  const channel = channels.find(each => each.id === id);
  if (!id || channel?.archived) {
    byId('composer').replaceChildren(...(channel ? [el('div', 'archived', word('archived', locale()))] : []));
    return;
  }
  const name = !channel || channel.direct ? bot : `#${channel.name}`;
  const placeholder = messageTo(name, locale());
  byId('composer').replaceChildren(
    newComposer({ placeholder, locale: locale(), commands, send: send(id, null) }),
  );
};

const drawHome = (): void => {
  const { home } = store.views();
  const draw = drawFor(home?.id ?? '', null, () => {});
  const blocks = home ? drawBlocks(draw, objectsOf(home.content.blocks)) : [];
  byId('list').replaceChildren(
    el('div', 'home', ...(home ? blocks : [el('p', 'empty', word('noHome', locale()))])),
  );
};

const drawThread = (): void => {
  const pane = byId('thread');
  const root = store.messages().find(message => message.ts === threadTs);
  pane.hidden = !root;
  if (!root) return;
  const cross = el('button', 'cross', '✕');
  cross.type = 'button';
  cross.title = word('close', locale());
  cross.addEventListener('click', () => openThread(null));
  const replies = store.messages().filter(message => message.threadTs === root.ts);
  const channelName = store.frame().channels.find(channel => channel.id === root.channel)?.name ?? '';
  pane.replaceChildren(
    el(
      'div',
      'pane-head',
      el('h2', '', word('thread', locale())),
      el('small', '', `# ${channelName}`),
      cross,
    ),
    threadList,
    newComposer({
      placeholder: word('reply', locale()),
      locale: locale(),
      commands: store.frame().commands,
      send: send(root.channel, root.ts),
    }),
  );
  thread.reset([root, ...replies], rowContext(true));
  drawReplyCount(replies.length);
  thread.toNewest();
};

/** The line between the first message and its replies. */
const drawReplyCount = (count: number): void => {
  threadList.querySelector('.reply-count')?.remove();
  if (count === 0 || !threadTs) return;
  thread.row(threadTs)?.after(el('div', 'reply-count', el('span', '', repliesWord(count, locale()))));
};

function openThread(ts: string | null): void {
  threadTs = ts;
  remember();
  drawThread();
}

const drawFrame = (): void => {
  const frame = store.frame();
  document.documentElement.lang = locale().slice(0, 2);
  document.title = `${personName(me)} · ${frame.team}`;
  drawBanner(frame, online, locale());
  drawPeople(frame, become);
  drawSidebar(frame, place, go);
  drawPlaceHead(frame, place, locale());
};

const drawMiddle = (): void => {
  drawComposer();
  if (place.kind === 'home') drawHome();
  else list.reset(store.messages().filter(here), rowContext(false));
};

function go(to: Place): void {
  place = to;
  remember();
  drawFrame();
  drawMiddle();
  if (to.kind === 'home') void store.act({ do: 'home' });
}

function become(id: string): void {
  const next = new URLSearchParams(location.search);
  next.set('as', id);
  location.assign(`/?${next}`);
}

const modals = newModals({
  draw: (view, form) => drawFor(view.id, form, () => {}),
  submit: (view, put) => store.act({ do: 'submit', view: view.id, put }),
  close: view => void store.act({ do: 'close', view: view.id }),
});

const putMessage = (message: ShownMessage): void => {
  if (here(message)) list.put(message);
  if (message.threadTs) list.refreshReplies(message.threadTs);
  if (threadTs === null || (message.ts !== threadTs && message.threadTs !== threadTs)) return;
  drawReplyCount(store.messages().filter(each => each.threadTs === threadTs).length);
  thread.put(message);
};

const removeMessage = (ts: string): void => {
  list.remove(ts);
  thread.remove(ts);
};

const store: Store = openStore(me, {
  all: () => {
    drawFrame();
    drawMiddle();
    drawThread();
    modals(store.views().modals, locale());
  },
  frame: () => {
    drawFrame();
    drawComposer();
  },
  views: () => {
    modals(store.views().modals, locale());
    if (place.kind === 'home') drawHome();
  },
  message: putMessage,
  deleted: removeMessage,
  online: now => {
    online = now;
    drawBanner(store.frame(), online, locale());
  },
});

const inspector = newInspector(byId('inspector'), () => inspector.show(false));
byId('inspect').addEventListener('click', () => inspector.show(byId('inspector').hidden === true));
