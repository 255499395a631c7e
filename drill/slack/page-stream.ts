import type { ServerResponse } from 'node:http';
import { textOf } from './json.ts';
import { wireFile } from './messages.ts';
import type { Frame, Live, ShownMessage, Views } from './page/page-types.ts';
import type { PageParts } from './page-parts.ts';
import { sees } from './people/actor.ts';
import type { Change, Message, State, View } from './state.ts';
import { stackOf } from './views.ts';
import { replyJson } from './wire/reply.ts';

const shownMessage = (state: State, message: Message): ShownMessage => ({
  ts: message.ts,
  channel: message.channel,
  user: message.user,
  text: message.text,
  // Attachments stand below the text.
  blocks:
    message.attached.length === 0
      ? message.blocks
      : [{ type: 'section', text: { type: 'mrkdwn', text: message.text } }, ...message.attached],
  threadTs: message.threadTs,
  onlyForMe: message.onlyFor !== null,
  edited: message.editedTs !== null,
  pinned: state.pins.has(message.ts),
  files: message.files.map(file => ({
    id: file.id,
    name: file.name,
    title: file.title,
    size: file.bytes.byteLength,
    preview: textOf(wireFile(file).preview),
  })),
  reactions: message.reactions,
});

const frameFor = ({ state, commands }: PageParts, me: string): Frame => ({
  me,
  team: state.team.name,
  bot: state.app.name,
  banner: state.banner,
  people: [...state.people.values()].map(person => ({
    id: person.id,
    name: person.name,
    handle: person.handle,
    role: person.role,
    locale: person.locale,
    isBot: person.isBot,
    foreign: person.team !== state.team.id,
    present: [...state.channels.values()].some(channel => channel.members.includes(person.id)),
    deactivated: person.deactivated,
  })),
  groups: [...state.groups.values()],
  channels: [...state.channels.values()]
    .filter(channel => channel.members.includes(me))
    .map(channel => ({
      id: channel.id,
      name: channel.name,
      archived: channel.archived,
      members: channel.members.length,
      shared: channel.externallyShared,
      direct: channel.directWith !== null,
    })),
  bookmarks: state.bookmarks.map(({ title, link }) => ({ title: textOf(title), link: textOf(link) })),
  commands,
});

const viewsFor = (state: State, me: string): Views => {
  const shown = (view: View) => ({ id: view.id, content: view.content });
  const modals = stackOf(state, me).flatMap(id => state.views.get(id) ?? []);
  const home = state.homes.get(me);
  return { modals: modals.map(shown), home: home ? shown(home) : null };
};

/** What a change means for one person's page; nothing where it does not concern them. */
const liveFor = (parts: PageParts, me: string, change: Change): Live | null => {
  const { state } = parts;
  switch (change.kind) {
    case 'message':
      return sees(state, me, change.message)
        ? { kind: 'message', message: shownMessage(state, change.message) }
        : null;
    case 'deleted':
      return sees(state, me, change.message) ? { kind: 'deleted', ts: change.message.ts } : null;
    case 'views':
      return change.user === me ? { kind: 'views', views: viewsFor(state, me) } : null;
    case 'workspace':
      return { kind: 'frame', frame: frameFor(parts, me) };
    case 'wire':
      return null;
    default:
      return change satisfies never;
  }
};

/** Server-sent events for one person: everything first, then each change as it happens. */
export const streamTo = (parts: PageParts, me: string, response: ServerResponse): void => {
  const { state } = parts;
  if (!state.people.has(me)) {
    replyJson(response, 404, { error: `nobody is called ${me} here` });
    return;
  }
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
  });
  const send = (live: Live): void => void response.write(`data: ${JSON.stringify(live)}\n\n`);
  const messages = [...state.messages.values()]
    .filter(message => sees(state, me, message))
    .map(message => shownMessage(state, message));
  send({ kind: 'all', frame: frameFor(parts, me), views: viewsFor(state, me), messages });
  const stop = state.onChange(change => {
    const live = liveFor(parts, me, change);
    if (live) send(live);
  });
  response.on('close', stop);
};
