import { isCureless } from '../cluster/verdict-types.ts';
import { costOf } from '../runbooks/index.ts';
import { openAsk, ownerOf, type Run } from '../runs/run.ts';
import type { Locale, Words } from '../words.ts';
import {
  actions,
  bold,
  code,
  container,
  header,
  type KnownBlock,
  line,
  type Piece,
  piece,
  rich,
  said,
  when,
  who,
  whoAll,
} from './blocks.ts';
import { card, type Drawn, fitsAt, type Room } from './drawn.ts';
import { glassSaid } from './glass-message.ts';
import { cureTyped } from './names.ts';
import { outageAsk, ownOutage } from './own-outage.ts';
import { everyStep, planBlock, seeThread } from './plan-block.ts';
import { abortRun, takeOverRun } from './run-buttons.ts';
import { nothingRan, runState } from './run-state.ts';
import { cut, firstSentence } from './text.ts';

const words = {
  title: { en: 'etcd recovery', ko: 'etcd 복구' },
  saving: { en: 'etcd snapshots', ko: 'etcd 스냅샷' },
  savesOnly: {
    en: 'It changes nothing. Each file holds every Secret, so one approver is asked, once.',
    ko: '변경 없이 저장만 합니다. 파일에 모든 Secret이 들어 있어 승인자 1명의 승인을 한 번 받습니다.',
  },
  owner: { en: 'owner: ', ko: '담당: ' },
  unverified: {
    en: ' Slack did not say who that is: not verified.',
    ko: ' Slack에서 사용자를 확인하지 못했습니다(미확인).',
  },
  askedBy: { en: 'asked by ', ko: '요청: ' },
  cure: { en: 'cure: ', ko: '방법: ' },
  nothing: {
    en: 'Nothing has run yet: each change waits in the thread for approval.',
    ko: '아직 실행한 것은 없습니다. 변경 작업은 매번 스레드에서 승인을 받습니다.',
  },
  byItself: {
    en: 'Reading, snapshot, backup and checks run by themselves. One check writes a canary key outside /registry and deletes it again.',
    ko: '조회·스냅샷·백업·점검은 자동으로 진행합니다. 점검 중 하나는 /registry 밖에 카나리 키를 쓰고 다시 지웁니다.',
  },
  endsItself: {
    en: 'It ends by itself when somebody types /pks recover.',
    ko: '누군가 /pks recover를 입력하면 스스로 끝납니다.',
  },
  more: { en: 'Every step, costs, who approves', ko: '전체 단계, 영향, 승인자' },
  may: {
    en: 'Approvals: any approver except who asked or took over: ',
    ko: '승인자가 승인하며, 요청·인수한 ',
  },
  mayEnd: {
    en: '. Two different people where two are asked for.',
    ko: ' 님은 제외됩니다. 2명이 필요한 단계는 서로 다른 두 사람이 승인해야 합니다.',
  },
  costs: { en: 'What it costs: ', ko: '영향: ' },
  versionUnread: { en: '(version not read)', ko: '(버전 확인 불가)' },
} satisfies Record<string, Words>;

/** The sentence that matters most is the last to be shortened; what does not fit on a phone stands whole in the fold. */
const mainRoom = 400;
const phoneRoom = 280;

const facts = (run: Run, locale: Locale): Piece[] => [
  piece('run '),
  code(run.id, 60),
  piece(` · ${words.askedBy[locale]}`),
  who(run.started.requestedBy),
  ...(run.owners.length > 1 ? [piece(` · ${words.owner[locale]}`), who(ownerOf(run))] : []),
  piece(` · ${words.cure[locale]}${cureTyped(run.started.cure)} · `, 200),
  when(run.startedAt),
];

/** What acts on the jump host, as it was when the run began. */
const toolLine = ({ started }: Run, locale: Locale): string =>
  Object.entries(started.versions)
    .map(([tool, version]) => `${tool} ${cut(version || words.versionUnread[locale], 40)}`)
    .join(' · ');

const titleOf = (run: Run): Words => (isCureless(run.started.cure) ? words.saving : words.title);
/** What runs by itself and what waits. */
const beforeWords = (run: Run): Words => (isCureless(run.started.cure) ? words.savesOnly : words.nothing);

const aborted = (run: Run, locale: Locale): Piece[] => {
  if (!run.abort || run.finished) return [];
  const by = who(run.abort.by);
  const said =
    locale === 'ko'
      ? [by, piece(' 님이 중단을 요청했습니다. ')]
      : [piece('Abort asked for by '), by, piece('. ')];
  return run.abort.unverified ? [...said, bold(words.unverified[locale])] : said;
};

/** What is wrong, and before anything ran what that means; of a run that is over, what came of it. */
const standing = (run: Run, room: Room, locale: Locale): KnownBlock => {
  const main = Math.max(room.chars, mainRoom);
  if (run.finished) return rich(line(...said(run.finished.words, locale, main)));
  const before = nothingRan(run) && !run.abort ? [line(piece(beforeWords(run)[locale]))] : [];
  const stops = aborted(run, locale);
  return rich(
    ...(stops.length === 0 ? [] : [line(...stops)]),
    line(...said(run.started.verdict.sentence, locale, phoneRoom)),
    ...(nothingRan(run) ? costs(run, locale, firstSentence) : []),
    ...before,
  );
};

/** For whoever approves: what this cure costs, as long as it may still cost it. */
const costs = ({ started, finished }: Run, locale: Locale, shown: (cost: string) => string) => {
  const what = finished || isCureless(started.cure) ? null : costOf(started.cure);
  return what ? [line(bold(words.costs[locale]), piece(shown(what[locale]), 600))] : [];
};

const whole = ({ started }: Run, room: Room, locale: Locale) =>
  started.verdict.sentence[locale].length > phoneRoom
    ? [rich(line(...said(started.verdict.sentence, locale, Math.max(room.chars, mainRoom))))]
    : [];

/** Whoever wants to know more unfolds it. */
const more = (run: Run, room: Room, locale: Locale, inThread: boolean): KnownBlock => {
  const tools = toolLine(run, locale);
  const cureless = isCureless(run.started.cure);
  const cost = costs(run, locale, whole => whole);
  const may = line(piece(words.may[locale]), ...whoAll(run.owners), piece(words.mayEnd[locale]));
  return container(
    words.more[locale],
    [
      ...whole(run, room, locale),
      everyStep(run, room, locale),
      ...(inThread ? [seeThread(locale)] : []),
      ...(run.finished
        ? []
        : [
            rich(
              ...cost,
              line(piece((cureless ? words.endsItself : words.byItself)[locale])),
              ...(cureless || run.glass ? [] : [may]),
            ),
          ]),
      ...(tools === '' ? [] : [rich(line(piece(tools, 1000)))]),
    ],
    true,
  );
};

const outage = (run: Run, locale: Locale): KnownBlock[] => {
  const step = outageAsk(run);
  return step ? ownOutage(run, step, locale) : [];
};

const blocks =
  (run: Run, locale: Locale, inThread: boolean) =>
  (room: Room): KnownBlock[] => {
    const title = `${runState(run).mark} ${titleOf(run)[locale]} · ${run.started.cluster} · ${runState(run).words[locale]}`;
    return [
      header(title),
      rich(line(...facts(run, locale))),
      ...outage(run, locale),
      standing(run, room, locale),
      planBlock(run, room, locale),
      ...(run.glass ? [rich(line(...glassSaid(run.glass, locale)))] : []),
      more(run, room, locale, inThread),
      ...(run.finished || run.abort ? [] : actions(abortRun(run, locale), takeOverRun(run, locale))),
    ];
  };

/** With less room than this for a text the plan goes into the thread in full. */
const planRoom = 700;
/** The plan as it was shown before anything ran needed shortening. Stays as it was: a run's messages never vanish, and nobody who
 *  takes over or aborts pushes the open ask up with a plan that everybody has read. */
export const planNeedsThread = (run: Run, locale: Locale): boolean => {
  const start = {
    ...run,
    steps: run.steps.map(step => ({ ...step, state: 'to-come' as const, settled: null })),
    finished: null,
    owners: [run.started.requestedBy],
    abort: null,
  };
  return !fitsAt(blocks(start, locale, true), planRoom);
};

/** What people pass by for: what the run waits for and what came of it. How far its plan is, is progress. */
const news = (run: Run): string =>
  JSON.stringify([
    runState(run).words.en,
    run.finished?.words.en,
    run.owners.length,
    run.abort?.by.id,
    run.abort?.unverified,
    run.glass?.at,
    run.replanned.length,
    openAsk(run)?.asked.at,
  ]);

/** The run's one message in the channel. Everything else of it stands in its thread. */
export const headline = (run: Run, locale: Locale): Drawn => {
  const state = runState(run).words[locale];
  const text = `${titleOf(run)[locale]} · ${run.started.cluster} · ${state}. ${run.finished?.words[locale] ?? run.started.verdict.sentence[locale]}`;
  return {
    key: 'headline',
    inThread: false,
    urgent: false,
    news: news(run),
    ...card(text, blocks(run, locale, planNeedsThread(run, locale))),
  };
};
