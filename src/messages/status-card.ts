import type { types } from '@slack/bolt';
import { preventionOf } from '../cluster/prevention.ts';
import type { ByHand, CureName } from '../cluster/verdict-types.ts';
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
  header,
  type KnownBlock,
  line,
  list,
  onDay,
  piece,
  rich,
  said,
} from './blocks.ts';
import { clusterValue, refreshId, snapshotButton, startId } from './button-value.ts';
import { type Card, card, type Room } from './drawn.ts';
import { detailsBlock } from './master-details.ts';
import { mastersTable } from './masters-table.ts';
import { membersPicture } from './members-picture.ts';
import { cureDoes, cureTyped, verdictTitle } from './names.ts';
import { healthyIn, quorumWords } from './quorum.ts';
import { cut, firstSentence } from './text.ts';
import { unreadList } from './unread.ts';

const words = {
  stillReading: { en: 'still reading …', ko: '아직 읽는 중 …' },
  nothingToDo: { en: 'Nothing to do.', ko: '조치할 것 없음.' },
  todo: { en: 'What to do: ', ko: '조치: ' },
  see: { en: 'Before the next, see: ', ko: '다음 단계 전에 확인: ' },
  posts: {
    en: ' posts a plan; nothing runs before somebody approves. ',
    ko: ' 는 계획만 올립니다. 승인 전에는 아무것도 실행하지 않습니다. ',
  },
  otherwise: { en: 'Also allowed: ', ko: '다른 방법: ' },
  costs: { en: 'What it costs: ', ko: '영향: ' },
  evidence: { en: 'Evidence', ko: '근거' },
  unread: { en: 'Not readable', ko: '읽지 못한 것' },
  warnings: { en: 'Watch out', ko: '주의' },
  masters: { en: 'Each master in figures', ko: '마스터별 상세 수치' },
  prevention: { en: 'What prevents the next one', ko: '예방 점검' },
  readAt: { en: 'Read at ', ko: '조회 시각: ' },
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
const costPiece = (cure: CureName, locale: Locale) => piece(firstSentence(costOf(cure)?.[locale] ?? ''), 300);

/** The steps of what is proposed, and each other allowed cure with what it would cost. */
const planFolded = (
  { verdict, run }: Observed,
  plan: readonly PlannedStep[],
  room: Room,
  locale: Locale,
): KnownBlock[] => {
  if (run || verdict.byHand || verdict.refused || plan.length === 0) return [];
  const others = verdict.allowed
    .filter(cure => cure !== verdict.proposed)
    .map(cure =>
      line(
        bold(`${words.otherwise[locale]}${cureTyped(cure)}`),
        piece(` (${cureDoes[cure][locale]}). `),
        costPiece(cure, locale),
      ),
    );
  const title = { en: `Its ${plan.length} steps, and other cures`, ko: `${plan.length}단계와 다른 방법` };
  return [container(title[locale], [rich(planLines(plan, room, locale), ...others)], true)];
};

/** What a person types is never shortened before the folded figures are. */
const byHandRoom = 160;
/** What a person does, in order: each command is one block, to be copied whole, and what to see before the next. */
const byHandMoves = ({ caution, moves }: ByHand, room: Room, locale: Locale): types.RichTextBlock =>
  rich(
    line(bold(words.todo[locale]), ...said(caution, locale, Math.max(room.chars, byHandRoom))),
    ...moves
      .slice(0, 12)
      .flatMap((move, at) => [
        line(piece(`${at + 1}. `), ...said(move.words, locale, Math.max(room.chars, byHandRoom))),
        commandLine(move.command, Math.max(room.chars, 600)),
        line(piece(words.see[locale]), ...said(move.see, locale, Math.max(room.chars, byHandRoom))),
      ]),
  );

/** What to do, and what `/pks recover` would do. */
const advice = (looked: Observed, room: Room, locale: Locale): types.RichTextBlock => {
  const { verdict, run, seen } = looked;
  if (run) return rich(line(bold(words.todo[locale]), piece(running(run.id)[locale])));
  if (verdict.byHand) return byHandMoves(verdict.byHand, room, locale);
  if (verdict.refused)
    return rich(line(bold(words.todo[locale]), ...said(verdict.refused, locale, room.chars)));
  if (!verdict.proposed)
    return rich(line(piece(looked.complete ? words.nothingToDo[locale] : words.stillReading[locale])));
  const command = code(`/pks recover ${seen.cluster}`, 200);
  return rich(
    line(
      bold(words.todo[locale]),
      piece(`${cureTyped(verdict.proposed)} (${cureDoes[verdict.proposed][locale]}). `),
      command,
      piece(words.posts[locale]),
      bold(words.costs[locale]),
      costPiece(verdict.proposed, locale),
    ),
  );
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
      `${start} (${cureTyped(cure)})`,
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

const readTime = (at: string): types.RichTextElement[] =>
  Number.isFinite(Date.parse(at)) ? [onDay(Date.parse(at))] : [piece(at, 40)];

/** What the glance says is the last to be shortened: folded figures go first. */
const glanceRoom = 400;
const queriesOf = (looked: Observed, room: Room, locale: Locale): KnownBlock =>
  rich(
    line(
      ...said(looked.verdict.sentence, locale, Math.max(room.chars, glanceRoom)),
      piece('\n'),
      bold(quorumWords(healthyIn(looked.verdict), looked.seen.masters.length)[locale]),
      piece(`\n${words.readAt[locale]}`),
      ...readTime(looked.seen.at),
      ...(looked.complete ? [] : [piece(` · ${words.stillReading[locale]}`)]),
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
    advice(looked, room, locale),
    ...planFolded(looked, plan, room, locale),
    ...warnings(looked, room, locale),
    ...unreadList(looked.seen, words.unread[locale], room, locale),
    ...table(looked, room, locale),
    ...evidence(looked, room, locale),
    ...prevention(looked, room, locale),
    detailsBlock(looked.seen, room, locale),
    ...buttons(looked, locale),
  ]);
};
