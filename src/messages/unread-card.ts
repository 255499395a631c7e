import { buttonNames } from '../model/button-names.ts';
import type { Callee } from '../model/person.ts';
import type { Locale, Words } from '../words.ts';
import { actions, button, header, type KnownBlock, line, piece, rich, said, who } from './blocks.ts';
import { clusterValue, lookId } from './button-value.ts';
import { type Card, card } from './drawn.ts';

/** `cluster` is null where not even the list of clusters could be read. */
type Unread = { readonly cluster: string | null; readonly words: Words; readonly looks: number };

const words = {
  clusters: { en: 'the list of clusters cannot be read', ko: '클러스터 목록을 읽을 수 없음' },
  cluster: { en: 'cannot be read', ko: '읽을 수 없음' },
  next: {
    en: 'Nothing is watched there until this is mended. Next: /pks doctor says what is wrong with the jump host and its tools; the watch goes on by itself and says when it can read again.',
    ko: '해결될 때까지 감시하지 못합니다. 다음: /pks doctor 로 점프 호스트와 도구의 문제를 확인하세요. 감시는 자동으로 계속되며 다시 읽을 수 있게 되면 알립니다.',
  },
} satisfies Record<string, Words>;

const failed = (looks: number): Words => ({
  en: looks === 1 ? '' : `${looks} looks in a row failed: `,
  ko: looks === 1 ? '' : `${looks}회 연속 읽지 못했습니다: `,
});

export const unreadTitle = ({ cluster }: Pick<Unread, 'cluster'>, locale: Locale): string =>
  cluster === null ? words.clusters[locale] : `${cluster}: ${words.cluster[locale]}`;

/** After the watch could not read for some looks in a row: silence in the channel must not look like health. */
export const unreadCard = (
  { cluster, words: why, looks }: Unread,
  locale: Locale,
  onCall: Callee | null = null,
): Card => {
  const title = unreadTitle({ cluster }, locale);
  return card(`⚠️ ${title}. ${why[locale]}`, (room): KnownBlock[] => [
    header(`⚠️ ${title}`),
    rich(
      line(
        ...(onCall ? [who(onCall), piece(' ')] : []),
        piece(failed(looks)[locale]),
        ...said(why, locale, room.chars),
        piece(`\n${words.next[locale]}`),
      ),
    ),
    ...(cluster === null
      ? []
      : actions(button(lookId, buttonNames.look[locale], clusterValue({ cluster, cure: null })))),
  ]);
};

export const listedWords: Words = {
  en: 'The list of clusters can be read again; the watch goes on.',
  ko: '클러스터 목록을 다시 읽을 수 있습니다. 감시를 계속합니다.',
};
