import type { Click } from '../model/click.ts';
import type { Callee } from '../model/person.ts';
import type { RunEvent } from '../runs/events.ts';
import { glassCounts } from '../runs/glass.ts';
import type { Run } from '../runs/run.ts';
import { text, type Words } from '../words.ts';
import { clockTime } from './times.ts';

const leastReason = 10;

const off = text(
  'Break-glass is off here: no BREAK_GLASS_GROUP is set. Nothing was done; ask another approver.',
  '비상 승인이 꺼져 있습니다(BREAK_GLASS_GROUP 없음). 실행된 것은 없습니다. 다른 승인자에게 요청하세요.',
);
const never = text(
  'Break-glass never lowers the people of the original route, nor of a run that only saves. Nothing was done; ask another approver.',
  '원본 방법(original)과 저장만 하는 작업에는 비상 승인을 쓸 수 없습니다. 실행된 것은 없습니다. 다른 승인자에게 요청하세요.',
);
const tooShort = text(
  `Say why in ${leastReason} characters or more: everybody reads it. Nothing was done.`,
  `사유를 ${leastReason}자 이상 입력하세요. 모두에게 공개됩니다. 실행된 것은 없습니다.`,
);
export const noReason = text(
  'Say why this step is left out: it stands on the card and in the report. Nothing was done.',
  '이 단계를 건너뛰는 사유를 입력하세요. 카드와 보고서에 남습니다. 실행된 것은 없습니다.',
);

/** Why the glass of this run is not broken by this click, whoever makes it. `tells`: whom it tells; null where it is off. */
export const whyUnbroken = (run: Run, tells: readonly Callee[] | null): Words | null => {
  if (!tells) return off;
  if (!glassCounts(run.started)) return never;
  if (run.glass) {
    const [who, at] = [run.glass.by.name, clockTime(run.glass.at)];
    return text(
      `${who} broke the glass of this run at ${at} UTC already: press Approve. Nothing was done.`,
      `${who} 님이 ${at} UTC에 이미 비상 승인을 적용했습니다. 승인 버튼을 누르세요. 실행된 것은 없습니다.`,
    );
  }
  return null;
};

export const whyTooShort = ({ reason = '' }: Click): Words | null =>
  [...reason].length < leastReason ? tooShort : null;

/** As it is written, ahead of the approval that comes with it. */
export const breakingGlass = (
  click: Click,
  asked: Extract<RunEvent, { kind: 'asked' }>,
  to: readonly Callee[],
): RunEvent => ({
  kind: 'glass-broken',
  step: click.step,
  attempt: click.attempt,
  by: click.by,
  via: click.via,
  reason: click.reason ?? '',
  people: asked.people,
  line: asked.window ? asked.window.steps.map(each => each.line).join('\n') : asked.line,
  to,
  digest: asked.digest,
});
