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
import { cureTyped } from './names.ts';
import { runState } from './run-state.ts';
import { stepBlocks } from './step-message.ts';

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
  noRun: { en: 'No run has ended yet.', ko: '아직 끝난 복구가 없습니다.' },
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
    piece(` ${run.started.cluster} · ${cureTyped(run.started.cure)} · ${state.words[locale]} · `, 300),
    who(run.started.requestedBy),
    piece(' · '),
    when(run.startedAt),
  ];
};

/** A Home tab folds nothing: what a message has in a container stands there below its title. */
const unfolded = (block: KnownBlock): readonly KnownBlock[] =>
  block.type === 'container'
    ? [rich(line(bold(block.title?.text ?? '', 150))), ...block.child_blocks]
    : [block];

/** The question that a run waits with as it stands in its thread: nobody answers what they can't read. */
const waiting = (run: Run, facts: HomeFacts, locale: Locale): readonly KnownBlock[] => {
  const open = openAsk(run);
  if (!open) return [];
  return card(run.id, room => [
    rich(line(...runPieces(run, facts, locale))),
    ...stepBlocks(run, open.step, null, locale)(room).flatMap(unfolded),
  ]).blocks;
};

const listed = (items: readonly Piece[][], none: Words, locale: Locale): KnownBlock =>
  rich(items.length === 0 ? line(piece(none[locale])) : list(items));

/** Of a view's hundred blocks: the other questions are lines with a link to where they are answered. */
const questions = 4;

/** The App Home: what waits, what runs, the clusters and how old their last look is, and what was. */
export const home = (facts: HomeFacts, locale: Locale): types.HomeView => {
  const live = facts.runs.filter(run => !run.finished);
  const asking = live.filter(openAsk);
  const shown = asking.slice(0, questions).flatMap(run => waiting(run, facts, locale));
  const lines = live.filter(run => !asking.slice(0, questions).includes(run));
  const { blocks } = card('pks-rescue', room => [
    ...(lines.length === 0
      ? []
      : [
          header(words.live[locale]),
          listed(
            lines.map(run => runPieces(run, facts, locale)),
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
  const nothing = asking.length === 0 ? [rich(line(piece(words.nothingWaits[locale])))] : [];
  return { type: 'home', blocks: [header(words.waits[locale]), ...nothing, ...shown, ...blocks] };
};
