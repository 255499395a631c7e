import type { Run } from '../runs/run.ts';
import { type Locale, text } from '../words.ts';
import { bold, commandLine, line, type Piece, piece, rich, who, whoAll } from './blocks.ts';
import { card, type Drawn } from './drawn.ts';

type Glass = NonNullable<Run['glass']>;

const words = {
  title: text('🚨 Break-glass: ', '🚨 비상 승인: '),
  says: text(
    ' answers alone. Until this run ends one approval is enough, also the owner’s own where they broke it; conditions, refusals and the check of the state hold as ever. Reason: ',
    ' 님이 단독으로 승인했습니다. 이 복구가 끝날 때까지 승인 1명으로 진행하며, 적용한 사람이 담당자여도 인정됩니다. 조건, 거부, 상태 확인은 그대로입니다. 사유: ',
  ),
};

/** Who broke it and why, as every card of the run says it. */
export const glassSaid = ({ by, reason }: Glass, locale: Locale): Piece[] => [
  bold(words.title[locale]),
  who(by),
  piece(words.says[locale]),
  piece(reason, 400),
];

/** Everybody is told, in the thread and in the channel, by new messages that call them. */
export const glassMessages = ({ id, started, glass }: Run, locale: Locale): readonly Drawn[] => {
  if (!glass) return [];
  const head = `${words.title[locale]}${started.cluster} · ${id}`;
  return [false, true].map(inThread => ({
    key: inThread ? 'glass' : 'glass/channel',
    inThread,
    urgent: true,
    ...card(`${head}. ${glass.by.name}: ${glass.reason}`, room => [
      rich(
        line(...whoAll(glass.to), piece(` ${started.cluster} · ${id}`, 200)),
        line(...glassSaid(glass, locale)),
        commandLine(glass.line, room.chars),
      ),
    ]),
  }));
};
