import { answerNames, buttonNames } from '../model/button-names.ts';
import type { Answer } from '../model/click.ts';
import { isAnswered } from '../runs/next.ts';
import type { Run, StepRun } from '../runs/run.ts';
import { hasExpired, optionsNow } from '../runs/step-run.ts';
import type { Locale, Words } from '../words.ts';
import { advised, losesQuorum } from './advised.ts';
import { actions, type Button, button, type Confirm, type KnownBlock } from './blocks.ts';
import { actionIds, askValue, breakGlassId } from './button-value.ts';
import { abortRun } from './run-buttons.ts';
import { lineInChannel } from './shown-line.ts';
import { cut, cutMiddle, flat } from './text.ts';

/** `skip` asks in a form, `again` not at all. */
type Confirmed = Exclude<Answer, 'skip' | 'again'>;
const titles: Record<Confirmed, Words> = {
  approve: { en: 'Approve this command?', ko: '이 명령을 승인할까요?' },
  abort: { en: 'Abort this run?', ko: '이 복구를 중단할까요?' },
  happened: { en: 'Did it really happen?', ko: '정말 수행되었나요?' },
};
const texts: Record<Exclude<Confirmed, 'approve'>, Words> = {
  abort: {
    en: 'No further step starts. What has been done so far stays as it is, and the summary says so.',
    ko: '이후 단계는 시작하지 않습니다. 지금까지 수행한 내용은 그대로 남고 요약에 기록됩니다.',
  },
  happened: {
    en: 'The bot could not tell. Say so only if you saw it on the Director or in vCenter.',
    ko: '봇이 확인하지 못했습니다. Director나 vCenter에서 직접 확인한 경우에만 누르세요.',
  },
};

const manyCommands = (count: number): Words => ({
  en: `${count} commands, first `,
  ko: `명령 ${count}개, 첫 명령 `,
});

const approveText = (step: StepRun, locale: Locale): string => {
  const asked = step.asked;
  const count = asked?.window ? manyCommands(asked.window.steps.length)[locale] : '';
  const command = `${count}${cutMiddle(flat(lineInChannel(step.planned, locale, asked?.line)), 130)}`;
  const danger = cut(flat(asked?.why[locale] || step.planned.risk[locale]), 140);
  return `${command} — ${danger}`;
};

/** Inside a window that has begun, an abort does something. */
const abortInside: Words = {
  en: 'Nothing more of the plan starts. What makes a stop here safe, approved with the window, runs at once.',
  ko: '계획의 나머지는 시작하지 않습니다. 함께 승인된 안전 조치 단계를 바로 실행합니다.',
};

const textOf = (answer: Confirmed, run: Run, step: StepRun, locale: Locale): string => {
  if (answer === 'approve') return approveText(step, locale);
  const isInside =
    run.window?.steps.some(each => each.step === step.planned.id) && run.window.safe.length > 0;
  return (answer === 'abort' && isInside ? abortInside : texts[answer])[locale];
};

/** One click is enough for a change that one person answers for; two people each see command and danger once more. */
const confirm = (answer: Answer, run: Run, step: StepRun, locale: Locale): Confirm | null => {
  if (answer === 'approve' && (step.asked?.people ?? 0) < 2) return null;
  if (answer === 'again' || answer === 'skip') return null;
  return {
    title: titles[answer][locale],
    text: textOf(answer, run, step, locale),
    yes: answerNames[answer][locale],
    no: buttonNames.back[locale],
    danger: true,
  };
};

/** The advised answer is the primary one; what is advised against looks as harmful as it is. */
const style = (answer: Answer, step: StepRun): { style?: 'primary' | 'danger' } => {
  if (answer === advised(step)) return { style: 'primary' };
  return answer === 'abort' || answer === 'approve' ? { style: 'danger' } : {};
};

/** A red Approve says what it does. */
const labelOf = (answer: Answer, step: StepRun): Words => {
  if (answer === 'again' && hasExpired(step)) return buttonNames.askAgain;
  return answer === 'approve' && losesQuorum(step) ? buttonNames.approveLoss : answerNames[answer];
};

const pressValue = (run: Run, step: StepRun): string =>
  askValue({
    run: run.id,
    step: step.planned.id,
    attempt: step.asked?.attempt ?? step.attempt,
    nonce: (step.asked?.digest ?? '').slice(0, 16),
  });

const answerButton = (run: Run, step: StepRun, answer: Answer, locale: Locale): Button => {
  const dialog = confirm(answer, run, step, locale);
  return button(actionIds[answer], labelOf(answer, step)[locale], pressValue(run, step), {
    ...style(answer, step),
    ...(dialog ? { confirm: dialog } : {}),
  });
};

/** What may be answered now; once it is answered, and while a step runs by itself, Abort alone. */
export const stepButtons = (run: Run, step: StepRun, locale: Locale): KnownBlock[] => {
  if (run.finished) return [];
  if (step.state === 'asking' && step.asked && !isAnswered(step))
    return actions(
      ...optionsNow(step).map(answer => answerButton(run, step, answer, locale)),
      ...(step.asked.breakable && !run.glass && !hasExpired(step)
        ? [button(breakGlassId, buttonNames.breakGlass[locale], pressValue(run, step))]
        : []),
    );
  const busy = step.state !== 'settled' && step.state !== 'dropped';
  return busy && !run.abort ? actions(abortRun(run, locale)) : [];
};
