import type { types } from '@slack/bolt';
import { z } from 'zod';
import { cureNames } from '../cluster/verdict-types.ts';
import { buttonNames } from '../model/button-names.ts';
import type { Locale, Words } from '../words.ts';
import { type KnownBlock, line, piece, plain, rich } from './blocks.ts';
import { cureDoes, cureTyped } from './names.ts';

export const pickerId = 'pks_picker';

/** What may be picked, in the words of somebody who has typed nothing but `/pks`; each is a verb as it would be typed. */
const does = {
  'etcd-status': {
    title: { en: 'Status', ko: '상태 확인' },
    words: {
      en: 'Reads the masters and says what is wrong.',
      ko: '마스터를 읽고 무엇이 문제인지 알려 줍니다.',
    },
  },
  recover: {
    title: { en: 'Recover', ko: '복구' },
    words: {
      en: 'Posts the plan. Each change waits for approval.',
      ko: '복구 계획을 올립니다. 변경마다 승인을 받습니다.',
    },
  },
  snapshot: {
    title: buttonNames.save,
    words: {
      en: 'Of every master whose etcd answers. One approver.',
      ko: 'etcd가 응답하는 모든 마스터. 승인자 1명.',
    },
  },
  runs: { title: { en: 'Runs', ko: '복구 목록' }, words: { en: 'The newest runs.', ko: '최근 복구 목록.' } },
  doctor: {
    title: { en: 'Doctor', ko: '점검' },
    words: { en: 'Is the bot itself fit to recover?', ko: '봇이 복구할 준비가 되었는지 점검합니다.' },
  },
} satisfies Record<string, { title: Words; words: Words }>;
type Verb = keyof typeof does;
const verbs = Object.keys(does) as Verb[];

const words = {
  title: { en: 'pks-rescue', ko: 'pks-rescue' },
  go: { en: 'Go', ko: '실행' },
  close: { en: 'Close', ko: '닫기' },
  cluster: { en: 'Cluster', ko: '클러스터' },
  what: { en: 'What', ko: '할 일' },
  cure: { en: 'Cure (for Recover)', ko: '복구 방법(복구일 때)' },
  proposed: { en: 'the proposed one', ko: '제안된 방법' },
  least: { en: 'The least invasive that is safe here.', ko: '안전한 것 중 영향이 가장 적은 방법.' },
  reading: { en: 'Reading which clusters there are …', ko: '클러스터 목록을 읽는 중 …' },
} satisfies Record<string, Words>;

const option = (value: string, title: string, description?: string): types.PlainTextOption => ({
  text: plain(title, 75),
  value,
  ...(description ? { description: plain(description, 75) } : {}),
});
/** Slack's limits: so many options, and so long a value. */
const offered = (names: readonly string[]) => names.filter(name => name.length <= 150).slice(0, 100);

const clusterInput = (names: readonly string[], locale: Locale): KnownBlock => {
  const options = offered(names).map(name => option(name, name));
  const [only] = options;
  return {
    type: 'input',
    block_id: 'cluster',
    label: plain(words.cluster[locale], 100),
    optional: options.length === 0,
    element: {
      type: 'static_select',
      action_id: 'cluster',
      options: only ? options : [option('-', '-')],
      ...(only && options.length === 1 ? { initial_option: only } : {}),
    },
  };
};

const whatInput = (locale: Locale): KnownBlock => {
  const options = verbs.map(verb => option(verb, does[verb].title[locale], does[verb].words[locale]));
  const [first] = options;
  return {
    type: 'input',
    block_id: 'what',
    label: plain(words.what[locale], 100),
    element: {
      type: 'radio_buttons',
      action_id: 'what',
      options,
      ...(first ? { initial_option: first } : {}),
    },
  };
};

const cureInput = (locale: Locale): KnownBlock => ({
  type: 'input',
  block_id: 'cure',
  label: plain(words.cure[locale], 100),
  optional: true,
  element: {
    type: 'static_select',
    action_id: 'cure',
    options: [
      option('-', words.proposed[locale], words.least[locale]),
      ...cureNames.map(cure => option(cure, cureTyped(cure), cureDoes[cure][locale])),
    ],
  },
});

/** What `/pks` alone opens. `names`: null while the Director is still asked which clusters there are. `channel`: where it was
 *  typed, and where its answer goes. */
export const picker = (
  names: readonly string[] | null,
  channel: string,
  locale: Locale,
): types.ModalView => ({
  type: 'modal',
  callback_id: pickerId,
  private_metadata: channel,
  title: plain(words.title[locale], 24),
  close: plain(words.close[locale], 24),
  ...(names === null ? {} : { submit: plain(words.go[locale], 24) }),
  blocks:
    names === null
      ? [rich(line(piece(words.reading[locale])))]
      : [clusterInput(names, locale), whatInput(locale), cureInput(locale)],
});

const chosen = z.object({ selected_option: z.object({ value: z.string() }).nullish() }).optional();
const values = z.object({
  cluster: z.object({ cluster: chosen }).optional(),
  what: z.object({ what: chosen }),
  cure: z.object({ cure: chosen }).optional(),
});

/** The picked command as it would have been typed after `/pks`; null for what this bot never drew. */
export const pickedText = (state: unknown): string | null => {
  const read = values.safeParse(state);
  const verb = verbs.find(each => each === read.data?.what.what?.selected_option?.value);
  if (!read.success || verb === undefined) return null;
  const named = (value: string | undefined) => (value === undefined || value === '-' ? [] : [value]);
  const cluster = named(read.data.cluster?.cluster?.selected_option?.value);
  const cure = named(read.data.cure?.cure?.selected_option?.value);
  if (verb === 'runs' || verb === 'doctor') return verb;
  return [verb, ...cluster, ...(verb === 'recover' ? cure.map(name => `--cure=${name}`) : [])].join(' ');
};
