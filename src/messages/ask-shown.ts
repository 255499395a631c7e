import type { AskShown } from '../desk/desk-types.ts';
import { answerNames } from '../model/button-names.ts';
import { openAsk } from '../runs/run.ts';
import { josa, type Locale, text, type Words } from '../words.ts';
import { bold, code, commandLine, type KnownBlock, line, piece, rich, said } from './blocks.ts';
import { type Card, card } from './drawn.ts';
import { lineInChannel } from './shown-line.ts';
import { risk, terms, voided, why } from './step-checks.ts';
import { stepState, stepTitle } from './step-state.ts';

const otherCode: Words = {
  en: 'That code is not the one for what is asked now: this is what stands to be answered. Nothing was taken. ',
  ko: '입력한 코드는 지금 묻는 내용의 코드가 아닙니다. 현재 내용은 아래와 같으며 반영된 것은 없습니다. ',
};

const whyHere = text('<why>', '<사유>');
const breaking = text(
  'Your approval alone is then enough until this run ends, also where you own it; approvers and on-call are told, with your reason of ten characters or more. Conditions, refusals and the check of the state hold as ever. To break the glass, type ',
  '이 복구가 끝날 때까지 본인이 담당자여도 승인 1명으로 진행하며, 승인자와 온콜 담당자에게 10자 이상의 사유가 공지됩니다. 조건, 거부, 상태 확인은 그대로입니다. 비상 승인하려면 입력하세요: ',
);
const onceMore = text(
  'On your word alone the command above runs, once the state was read again. To confirm, type ',
  '위 명령을 본인의 승인만으로, 상태를 다시 확인한 뒤 실행합니다. 확인하려면 입력하세요: ',
);

/** What one person would answer, with the line that does it: for whoever has no button. */
export const askShown = ({ shown: run, answer, code: six, wrong, glass }: AskShown, locale: Locale): Card => {
  const step = openAsk(run)?.step;
  const verb = glass ? 'break-glass' : answer;
  const reason = glass?.reason ?? (glass || answer === 'skip' ? whyHere[locale] : '');
  const typed = `/pks ${verb} ${run.id} ${six} ${reason}`.trim();
  const name = answerNames[answer];
  const how: Words = glass
    ? glass.reason === null
      ? breaking
      : onceMore
    : {
        en: `To answer "${name.en}", type `,
        ko: `${josa(`"${name.ko}"`, '으로/로')} 응답하려면 입력하세요: `,
      };
  if (!step) return card(typed, () => [rich(line(code(typed)))]);
  return card(`${stepTitle(run, step, locale)}. ${how[locale]}${typed}`, (room): KnownBlock[] => [
    ...(wrong ? [rich(line(...said(otherCode, locale)))] : []),
    rich(
      line(bold(`${run.started.cluster} · ${stepTitle(run, step, locale)}`, 250)),
      ...stepState(run, step, locale),
    ),
    ...why(step, room, locale),
    ...risk(step, room, locale),
    rich(commandLine(lineInChannel(step.planned, locale, step.asked?.line), room.chars)),
    ...voided(step, room, locale),
    ...terms(step, [], room, locale),
    rich(line(piece(how[locale]), code(typed))),
  ]);
};
