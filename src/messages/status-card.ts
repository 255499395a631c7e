import type { types } from '@slack/bolt';
import { preventionOf } from '../cluster/prevention.ts';
import type { ByHand } from '../cluster/verdict-types.ts';
import type { Observed } from '../desk/desk-types.ts';
import { buttonNames } from '../model/button-names.ts';
import { costOf } from '../runbooks/index.ts';
import type { PlannedStep } from '../runs/events.ts';
import type { Locale, Words } from '../words.ts';
import {
  actions,
  bold,
  button,
  code,
  commandLine,
  container,
  context,
  header,
  type KnownBlock,
  line,
  list,
  piece,
  rich,
  said,
} from './blocks.ts';
import { clusterValue, refreshId, snapshotButton, startId } from './button-value.ts';
import { type Card, card, type Room } from './drawn.ts';
import { detailsBlock } from './master-details.ts';
import { mastersTable } from './masters-table.ts';
import { membersPicture } from './members-picture.ts';
import { cureTitle, verdictTitle } from './names.ts';
import { healthyIn, quorumWords } from './quorum.ts';
import { cut } from './text.ts';
import { unreadList } from './unread.ts';

const words = {
  stillReading: { en: 'still reading …', ko: '아직 읽는 중 …' },
  nothingToDo: { en: 'Nothing to do.', ko: '조치할 것 없음.' },
  todo: { en: 'What to do: ', ko: '조치: ' },
  see: { en: 'Before the next, see: ', ko: '다음 단계 전에 확인: ' },
  posts: {
    en: ' would post this plan and wait. Nothing runs before somebody approves:',
    ko: ' 를 실행하면 아래 계획만 올라오고 대기합니다. 승인 전에는 아무것도 실행하지 않습니다.',
  },
  otherwise: { en: 'Also allowed: ', ko: '다른 방법: ' },
  costs: { en: 'What it costs: ', ko: '영향: ' },
  evidence: { en: 'Evidence', ko: '근거' },
  unread: { en: 'Not readable', ko: '읽지 못한 것' },
  warnings: { en: 'Watch out', ko: '주의' },
  masters: { en: 'Each master in figures', ko: '마스터별 상세 수치' },
  prevention: { en: 'What prevents the next one', ko: '예방 점검' },
  readAt: { en: 'Read at', ko: '조회 시각' },
} satisfies Record<string, Words>;

const running = (run: string): Words => ({
  en: `A run is at work on this cluster: ${run}. Go on there.`,
  ko: `이미 복구가 진행 중입니다: ${run}. 그쪽에서 계속하세요.`,
});

const mark = ({ verdict, complete }: Observed): string => {
  if (verdict.name === 'healthy') return complete ? '✅' : '⏳';
  if (verdict.name === 'not-enough-seen') return complete ? '❔' : '⏳';
  return verdict.healthy.length > 0 && verdict.allowed.length > 0 ? '🟠' : '🔴';
};

const approvals = (step: PlannedStep): Words =>
  step.people === 0
    ? { en: '', ko: '' }
    : {
        en: ` (asks ${step.people === 1 ? 'one person' : `${step.people} people`})`,
        ko: ` (승인 ${step.people}명)`,
      };

const planLines = (plan: readonly PlannedStep[], room: Room, locale: Locale) =>
  list(
    plan.map(step => [
      piece(
        `${cut(step.title[locale], Math.min(Math.max(room.chars, 90), 150))}${approvals(step)[locale]}`,
        300,
      ),
    ]),
    'ordered',
  );

/** A cost begins with what it does to writes; the rest is said by the run's own card. */
const firstSentence = (said: string): string => /^.*?\.(?=\s|$)/s.exec(said)?.[0] ?? said;

/** What the proposed cure costs, and in a sentence what each other allowed one would. */
const costs = ({ verdict }: Observed, locale: Locale): types.RichTextSection[] =>
  verdict.allowed.map(cure => {
    const cost = costOf(cure)?.[locale] ?? '';
    return cure === verdict.proposed
      ? line(bold(words.costs[locale]), piece(cost, 600))
      : line(bold(`${words.otherwise[locale]}${cureTitle[cure][locale]}. `), piece(firstSentence(cost), 300));
  });

/** What a person does, in order: each command is one block, to be copied whole, and what to see before the next. */
const byHandMoves = ({ caution, moves }: ByHand, room: Room, locale: Locale): types.RichTextBlock =>
  rich(
    line(bold(words.todo[locale]), ...said(caution, locale, room.chars)),
    ...moves
      .slice(0, 12)
      .flatMap((move, at) => [
        line(piece(`${at + 1}. `), ...said(move.words, locale, room.chars)),
        commandLine(move.command, Math.max(room.chars, 600)),
        line(piece(words.see[locale]), ...said(move.see, locale, room.chars)),
      ]),
  );

/** What to do, and what `/pks recover` would do. */
const advice = (
  looked: Observed,
  plan: readonly PlannedStep[],
  room: Room,
  locale: Locale,
): types.RichTextBlock => {
  const { verdict, run, seen } = looked;
  if (run) return rich(line(bold(words.todo[locale]), piece(running(run.id)[locale])));
  if (verdict.byHand) return byHandMoves(verdict.byHand, room, locale);
  if (verdict.refused)
    return rich(line(bold(words.todo[locale]), ...said(verdict.refused, locale, room.chars)));
  if (!verdict.proposed)
    return rich(line(piece(looked.complete ? words.nothingToDo[locale] : words.stillReading[locale])));
  const command = code(`/pks recover ${seen.cluster}`, 200);
  const lead = line(
    bold(words.todo[locale]),
    piece(`${cureTitle[verdict.proposed][locale]}. `),
    command,
    piece(words.posts[locale]),
  );
  const planned = plan.length === 0 ? [] : [planLines(plan, room, locale)];
  return rich(lead, ...planned, ...costs(looked, locale));
};

/** Lines under a title, folded away. */
const folded = (title: Words, items: readonly Words[], room: Room, locale: Locale): KnownBlock[] => {
  const shown = items.map(item => [piece(item[locale], Math.min(room.chars, 400))]);
  return shown.length === 0 ? [] : [container(title[locale], [rich(list(shown))], true)];
};

const evidence = ({ verdict }: Observed, room: Room, locale: Locale): KnownBlock[] =>
  folded(words.evidence, verdict.evidence.slice(0, room.items), room, locale);

/** What prevents the next incident. */
const prevention = ({ seen, saved, complete }: Observed, room: Room, locale: Locale): KnownBlock[] =>
  complete ? folded(words.prevention, preventionOf(seen, saved), room, locale) : [];

const warnings = ({ verdict }: Observed, room: Room, locale: Locale): KnownBlock[] =>
  verdict.warnings.length === 0
    ? []
    : [
        rich(
          line(bold(`⚠️ ${words.warnings[locale]}`)),
          list(
            verdict.warnings
              .slice(0, room.items)
              .map(item => [piece(item[locale], Math.max(room.chars, 160))]),
          ),
        ),
      ];

/** Every figure of every master, folded away: the picture above it tells who is well. */
const table = ({ seen, verdict }: Observed, room: Room, locale: Locale): KnownBlock[] => {
  const masters = mastersTable(seen, verdict, room, locale);
  return masters.length === 0 ? [] : [container(words.masters[locale], masters, true)];
};

const startButtons = ({ verdict, run, seen, complete }: Observed, locale: Locale) => {
  if (run || !complete || verdict.refused) return [];
  const start = buttonNames.start[locale];
  return verdict.allowed.map((cure, index) =>
    button(
      index === 0 ? startId : `${startId}:${cure}`,
      cure === verdict.proposed ? start : `${start} (${cureTitle[cure][locale]})`,
      clusterValue({ cluster: seen.cluster, cure }),
      cure === verdict.proposed ? { style: 'primary' } : {},
    ),
  );
};

/** Beside a refusal: what the members hold that still answer. */
const saveButton = ({ verdict, run, seen, complete }: Observed, locale: Locale) =>
  complete && !run && verdict.refused && seen.masters.some(master => master.etcd?.up)
    ? [button(snapshotButton, buttonNames.save[locale], clusterValue({ cluster: seen.cluster, cure: null }))]
    : [];

const buttons = (looked: Observed, locale: Locale): KnownBlock[] =>
  actions(
    ...startButtons(looked, locale),
    ...saveButton(looked, locale),
    ...(looked.complete
      ? [
          button(
            refreshId,
            buttonNames.refresh[locale],
            clusterValue({ cluster: looked.seen.cluster, cure: null }),
          ),
        ]
      : []),
  );

/** What the glance says is the last to be shortened: folded figures go first. */
const glanceRoom = 400;
const queriesOf = (looked: Observed, room: Room, locale: Locale): KnownBlock =>
  rich(
    line(
      ...said(looked.verdict.sentence, locale, Math.max(room.chars, glanceRoom)),
      piece('\n'),
      bold(quorumWords(healthyIn(looked.verdict), looked.seen.masters.length)[locale]),
    ),
  );

/** One cluster at a glance: verdict, quorum, the members, what to do; then, folded, each figure and the evidence.
 *  `plan`: what the proposed cure would do, from `desk.plan`; empty when nothing is proposed. */
export const statusCard = (looked: Observed, plan: readonly PlannedStep[], locale: Locale): Card => {
  const title = `${mark(looked)} ${looked.seen.cluster}: ${looked.complete ? verdictTitle[looked.verdict.name][locale] : words.stillReading[locale]}`;
  const fallback = `${title}. ${looked.verdict.sentence[locale]} ${quorumWords(healthyIn(looked.verdict), looked.seen.masters.length)[locale]}`;
  return card(fallback, room => [
    header(title),
    queriesOf(looked, room, locale),
    ...membersPicture(looked.seen, looked.verdict, room, locale),
    advice(looked, plan, room, locale),
    ...warnings(looked, room, locale),
    ...unreadList(looked.seen, words.unread[locale], room, locale),
    ...table(looked, room, locale),
    ...evidence(looked, room, locale),
    ...prevention(looked, room, locale),
    detailsBlock(looked.seen, room, locale),
    context(
      `${words.readAt[locale]} ${looked.seen.at.slice(0, 19).replace('T', ' ')} UTC${looked.complete ? '' : ` · ${words.stillReading[locale]}`}`,
    ),
    ...buttons(looked, locale),
  ]);
};
