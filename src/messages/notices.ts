import type { VerdictName } from '../cluster/verdict-types.ts';
import type { Refusal } from '../desk/desk-types.ts';
import { josa, type Locale, type Words } from '../words.ts';
import { code, type KnownBlock, line, link, piece, rich, said } from './blocks.ts';
import { type Card, card } from './drawn.ts';

/** One sentence to one person. */
export const notice = (mark: string, words: Words, locale: Locale): Card =>
  card(`${mark} ${words[locale]}`, room => [
    rich(line(piece(`${mark} `), ...said(words, locale, room.chars))),
  ]);

const seeIt = (run: string, address: string | null, locale: Locale): KnownBlock => {
  const shown = code(`/pks run show ${run}`, 100);
  if (address === null) return rich(line(piece({ en: 'See it with ', ko: '확인: ' }[locale]), shown));
  const opened = link(address, { en: 'Open its card', ko: '카드 열기' }[locale]);
  return rich(line(opened, piece({ en: ', or type ', ko: ' 또는 ' }[locale]), shown));
};

/** Why something was not done, with the run that is in the way; `address` is where that run's card is. */
export const refusal = (refused: Refusal, locale: Locale, address: string | null = null): Card => {
  const { run } = refused;
  const mark = refused.already ? 'ℹ️' : '🚫';
  const see: KnownBlock[] = run ? [seeIt(run, address, locale)] : [];
  return card(`${mark} ${refused.words[locale]}`, room => [
    rich(line(piece(`${mark} `), ...said(refused.words, locale, room.chars))),
    ...see,
  ]);
};

/** Something broke in the bot itself. `reference` is what its log calls it. What was asked may have been done all the same:
 *  the answer to a commit can be lost after it. */
export const brokeWords = (reference: string): Words => ({
  en: `Something went wrong in the bot (${reference}). What you asked may have been taken all the same: /pks runs shows what is at work, the run’s card what was answered. Asking again is safe, nothing is taken or started twice. If it happens again, run /pks doctor.`,
  ko: `봇 내부 오류가 발생했습니다(${reference}). 요청이 이미 반영되었을 수 있습니다. 진행 중인 복구는 /pks runs, 응답 여부는 복구 카드에서 확인하세요. 다시 요청해도 안전합니다. 두 번 반영되거나 두 번 실행되지 않습니다. 반복되면 /pks doctor 로 확인하세요.`,
});

/** The journal could not take it. Whether it did before its answer was lost, only the journal knows. */
export const journalWords = (trouble: Words, reference: string): Words => ({
  en: `${trouble.en} What you asked may have been taken all the same, just before: look at the run’s card or at /pks runs when the journal is back, and ask again if it is not there; nothing is taken or started twice. (${reference})`,
  ko: `${trouble.ko} 그 직전에 요청이 반영되었을 수 있습니다. 저널이 돌아오면 복구 카드나 /pks runs 에서 확인하고, 없으면 다시 요청하세요. 두 번 반영되거나 두 번 실행되지 않습니다. (${reference})`,
});

export const readingWords = (cluster: string | null): Words => ({
  en: `reading ${cluster ?? 'the cluster'} … (read-only, up to 15 s)`,
  ko: `${cluster ?? '클러스터'} 상태를 읽는 중 … (조회만, 최대 15초)`,
});

export const startedWords = (run: string): Words => ({
  en: `Run ${run} is planned. Its headline is in this channel; nothing runs before somebody approves.`,
  ko: `복구 계획 ${josa(run, '을/를')} 만들었습니다. 채널에 올라온 카드를 확인하세요. 승인 전에는 아무것도 실행하지 않습니다.`,
});

export const savingWords = (run: string): Words => ({
  en: `Run ${run} saves a snapshot of every master whose etcd answers and keeps it on the jump host. It changes nothing, but the files hold every Secret: nothing is saved before one approver says yes. Its headline is in this channel.`,
  ko: `${run} 작업이 etcd가 응답하는 모든 마스터의 스냅샷을 점프 호스트에 저장합니다. 변경은 없지만 파일에 모든 Secret이 들어 있어 승인자 1명이 승인해야 저장을 시작합니다. 채널에 올라온 카드를 확인하세요.`,
});

export const recordedWords = (file: string, host: string, verdict: VerdictName): Words => ({
  en: `Recorded as ${file} on ${host}, secrets masked; the verdict is ${verdict}. \`npm run -s verdict -- --check ${file}\` asks the bot again; correct "expected" in it where it was wrong. Every run keeps its own: \`npm run -s pks -- record --run <run>\`.`,
  ko: `${host}의 ${file}에 시크릿을 가리고 기록했습니다. 판정은 ${verdict}입니다. \`npm run -s verdict -- --check ${file}\`로 다시 판정할 수 있으며, 판정이 틀렸다면 파일의 "expected"를 고치세요. 복구마다 남는 기록은 \`npm run -s pks -- record --run <run>\`으로 꺼냅니다.`,
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
export const noLiveRunWords = (verb: string): Words => ({
  en: `No run is at work, so there is none for /pks ${verb}. /pks runs lists the finished ones.`,
  ko: `진행 중인 복구가 없어 /pks ${verb} 대상이 없습니다. 지난 기록은 /pks runs.`,
});
export const whichRunWords = (runs: readonly string[], verb: string): Words => ({
  en: `${runs.length} runs are at work: ${runs.join(', ')}. Say which: /pks ${verb} <run>.`,
  ko: `진행 중인 복구가 ${runs.length}건입니다: ${runs.join(', ')}. 하나를 지정하세요: /pks ${verb} <run>.`,
});
export const whichReportWords: Words = {
  en: 'No run yet. /pks recover starts one.',
  ko: '아직 복구 기록이 없습니다. /pks recover 로 시작합니다.',
};
export const checkingWords: Words = {
  en: 'asking each tool on the jump host …',
  ko: '점프 호스트의 도구를 확인하는 중 …',
};
