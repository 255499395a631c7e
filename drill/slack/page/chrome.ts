import { anchor, byId, el } from './dom.ts';
import { avatar } from './message-row.ts';
import type { Frame, ShownChannel } from './page-types.ts';
import { safeUrl } from './safe-url.ts';
import { word } from './words.ts';

/** What the middle of the page shows. */
export type Place = { readonly kind: 'channel'; readonly id: string } | { readonly kind: 'home' };

const button = (look: string, click: () => void, ...children: readonly (Node | string | null)[]) => {
  const node = el('button', look, ...children);
  node.type = 'button';
  node.addEventListener('click', click);
  return node;
};

/** One line about the box: real or modelled members, and how to get the real ones. */
export const drawBanner = (frame: Frame, online: boolean, locale: string): void => {
  const node = byId('banner');
  const text = online ? frame.banner : word('offline', locale);
  node.textContent = text;
  node.hidden = text === '';
  node.classList.toggle('offline', !online);
};

/** The people one can be, the current one pressed. */
export const drawPeople = (frame: Frame, become: (id: string) => void): void => {
  byId('team').replaceChildren(frame.team);
  const people = frame.people.filter(person => person.present && !person.isBot);
  byId('people').replaceChildren(
    ...people.map(person => {
      const chip = button(
        person.id === frame.me ? 'chip pressed' : 'chip',
        () => become(person.id),
        avatar(person.name, person.id, 'small'),
        el('span', 'chip-text', el('strong', '', person.name), el('small', '', person.role)),
      );
      chip.dataset.as = person.id;
      chip.ariaPressed = String(person.id === frame.me);
      chip.disabled = person.deactivated;
      return chip;
    }),
  );
};

const sideItem = (label: string, chosen: boolean, go: () => void): HTMLElement =>
  button(chosen ? 'side chosen' : 'side', go, label);

export const drawSidebar = (frame: Frame, place: Place, go: (place: Place) => void): void => {
  const isHere = (id: string): boolean => place.kind === 'channel' && place.id === id;
  const item = (channel: ShownChannel): HTMLElement =>
    sideItem(channel.direct ? `✉ ${frame.bot}` : `# ${channel.name}`, isHere(channel.id), () =>
      go({ kind: 'channel', id: channel.id }),
    );
  byId('sidebar').replaceChildren(
    el('h3', '', 'Channels'),
    ...frame.channels.filter(channel => !channel.direct).map(item),
    el('h3', '', 'Apps'),
    sideItem(`🛟 ${frame.bot}`, place.kind === 'home', () => go({ kind: 'home' })),
    ...frame.channels.filter(channel => channel.direct).map(item),
  );
};

export const drawPlaceHead = (frame: Frame, place: Place, locale: string): void => {
  const channel = place.kind === 'channel' ? frame.channels.find(each => each.id === place.id) : undefined;
  const name = !channel || channel.direct ? frame.bot : `# ${channel.name}`;
  const count = locale.startsWith('ko')
    ? `${channel?.members}${word('members', locale)}`
    : `${channel?.members} ${word('members', locale)}`;
  const links = frame.bookmarks.map(({ title, link }) => {
    const url = safeUrl(link);
    return url ? anchor(url, 'bookmark', `🔖 ${title}`) : el('span', 'bookmark', title);
  });
  byId('place').replaceChildren(
    el('h1', '', name),
    ...(channel && !channel.direct ? [el('span', 'members', `👤 ${count}`)] : []),
    ...(channel?.shared ? [el('span', 'shared', word('shared', locale))] : []),
    ...links,
  );
};
