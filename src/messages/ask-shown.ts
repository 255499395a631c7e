import type { AskShown } from '../desk/desk-types.ts';
import { answerNames } from '../model/button-names.ts';
import { openAsk } from '../runs/run.ts';
import { josa, type Locale, type Words } from '../words.ts';
import { bold, code, commandLine, type KnownBlock, line, piece, rich, said } from './blocks.ts';
import { type Card, card } from './drawn.ts';
import { lineInChannel } from './shown-line.ts';
import { guards, stakes, voided, why } from './step-checks.ts';
import { stepState, stepTitle } from './step-state.ts';

const otherCode: Words = {
  en: 'That code is not the one for what is asked now: this is what stands to be answered. Nothing was taken. ',
  ko: '입력한 코드는 지금 묻는 내용의 코드가 아닙니다. 현재 내용은 아래와 같으며 반영된 것은 없습니다. ',
};

/** What one person would answer, with the line that does it: for whoever has no button. */
export const askShown = ({ shown: run, answer, code: six, wrong }: AskShown, locale: Locale): Card => {
  const step = openAsk(run)?.step;
  const typed = `/pks ${answer} ${run.id} ${six}`;
  const name = answerNames[answer];
  const how: Words = {
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
    ...stakes(step, room, locale),
    rich(commandLine(lineInChannel(step.planned, locale, step.asked?.line), room.chars)),
    ...voided(step, room, locale),
    ...guards(step, room, locale),
    rich(line(piece(how[locale]), code(typed))),
  ]);
};
