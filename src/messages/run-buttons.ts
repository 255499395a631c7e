import { answerNames, buttonNames } from '../model/button-names.ts';
import type { Run } from '../runs/run.ts';
import type { Locale } from '../words.ts';
import { button } from './blocks.ts';
import { actionIds, runValue, takeOverId } from './button-value.ts';

/** The abort button of the whole run; confirmed, because it is beside everything else. */
export const abortRun = (run: Run, locale: Locale) =>
  button(actionIds.abort, buttonNames.abortRun[locale], runValue({ run: run.id }), {
    style: 'danger',
    confirm: {
      title: { en: 'Abort this run?', ko: '이 복구를 중단할까요?' }[locale],
      text: {
        en: 'No further step of this plan starts. A command that runs now is asked to stop, and the card says what became of it.',
        ko: '이후 단계는 시작하지 않습니다. 실행 중인 명령에는 취소를 요청하고, 결과는 카드에 남깁니다.',
      }[locale],
      yes: answerNames.abort[locale],
      no: buttonNames.goOn[locale],
      danger: true,
    },
  });

/** The next on-call becomes the owner. */
export const takeOverRun = (run: Run, locale: Locale) =>
  button(takeOverId, buttonNames.takeOver[locale], runValue({ run: run.id }), {
    confirm: {
      title: { en: 'Take this run over?', ko: '이 복구를 인수할까요?' }[locale],
      text: {
        en: 'You become its owner: you may ask again and abort, and your own approvals of it do not count.',
        ko: '담당자가 됩니다. 다시 요청하거나 중단할 수 있고, 본인의 승인은 이 복구에서 인정되지 않습니다.',
      }[locale],
      yes: buttonNames.takeOver[locale],
      no: buttonNames.back[locale],
      danger: false,
    },
  });
