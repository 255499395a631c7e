import { isAnswered } from '../runs/next.ts';
import type { Run, StepRun } from '../runs/run.ts';
import type { Locale, Words } from '../words.ts';
import { code, line, type Piece, piece, rich, whoAll } from './blocks.ts';
import { card, type Drawn } from './drawn.ts';
import { stepTitle } from './step-state.ts';
import { lasted } from './times.ts';

type Call = StepRun['calls'][number];
type Ask = StepRun['asks'][number];

const words = {
  yours: { en: ' your answer is needed.', ko: ' 응답이 필요합니다.' },
  waited: { en: 'still waits for an answer, for ', ko: ' 단계가 아직 응답을 기다립니다. 경과: ' },
  above: { en: '. Answer on the card above.', ko: '. 위 카드에서 응답하세요.' },
  paged: { en: ' The pager was called.', ko: ' 호출기(pager)로도 알렸습니다.' },
  waits: { en: ' waits for an answer, in the thread', ko: ' 단계가 스레드에서 응답을 기다립니다' },
  again: { en: ': goes on further down', ko: ': 아래에서 계속됩니다' },
  expired: {
    en: ' expired: what was given for it is lost. "Ask again" on its card reads the state anew.',
    ko: ' 요청이 만료되어 그 전의 승인은 무효입니다. 카드의 "다시 요청"을 누르면 상태를 새로 확인합니다.',
  },
  hadExpired: { en: ' had expired', ko: ' 요청이 만료되었습니다' },
  over: { en: 'was called while this waited', ko: '대기 중 호출됨' },
} satisfies Record<string, Words>;

const isOpen = (run: Run, step: StepRun, card = step.cards): boolean =>
  step.state === 'asking' && card === step.cards && !run.finished;

/** Below the title of an ask: whom it calls. Slack tells people of a mention in a new message, and every ask is one. */
export const callLine = (run: Run, step: StepRun, locale: Locale) =>
  step.asked?.to && isOpen(run, step) && !isAnswered(step)
    ? [line(...whoAll(step.asked.to), piece(words.yours[locale]))]
    : [];

/** What the wait costs, as far as it was read. */
const costWords = ({ members, noWritesSeconds }: Call, locale: Locale): string => {
  if (!members) return '';
  const { healthy, down, quorum, of } = members;
  const [en, ko] = [`${healthy} of ${of} members are healthy`, `멤버 ${of}대 중 ${healthy}대 정상`];
  const lost = of - down < quorum;
  const long = noWritesSeconds === undefined ? null : lasted(noWritesSeconds, locale);
  const sentence: Words = lost
    ? {
        en: long ? ` etcd has taken no writes for ${long} (${en}).` : ` etcd takes no writes now (${en}).`,
        ko: long
          ? ` etcd가 ${long} 동안 쓰기를 받지 못하고 있습니다(${ko}).`
          : ` etcd가 지금 쓰기를 받지 못합니다(${ko}).`,
      }
    : healthy === quorum
      ? {
          en: ` ${en}: one more failure stops all writes.`,
          ko: ` ${ko}. 한 대만 더 실패하면 쓰기가 모두 멈춥니다.`,
        }
      : { en: ` ${en}.`, ko: ` ${ko}.` };
  return sentence[locale];
};

const said = (run: Run, step: StepRun, call: Call, locale: Locale): Piece[] => {
  const title = stepTitle(run, step, locale);
  if (!isOpen(run, step, call.card))
    return [...whoAll(call.to), piece(` ${words.over[locale]}: ${title}`, 300)];
  const long = lasted((call.at - (step.asked?.at ?? call.at)) / 1000, locale);
  const sentence =
    locale === 'ko' ? `${title}${words.waited.ko}${long}` : `${title} ${words.waited.en}${long}`;
  return [
    ...whoAll(call.to),
    piece(` ${sentence}${words.above[locale]}`, 400),
    piece(`${costWords(call, locale)}${call.page ? words.paged[locale] : ''} `, 400),
  ];
};

const textOf = (pieces: readonly Piece[]): string =>
  pieces
    .map(each => (each.type === 'text' ? each.text : ''))
    .join('')
    .trim();

/** The time of an ask is over: whom it called is told, for the card alone is an edit. */
export const expiryMessage = (
  run: Run,
  step: StepRun,
  expiry: StepRun['expiries'][number],
  locale: Locale,
): Drawn => {
  const ask = step.asks.find(each => each.card === expiry.card);
  const open = isOpen(run, step, expiry.card);
  const sentence = ` ${stepTitle(run, step, locale)}${(open ? words.expired : words.hadExpired)[locale]}`;
  const pieces = [...(open ? whoAll(ask?.to ?? []) : []), piece(sentence, 400)];
  return {
    key: `expired/${step.planned.id}/${expiry.card}`,
    inThread: true,
    urgent: false,
    ...card(textOf(pieces), () => [rich(line(...pieces))]),
  };
};

/** `card` of a step's messages; the first is named as it always was. */
export const cardKey = (step: StepRun, card: number): string =>
  `step/${step.planned.id}${card > 1 ? `/${card}` : ''}`;

const again = (step: StepRun, card: number): Words =>
  card === step.cards ? { en: '', ko: '' } : words.again;

/** In the channel itself one line an ask: who does not follow the thread sees that it waits, and later what came of it. */
export const askLine = (run: Run, step: StepRun, { card: at }: Ask, locale: Locale): Drawn => {
  const open = isOpen(run, step, at) && !isAnswered(step) ? words.waits : again(step, at);
  const sentence = `${stepTitle(run, step, locale)}${open[locale]}`;
  return {
    key: `ask/${step.planned.id}/${at}`,
    inThread: false,
    urgent: false,
    ...card(sentence, () => [rich(line(piece(`${sentence} · `, 400), code(run.id, 60)))]),
  };
};

/** A message of the step that a newer ask has taken the place of. */
export const closedCard = (run: Run, step: StepRun, at: number, locale: Locale): Drawn => {
  const sentence = `${stepTitle(run, step, locale)}${words.again[locale]}`;
  return {
    key: cardKey(step, at),
    inThread: true,
    urgent: true,
    ...card(sentence, () => [rich(line(piece(sentence, 400)))]),
  };
};

/** Nobody has answered yet: a message of its own, for people are told of new ones alone. */
export const callMessage = (run: Run, step: StepRun, call: Call, locale: Locale): Drawn => {
  const pieces = said(run, step, call, locale);
  return {
    key: `call/${step.planned.id}/${call.card}/${call.n}`,
    inThread: true,
    urgent: false,
    ...card(textOf(pieces), () => [rich(line(...pieces))]),
  };
};
