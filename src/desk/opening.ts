import { openingChecks } from '../runbooks/gates.ts';
import type { Runbook, StepContext } from '../runbooks/runbook.ts';
import type { Words } from '../words.ts';

/** Why no run is opened here now: the conditions that do not hold, each with its numbers and its next move. null: all
 *  hold. A run that could only wait for a person would keep the cluster from everybody else. */
export const whyNotOpened = (context: StepContext, { gates }: Pick<Runbook, 'gates'>): Words | null => {
  const checks = openingChecks(context, gates);
  const open = checks.filter(check => !check.ok);
  if (open.length === 0) return null;
  const list = (locale: keyof Words) => open.map(check => `• ${check.words[locale]}`).join('\n');
  return {
    en: `No run was opened: ${open.length} of ${checks.length} conditions for a start do not hold. Nothing was changed; settle these and ask again.\n${list('en')}`,
    ko: `복구를 시작하지 않았습니다. 시작 조건 ${checks.length}개 중 ${open.length}개가 충족되지 않습니다. 변경된 것은 없으니 아래를 해결한 뒤 다시 요청하세요.\n${list('ko')}`,
  };
};
