import { peopleFor } from '../approvals/people.ts';
import type { Check } from '../model/check.ts';
import type { Command } from '../model/command.ts';
import type { Step, StepContext } from '../runbooks/runbook.ts';
import { servingOf } from '../runbooks/step-context.ts';
import { joined, josa, type Words } from '../words.ts';
import type { PeopleRule } from './engine.ts';

const everySecret = (people: number): Words => ({
  en: `it changes nothing, but its file holds every Secret of the cluster; so ${people === 1 ? '1 person approves' : `${people} people approve`}, the requester not counted`,
  ko: `변경은 없지만 파일에 클러스터의 모든 Secret이 들어 있습니다. 따라서 ${people}명의 승인이 필요합니다(요청자 제외)`,
});

/** Members that serve while the step has its effect, and the rule that follows. */
export const peopleOf = (
  step: Step,
  context: StepContext,
  rule: PeopleRule,
  approvedTogether: boolean,
): { people: number; why: Words } => {
  if (approvedTogether)
    return {
      people: 0,
      why: {
        en: `approved together with ${step.coveredBy}`,
        ko: `${josa(step.coveredBy ?? '', '과/와')} 함께 승인됨`,
      },
    };
  if (step.asks && step.kind !== 'change') return { people: step.asks, why: everySecret(step.asks) };
  const { now: before, during: after, quorum } = servingOf(step, context);
  const careful = step.asksTwo?.(context) ?? null;
  // A step may want more people than its effect does; never fewer.
  const people = Math.max(
    step.asks ?? 0,
    peopleFor(step.kind, { before, after: careful ? -1 : after, quorum }, rule),
  );
  const counts: Words = {
    en: `${before} of ${context.seen.masters.length} members are healthy; while this runs ${after} serve; quorum is ${quorum}; so ${people === 1 ? '1 person approves' : `${people} people approve`}, the requester not counted`,
    ko: `멤버 ${context.seen.masters.length}대 중 ${before}대 정상, 실행 중에는 ${after}대, 쿼럼은 ${quorum}. 따라서 ${people}명의 승인이 필요합니다(요청자 제외)`,
  };
  return { people, why: joined([...(careful ? [careful] : []), counts]) };
};

/** The guards that say no, as one sentence. */
export const refusals = (guards: readonly Check[]): Words =>
  joined(guards.filter(guard => !guard.ok).map(guard => guard.words));

export const isRefused = (step: Step, context: StepContext): boolean =>
  step.guards(context).some(guard => !guard.ok);

/** A step's command as the world is now, or why there is none: what a tool printed may be no VM, instance or path. */
export const commandFor = (
  step: Step,
  context: StepContext,
): { command: Command | null } | { why: Words } => {
  if (!step.act) return { command: null };
  try {
    const command = step.act(context);
    if (command) return { command };
    return {
      why: {
        en: 'What this step needs for its command can’t be read now.',
        ko: '이 단계의 명령에 필요한 정보를 지금 읽을 수 없습니다.',
      },
    };
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    return {
      why: {
        en: `No command can be made of what was read: ${what}. Nothing ran.`,
        ko: `읽은 정보로 명령을 만들 수 없습니다: ${what}. 실행된 것은 없습니다.`,
      },
    };
  }
};
