import type { types } from '@slack/bolt';
import { openAsk, type Run } from '../runs/run.ts';
import type { Locale, Words } from '../words.ts';
import {
  bold,
  header,
  type KnownBlock,
  line,
  link,
  list,
  type Piece,
  piece,
  rich,
  when,
  who,
} from './blocks.ts';
import { card } from './drawn.ts';
import { cureWords } from './names.ts';
import { runState } from './run-state.ts';
import { stepButtons } from './step-buttons.ts';

const words = {
  waits: { en: 'Waiting for an answer', ko: '답변 대기 중' },
  nothingWaits: { en: 'Nothing waits for anybody.', ko: '대기 중인 승인이 없습니다.' },
  live: { en: 'Running', ko: '진행 중' },
  clusters: { en: 'Clusters', ko: '클러스터' },
  noCluster: {
    en: 'No cluster was read yet. /pks etcd-status reads one.',
    ko: '아직 읽은 클러스터가 없습니다. /pks etcd-status 로 확인하세요.',
  },
  lastWhole: { en: ': last seen with data that agree at ', ko: ': 데이터 일치를 마지막으로 확인한 시각 ' },
  recent: { en: 'Recent runs', ko: '최근 복구' },
  noRun: { en: 'No run yet.', ko: '아직 복구 기록이 없습니다.' },
} satisfies Record<string, Words>;

type HomeFacts = {
  /** Newest first. */
  readonly runs: readonly Run[];
  /** When each cluster was last read and believed, in milliseconds since the epoch. */
  readonly looks: readonly { readonly cluster: string; readonly at: number }[];
  /** By run id: where its card is. */
  readonly addresses: ReadonlyMap<string, string>;
};

const runPieces = (run: Run, { addresses }: HomeFacts, locale: Locale): Piece[] => {
  const address = addresses.get(run.id);
  const state = runState(run);
  return [
    piece(`${state.mark} `),
    address ? link(address, run.id) : bold(run.id, 60),
    piece(
      ` ${run.started.cluster} · ${cureWords(run.started.cure)[locale]} · ${state.words[locale]} · `,
      300,
    ),
    who(run.started.requestedBy),
    piece(' · '),
    when(run.startedAt),
  ];
};

/** The question that a run waits with, and the buttons that answer it: the same as on its card. */
const waiting = (run: Run, facts: HomeFacts, locale: Locale): KnownBlock[] => {
  const open = openAsk(run);
  if (!open) return [];
  return [
    rich(line(...runPieces(run, facts, locale)), line(bold(open.step.planned.title[locale], 300))),
    ...stepButtons(run, open.step, locale),
  ];
};

const listed = (items: readonly Piece[][], none: Words, locale: Locale): KnownBlock =>
  rich(items.length === 0 ? line(piece(none[locale])) : list(items));

/** The App Home: what waits, what runs, the clusters and how old their last look is, and what was. */
export const home = (facts: HomeFacts, locale: Locale): types.HomeView => {
  const live = facts.runs.filter(run => !run.finished);
  const asks = live.flatMap(run => waiting(run, facts, locale));
  const busy = live.filter(run => !openAsk(run));
  const { blocks } = card('pks-rescue', room => [
    header(words.waits[locale]),
    ...(asks.length === 0 ? [rich(line(piece(words.nothingWaits[locale])))] : asks),
    ...(busy.length === 0
      ? []
      : [
          header(words.live[locale]),
          listed(
            busy.map(run => runPieces(run, facts, locale)),
            words.noRun,
            locale,
          ),
        ]),
    header(words.clusters[locale]),
    listed(
      facts.looks
        .slice(0, room.items)
        .map(({ cluster, at }) => [bold(cluster, 80), piece(words.lastWhole[locale]), when(at)]),
      words.noCluster,
      locale,
    ),
    header(words.recent[locale]),
    listed(
      facts.runs
        .filter(run => run.finished)
        .slice(0, Math.min(room.items, 10))
        .map(run => runPieces(run, facts, locale)),
      words.noRun,
      locale,
    ),
  ]);
  return { type: 'home', blocks: [...blocks] };
};
