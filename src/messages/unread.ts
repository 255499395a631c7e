import { sourceWords } from '../cluster/evidence.ts';
import type { Observation } from '../cluster/observation.ts';
import { shortInstance } from '../model/instance.ts';
import type { Locale } from '../words.ts';
import { bold, type KnownBlock, line, list, type Piece, piece, rich } from './blocks.ts';
import type { Room } from './drawn.ts';

/** What could not be read, and why: an absence that is not named would be read as "fine". */
export const unreadList = (seen: Observation, title: string, room: Room, locale: Locale): KnownBlock[] => {
  const max = Math.min(room.chars, 300);
  const item = (from: string, unread: Observation['unread'][number]): Piece[] => [
    piece(`${from}${sourceWords(unread.what)[locale]}: ${unread.words?.[locale] ?? unread.why}`, max),
  ];
  const items = [
    ...seen.unread.map(unread => item('', unread)),
    ...seen.masters.flatMap(master =>
      master.unread.map(unread => item(`${shortInstance(master.instance)} `, unread)),
    ),
  ];
  const left = items.length - room.items;
  const shown = left > 0 ? [...items.slice(0, room.items), [piece(`+${left}`)]] : items;
  return shown.length === 0 ? [] : [rich(line(bold(`❔ ${title}`)), list(shown))];
};
