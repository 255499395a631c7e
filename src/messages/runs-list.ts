import { hiddenWords, isHidden } from '../runs/hidden.ts';
import type { Run } from '../runs/run.ts';
import type { Locale, Words } from '../words.ts';
import {
  bold,
  cell,
  code,
  header,
  type KnownBlock,
  line,
  link,
  list,
  onDay,
  type Piece,
  piece,
  rich,
  said,
  when,
  who,
} from './blocks.ts';
import { type Card, card } from './drawn.ts';
import { cureTyped } from './names.ts';
import { nowAt, place, runState } from './run-state.ts';

const words = {
  title: { en: 'Runs', ko: '복구 목록' },
  none: {
    en: 'No run yet. /pks recover starts one.',
    ko: '아직 복구 기록이 없습니다. /pks recover 로 시작합니다.',
  },
  run: { en: 'Run', ko: '복구' },
  cluster: { en: 'Cluster', ko: '클러스터' },
  cure: { en: 'Cure', ko: '방법' },
  state: { en: 'State', ko: '상태' },
  by: { en: 'Asked by', ko: '요청자' },
  started: { en: 'Started', ko: '시작' },
  open: { en: 'Open its card', ko: '카드 열기' },
  step: { en: 'Step: ', ko: '단계: ' },
} satisfies Record<string, Words>;

/** By run id: where its card is. */
type Addresses = ReadonlyMap<string, string>;

const idCell = ({ id }: Run, addresses: Addresses) => {
  const address = addresses.get(id);
  return address ? rich(line(link(address, id))) : cell(id, 80);
};

const row = (run: Run, locale: Locale, channel: string): string[] => {
  if (isHidden(run, channel)) return [hiddenWords(run)[locale], ...Array(3).fill('–')];
  return shownRow(run, locale);
};
const shownRow = (run: Run, locale: Locale): string[] => [
  run.started.cluster,
  cureTyped(run.started.cure),
  `${runState(run).mark} ${runState(run).words[locale]}`,
  run.started.requestedBy.name || run.started.requestedBy.id,
];

/** Newest first, as `desk.runs` answers; `channel`: where it is asked for. */
export const runsList = (
  runs: readonly Run[],
  locale: Locale,
  channel: string,
  addresses: Addresses = new Map(),
): Card => {
  if (runs.length === 0) return card(words.none[locale], () => [rich(line(piece(words.none[locale])))]);
  const head = [words.run, words.cluster, words.cure, words.state, words.by, words.started].map(word =>
    cell(word[locale]),
  );
  return card(`${words.title[locale]}: ${runs.map(run => run.id).join(', ')}`, (room): KnownBlock[] => [
    header(words.title[locale]),
    {
      type: 'table',
      rows: [
        head,
        ...runs
          .slice(0, room.items)
          .map(run => [
            idCell(run, addresses),
            ...row(run, locale, channel).map(value => cell(value, Math.min(room.chars, 80))),
            isHidden(run, channel) ? cell('–') : rich(line(onDay(run.startedAt))),
          ]),
      ],
    },
  ]);
};

const stepLine = (run: Run, locale: Locale): Piece[][] => {
  const step = nowAt(run);
  if (!step) return [];
  const { n, of } = place(run, step);
  return [[bold(words.step[locale]), piece(`${n}/${of} ${step.planned.title[locale]}`, 300)]];
};

/** One run at a glance, for whoever asks; its card in the channel is the full story. */
export const runShown = (run: Run, locale: Locale, address: string | null = null): Card => {
  const state = `${runState(run).mark} ${run.started.cluster}: ${runState(run).words[locale]}`;
  return card(state, (room): KnownBlock[] => [
    header(state),
    rich(
      line(...said(run.finished?.words ?? run.started.verdict.sentence, locale, room.chars)),
      list([
        [
          code(run.id, 60),
          piece(` · ${cureTyped(run.started.cure)} · `, 120),
          who(run.started.requestedBy),
          piece(' · '),
          when(run.startedAt),
        ],
        ...stepLine(run, locale),
        ...(address === null ? [] : [[link(address, words.open[locale])]]),
      ]),
    ),
  ]);
};
