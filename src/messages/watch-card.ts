import type { VerdictName } from '../cluster/verdict-types.ts';
import type { Observed } from '../desk/desk-types.ts';
import { buttonNames } from '../model/button-names.ts';
import type { Callee } from '../model/person.ts';
import type { Locale, Words } from '../words.ts';
import {
  actions,
  bold,
  button,
  header,
  type KnownBlock,
  line,
  piece,
  rich,
  said,
  when,
  who,
} from './blocks.ts';
import { clusterValue, lookId, startId } from './button-value.ts';
import { type Card, card } from './drawn.ts';
import { verdictTitle } from './names.ts';
import { healthyIn, quorumWords } from './quorum.ts';

const words = {
  read: { en: 'Read at ', ko: '조회 시각: ' },
  was: { en: 'It was: ', ko: '이전 상태: ' },
  unread: { en: 'could not be read', ko: '읽을 수 없음' },
  unseen: {
    en: 'Three looks in a row saw no more than this. Next: look closer, and compare with bosh vms. A master that is powered off or whose agent is silent has to come back first; if nobody stopped it on purpose, start its VM or let the resurrector do it.',
    ko: '세 번 연속 이 이상 확인하지 못했습니다. 다음: 자세히 보기로 확인하고 bosh vms와 비교하세요. 전원이 꺼졌거나 agent가 응답하지 않는 마스터부터 돌아와야 합니다. 의도적으로 중지한 것이 아니라면 VM을 켜거나 resurrector에 맡기세요.',
  },
  plans: {
    en: 'Start recovery posts a plan and waits; nothing runs before somebody approves.',
    ko: '복구 시작을 눌러도 계획만 올라옵니다. 승인 전에는 아무것도 실행하지 않습니다.',
  },
} satisfies Record<string, Words>;

const buttons = (looked: Observed, locale: Locale): KnownBlock[] => {
  const { verdict, seen, run } = looked;
  const start =
    !run && verdict.proposed
      ? [
          button(
            startId,
            buttonNames.start[locale],
            clusterValue({ cluster: seen.cluster, cure: verdict.proposed }),
            { style: 'primary' },
          ),
        ]
      : [];
  return actions(
    ...start,
    button(lookId, buttonNames.look[locale], clusterValue({ cluster: seen.cluster, cure: null })),
  );
};

/** How old the look is that the card tells. */
const readAt = (at: string, locale: Locale) =>
  Number.isFinite(Date.parse(at)) ? [piece(`\n${words.read[locale]}`), when(Date.parse(at))] : [];

/** The watch saw a cluster's verdict change; unless all is well it calls `onCall`. `before` is null when nothing was known. */
export const watchCard = (
  looked: Observed,
  before: VerdictName | 'unread' | null,
  locale: Locale,
  onCall: Callee | null = null,
): Card => {
  const { verdict, seen } = looked;
  const well = verdict.name === 'healthy';
  const title = `${well ? '✅' : '🔔'} ${seen.cluster}: ${verdictTitle[verdict.name][locale]}`;
  return card(`${title}. ${verdict.sentence[locale]}`, (room): KnownBlock[] => [
    header(title),
    rich(
      line(
        ...(well || !onCall ? [] : [who(onCall), piece(' ')]),
        ...said(verdict.sentence, locale, room.chars),
        piece('\n'),
        bold(quorumWords(healthyIn(verdict), seen.masters.length)[locale]),
        ...(before === null
          ? []
          : [
              piece(
                `\n${words.was[locale]}${(before === 'unread' ? words.unread : verdictTitle[before])[locale]}`,
              ),
            ]),
        ...readAt(seen.at, locale),
        ...(verdict.refused ? [piece('\n'), ...said(verdict.refused, locale, room.chars)] : []),
        ...(verdict.name === 'not-enough-seen' ? [piece(`\n${words.unseen[locale]}`)] : []),
        ...(verdict.proposed ? [piece(`\n${words.plans[locale]}`)] : []),
      ),
    ),
    ...buttons(looked, locale),
  ]);
};
