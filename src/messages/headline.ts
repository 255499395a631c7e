import { isCureless } from '../cluster/verdict-types.ts';
import { answerNames, buttonNames } from '../model/button-names.ts';
import { shortInstance } from '../model/instance.ts';
import { costOf } from '../runbooks/index.ts';
import { openAsk, ownerOf, type Run } from '../runs/run.ts';
import type { Locale, Words } from '../words.ts';
import {
  actions,
  bold,
  button,
  code,
  context,
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
import { actionIds, runValue, takeOverId } from './button-value.ts';
import { card, type Drawn, fitsAt, type Room } from './drawn.ts';
import { glassSaid } from './glass-message.ts';
import { cureWords } from './names.ts';
import { planBlock, seeThread } from './plan-block.ts';
import { nothingRan, nowAt, nowWords, place, runState } from './run-state.ts';
import { cut, flat } from './text.ts';

const words = {
  title: { en: 'etcd recovery', ko: 'etcd 복구' },
  saving: { en: 'etcd snapshots', ko: 'etcd 스냅샷' },
  savesOnly: {
    en: 'It only saves: nothing in the cluster is changed. Each file holds every Secret, so one approver is asked, once. It ends by itself when somebody types /pks recover.',
    ko: '저장만 하며 클러스터를 변경하지 않습니다. 파일마다 모든 Secret이 들어 있어 승인자 1명의 승인을 한 번 받습니다. 누군가 /pks recover를 입력하면 스스로 끝납니다.',
  },
  owner: { en: 'owner: ', ko: '담당: ' },
  unverified: {
    en: ' Slack did not say who that is: not verified.',
    ko: ' Slack에서 사용자를 확인하지 못했습니다(미확인).',
  },
  askedBy: { en: 'asked by ', ko: '요청: ' },
  cure: { en: 'cure: ', ko: '방법: ' },
  nothing: {
    en: 'Nothing has run yet. Reading, snapshot, backup and checks run by themselves; each change waits in the thread for approval. One check writes a canary key outside /registry and deletes it again.',
    ko: '아직 아무것도 실행하지 않았습니다. 조회·스냅샷·백업·점검은 자동으로 진행하고, 변경 작업은 매번 스레드에서 승인을 받습니다. 점검 중 하나는 /registry 밖에 카나리 키를 쓰고 다시 지웁니다.',
  },
  may: {
    en: 'Approvals: any approver except who asked or took over: ',
    ko: '승인 권한자가 승인하며, 요청·인수한 ',
  },
  mayEnd: {
    en: '. Two different people where two are asked for.',
    ko: ' 님은 제외됩니다. 2명이 필요한 단계는 서로 다른 두 사람이 승인해야 합니다.',
  },
  costs: { en: 'What it costs: ', ko: '영향: ' },
  now: { en: 'Now: ', ko: '현재: ' },
  versionUnread: { en: '(version not read)', ko: '(버전 확인 불가)' },
} satisfies Record<string, Words>;

/** The sentence that matters most is the last to be shortened. */
const mainRoom = 400;

const facts = (run: Run, locale: Locale): Piece[] => [
  piece('run '),
  code(run.id, 60),
  piece(` · ${words.askedBy[locale]}`),
  who(run.started.requestedBy),
  ...(run.owners.length > 1 ? [piece(` · ${words.owner[locale]}`), who(ownerOf(run))] : []),
  piece(
    ` · ${words.cure[locale]}${cureWords(run.started.cure)[locale]} · ${run.started.target === '' ? '' : `${shortInstance(run.started.target)} · `}`,
    200,
  ),
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

const step = (run: Run, locale: Locale): Piece[] => {
  const current = nowAt(run);
  if (!current) return [];
  const { n, of } = place(run, current);
  const count = locale === 'ko' ? `${of}단계 중 ${n}단계` : `step ${n} of ${of}`;
  return [
    bold(words.now[locale]),
    piece(`${count}, ${flat(current.planned.title[locale])}: ${nowWords(run, current)[locale]}.`, 300),
  ];
};

const aborted = (run: Run, locale: Locale): Piece[] => {
  if (!run.abort || run.finished) return [];
  const by = who(run.abort.by);
  const said =
    locale === 'ko'
      ? [piece('\n'), by, piece(' 님이 중단을 요청했습니다.')]
      : [piece('\nAbort asked for by '), by, piece('.')];
  return run.abort.unverified ? [...said, bold(words.unverified[locale])] : said;
};

const standing = (run: Run, room: Room, locale: Locale): KnownBlock => {
  if (run.finished) return rich(line(...said(run.finished.words, locale, Math.max(room.chars, mainRoom))));
  if (nothingRan(run) && !openAsk(run))
    return rich(line(piece(beforeWords(run)[locale]), ...aborted(run, locale)));
  const lead = nothingRan(run) ? [piece(`${beforeWords(run)[locale]}\n`)] : [];
  return rich(line(...lead, ...step(run, locale), ...aborted(run, locale)));
};

/** For whoever approves: what this cure costs, as long as it may still cost it. */
const cost = ({ started, finished }: Run, locale: Locale): KnownBlock[] => {
  const what = finished || isCureless(started.cure) ? null : costOf(started.cure);
  return what ? [rich(line(bold(words.costs[locale]), piece(what[locale], 600)))] : [];
};

/** The abort button of the whole run; confirmed, because it is beside everything else. */
export const abortRun = (run: Run, locale: Locale) =>
  button(actionIds.abort, buttonNames.abortRun[locale], runValue({ run: run.id }), {
    style: 'danger',
    confirm: {
      title: { en: 'Abort this run?', ko: '이 복구를 중단할까요?' }[locale],
      text: {
        en: 'No further step of this plan starts. A command that runs now is asked to stop, and the card says what became of it.',
        ko: '이후 단계는 시작하지 않습니다. 실행 중인 명령에는 취소를 요청하고, 결과는 카드에 남깁니다.',
      }[locale],
      yes: answerNames.abort[locale],
      no: buttonNames.goOn[locale],
      danger: true,
    },
  });

/** The next on-call becomes the owner. */
const takeOver = (run: Run, locale: Locale) =>
  button(takeOverId, buttonNames.takeOver[locale], runValue({ run: run.id }), {
    confirm: {
      title: { en: 'Take this run over?', ko: '이 복구를 인수할까요?' }[locale],
      text: {
        en: 'You become its owner: you may ask again and abort, and your own approvals of it do not count.',
        ko: '담당자가 됩니다. 다시 요청하거나 중단할 수 있고, 본인의 승인은 이 복구에서 인정되지 않습니다.',
      }[locale],
      yes: buttonNames.takeOver[locale],
      no: buttonNames.back[locale],
      danger: false,
    },
  });

const blocks =
  (run: Run, locale: Locale, inThread: boolean) =>
  (room: Room): KnownBlock[] => {
    const title = `${runState(run).mark} ${titleOf(run)[locale]} · ${run.started.cluster} · ${runState(run).words[locale]}`;
    return [
      header(title),
      rich(line(...facts(run, locale))),
      rich(line(...said(run.started.verdict.sentence, locale, Math.max(room.chars, mainRoom)))),
      ...cost(run, locale),
      standing(run, room, locale),
      planBlock(run, room, locale),
      ...(inThread ? [seeThread(locale)] : []),
      ...(run.glass ? [rich(line(...glassSaid(run.glass, locale)))] : []),
      ...(run.finished || run.glass || isCureless(run.started.cure)
        ? []
        : [rich(line(piece(words.may[locale]), ...whoAll(run.owners), piece(words.mayEnd[locale])))]),
      ...(Object.keys(run.started.versions).length > 0 ? [context(toolLine(run, locale))] : []),
      ...(run.finished || run.abort ? [] : actions(abortRun(run, locale), takeOver(run, locale))),
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

/** The run's one message in the channel. Everything else of it stands in its thread. */
export const headline = (run: Run, locale: Locale): Drawn => {
  const state = runState(run).words[locale];
  const text = `${titleOf(run)[locale]} · ${run.started.cluster} · ${state}. ${run.finished?.words[locale] ?? run.started.verdict.sentence[locale]}`;
  return {
    key: 'headline',
    inThread: false,
    urgent: false,
    ...card(text, blocks(run, locale, planNeedsThread(run, locale))),
  };
};
