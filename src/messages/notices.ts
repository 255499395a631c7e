import type { Refusal } from '../runs/desk-types.ts';
import { josa, type Locale, type Words } from '../words.ts';
import { code, type KnownBlock, line, rich, said, text } from './blocks.ts';
import { type Card, card } from './drawn.ts';

/** One sentence to one person. */
export const notice = (mark: string, words: Words, locale: Locale): Card =>
  card(`${mark} ${words[locale]}`, room => [
    rich(line(text(`${mark} `), ...said(words, locale, room.chars))),
  ]);

/** Why something was not done, with the run that is in the way. */
export const refusal = (refused: Refusal, locale: Locale): Card => {
  const { run } = refused;
  const see: KnownBlock[] = run
    ? [rich(line(text({ en: 'See it with ', ko: '확인: ' }[locale]), code(`/pks run show ${run}`, 100)))]
    : [];
  return card(`🚫 ${refused.words[locale]}`, room => [
    rich(line(text('🚫 '), ...said(refused.words, locale, room.chars))),
    ...see,
  ]);
};

/** Something broke in the bot itself. `reference` is what its log calls it. */
export const brokeWords = (reference: string): Words => ({
  en: `Something went wrong in the bot (${reference}). Nothing was started by this and nothing is lost: what was already running goes on. Try again; if it happens twice, run /pks doctor.`,
  ko: `봇 내부 오류가 발생했습니다(${reference}). 이 요청으로 새로 실행된 것은 없고, 잃은 것도 없으며, 진행 중이던 작업은 계속됩니다. 다시 시도해 보고 반복되면 /pks doctor 로 확인하세요.`,
});

export const readingWords = (cluster: string | null): Words => ({
  en: `reading ${cluster ?? 'the cluster'} … (read-only, up to 15 s)`,
  ko: `${cluster ?? '클러스터'} 상태를 읽는 중 … (조회만, 최대 15초)`,
});

export const startedWords = (run: string): Words => ({
  en: `Run ${run} is planned. Its headline is in this channel; nothing runs before somebody approves.`,
  ko: `복구 계획 ${josa(run, '을/를')} 만들었습니다. 채널에 올라온 카드를 확인하세요. 승인 전에는 아무것도 실행하지 않습니다.`,
});

export const staleWords: Words = {
  en: 'This button is from a card that I can no longer read. Nothing was done. Look for the newest card, or type /pks runs.',
  ko: '더 이상 유효하지 않은 버튼입니다. 아무것도 실행하지 않았습니다. 최신 카드를 확인하거나 /pks runs 를 입력하세요.',
};
export const unknownButtonWords: Words = {
  en: 'I do not know this button; it may be from another version of the bot. Nothing was done. /pks help lists what I can do.',
  ko: '알 수 없는 버튼입니다(다른 버전의 봇이 올린 카드일 수 있음). 아무것도 실행하지 않았습니다. 사용법은 /pks help.',
};
export const noSuchRunWords = (run: string): Words => ({
  en: `There is no run ${run}. /pks runs lists them.`,
  ko: `복구 ${josa(run, '이/가')} 없습니다. 목록: /pks runs`,
});
export const noLiveRunWords: Words = {
  en: 'No run is at work, so there is nothing to abort. /pks runs lists the finished ones.',
  ko: '진행 중인 복구가 없어 중단할 것이 없습니다. 지난 기록은 /pks runs.',
};
export const whichRunWords = (runs: readonly string[]): Words => ({
  en: `${runs.length} runs are at work: ${runs.join(', ')}. Say which: /pks abort <run>.`,
  ko: `진행 중인 복구가 ${runs.length}건입니다: ${runs.join(', ')}. 하나를 지정하세요: /pks abort <run>.`,
});
export const whichReportWords: Words = {
  en: 'No run yet. /pks recover starts one.',
  ko: '아직 복구 기록이 없습니다. /pks recover 로 시작합니다.',
};
export const checkingWords: Words = {
  en: 'asking each tool on the jump host …',
  ko: '점프 호스트의 도구를 확인하는 중 …',
};
