import type { VerdictName } from '../cluster/verdict-types.ts';
import type { Looked } from '../runs/desk-types.ts';
import type { Locale, Words } from '../words.ts';
import { actions, bold, button, header, type KnownBlock, line, rich, said, text } from './blocks.ts';
import { clusterValue, lookId, startId } from './button-value.ts';
import { type Card, card } from './drawn.ts';
import { verdictTitle } from './names.ts';
import { quorumWords } from './quorum.ts';

const words = {
  was: { en: 'It was: ', ko: '이전 상태: ' },
  start: { en: 'Start recovery', ko: '복구 시작' },
  look: { en: 'Look closer', ko: '자세히 보기' },
  plans: {
    en: 'Start recovery posts a plan and waits; nothing runs before somebody approves.',
    ko: '복구 시작을 눌러도 계획만 올라옵니다. 승인 전에는 아무것도 실행하지 않습니다.',
  },
} satisfies Record<string, Words>;

const buttons = (looked: Looked, locale: Locale): KnownBlock[] => {
  const { verdict, seen, run } = looked;
  const start =
    !run && verdict.proposed
      ? [
          button(
            startId,
            words.start[locale],
            clusterValue({ cluster: seen.cluster, cure: verdict.proposed }),
            { style: 'primary' },
          ),
        ]
      : [];
  return actions(
    ...start,
    button(lookId, words.look[locale], clusterValue({ cluster: seen.cluster, cure: null })),
  );
};

/** The watch saw a cluster's verdict change. `before` is null when nothing was known. */
export const watchCard = (looked: Looked, before: VerdictName | null, locale: Locale): Card => {
  const { verdict, seen } = looked;
  const well = verdict.name === 'healthy';
  const title = `${well ? '✅' : '🔔'} ${seen.cluster}: ${verdictTitle[verdict.name][locale]}`;
  return card(`${title}. ${verdict.sentence[locale]}`, (room): KnownBlock[] => [
    header(title),
    rich(
      line(
        ...said(verdict.sentence, locale, room.chars),
        text('\n'),
        bold(quorumWords(verdict.healthy.length, seen.masters.length)[locale]),
        ...(before === null ? [] : [text(`\n${words.was[locale]}${verdictTitle[before][locale]}`)]),
        ...(verdict.refused ? [text('\n'), ...said(verdict.refused, locale, room.chars)] : []),
        ...(verdict.proposed ? [text(`\n${words.plans[locale]}`)] : []),
      ),
    ),
    ...buttons(looked, locale),
  ]);
};
