import { peopleFor } from '../cluster/people.ts';
import { healthyAfter, quorumOf } from '../cluster/quorum.ts';
import type { Command } from '../commands/command.ts';
import type { Check, Scene, Step } from '../runbooks/runbook.ts';
import { isHealthy } from '../runbooks/scene.ts';
import { same, type Words } from '../words.ts';
import { begin } from './act.ts';
import { asked } from './ask.ts';
import type { Onward, PeopleRule, Turn } from './engine.ts';
import type { StepRun } from './run.ts';
import { declaredStep, stepDigest } from './steps.ts';
import { write } from './write.ts';

/** Asks a person to look; the run waits. */
export const stuck = async (
  turn: Turn,
  at: StepRun,
  why: Words,
  more: { step?: Step | null; scene?: Scene | null; guards?: readonly Check[] } = {},
): Promise<Onward> => {
  const event = asked({
    run: turn.run,
    at,
    step: more.step ?? null,
    scene: more.scene ?? null,
    ask: 'stuck',
    command: null,
    people: 0,
    why,
    guards: more.guards ?? [],
  });
  return (await write(turn, [event], 'park')) === 'written' ? 'parked' : 'on';
};

const settledSkipped = (turn: Turn, at: StepRun, words: Words) =>
  write(turn, [
    {
      kind: 'settled',
      step: at.planned.id,
      attempt: Math.max(1, at.attempt),
      outcome: 'skipped',
      words,
      facts: {},
    },
  ]);

/** Members that serve while the step has its effect, and the rule that follows. */
export const peopleOf = (
  step: Step,
  scene: Scene,
  rule: PeopleRule,
  approvedTogether: boolean,
): { people: number; why: Words } => {
  if (approvedTogether)
    return {
      people: 0,
      why: { en: `approved together with ${step.coveredBy}`, ko: `${step.coveredBy}와 함께 승인됨` },
    };
  const down = step.takesDown?.(scene) ?? [];
  const before = scene.seen.masters.filter(isHealthy).length;
  const after = healthyAfter(scene.seen, down);
  const quorum = quorumOf(scene.seen.masters.length);
  const people = peopleFor(step.kind, { before, after, quorum }, rule);
  return {
    people,
    why: {
      en: `${before} of ${scene.seen.masters.length} members are healthy; while this runs ${after} serve; quorum is ${quorum}; so ${people === 1 ? '1 person approves' : `${people} people approve`}, the requester not counted`,
      ko: `멤버 ${scene.seen.masters.length}대 중 ${before}대 정상, 실행 중에는 ${after}대, quorum은 ${quorum}. 따라서 ${people}명의 승인이 필요합니다(요청자 제외)`,
    },
  };
};

const words = (checks: readonly Check[]): Words => ({
  en: checks
    .filter(c => !c.ok)
    .map(c => c.words.en)
    .join('; '),
  ko: checks
    .filter(c => !c.ok)
    .map(c => c.words.ko)
    .join('; '),
});

const changedSince = (at: StepRun, step: Step | null): Words | null => {
  if (step && stepDigest(step) === at.planned.digest) return null;
  return {
    en: `This bot’s runbook ${step ? 'declares this step differently from' : 'no longer has this step of'} the one that this run began with. Read both, then try again with the old version or abort.`,
    ko: `이 봇의 runbook이 run을 시작한 버전과 ${step ? '이 단계를 다르게 정의합니다' : '달라 이 단계가 없습니다'}. 두 버전을 비교한 뒤 이전 버전으로 다시 시도하거나 중단하세요.`,
  };
};

const readToAct = async (turn: Turn, at: StepRun, step: Step, scene: Scene): Promise<Onward> => {
  const guards = step.guards(scene);
  if (guards.some(g => !g.ok)) return stuck(turn, at, words(guards), { step, scene, guards });
  const command = step.act(scene);
  if (!command && !step.holdSeconds)
    return stuck(
      turn,
      at,
      {
        en: 'What this step needs for its command can’t be read now.',
        ko: '이 단계의 명령에 필요한 정보를 지금 읽을 수 없습니다.',
      },
      { step, scene, guards },
    );
  const covered =
    step.coveredBy !== undefined &&
    turn.run.steps.some(s => s.planned.id === step.coveredBy && s.approvedBy.length > 0);
  const { people, why } = peopleOf(step, scene, turn.engine.peopleRule, covered);
  const offered = step.offerSkip?.(scene) ?? null;
  if (people === 0 && !offered) return begin(turn, at, step, scene, command);
  return ask(
    turn,
    at,
    step,
    scene,
    command,
    people,
    offered ? { en: `${offered.en} ${why.en}`, ko: `${offered.ko} ${why.ko}` } : why,
    guards,
    offered !== null,
  );
};

const ask = async (
  turn: Turn,
  at: StepRun,
  step: Step,
  scene: Scene,
  command: Command | null,
  people: number,
  why: Words,
  guards: readonly Check[],
  offer: boolean,
): Promise<Onward> => {
  const event = asked({
    run: turn.run,
    at,
    step,
    scene,
    ask: offer ? 'approve-or-skip' : 'approve',
    command,
    people,
    why,
    guards,
  });
  return (await write(turn, [event], 'park')) === 'written' ? 'parked' : 'on';
};

/** Looks at the world before a step: leaves it out, refuses with numbers, asks, or runs it. */
export const consider = async (turn: Turn, at: StepRun): Promise<Onward> => {
  const step = declaredStep(turn.run, turn.engine.shelf, at.planned.id);
  const changed = changedSince(at, step);
  if (changed || !step) return stuck(turn, at, changed ?? same(''), { step });
  const scene = await turn.engine.eyes.scene(turn.run, ['director', ...(step.needs ?? [])], null);
  if ('unread' in scene) return stuck(turn, at, { en: scene.unread, ko: scene.unread }, { step });
  const needless = step.skip?.(scene) ?? null;
  if (needless) {
    await settledSkipped(turn, at, needless);
    return 'on';
  }
  return readToAct(turn, at, step, scene);
};

/** A person left it out. */
export const leaveOut = async (turn: Turn, at: StepRun, by: string): Promise<Onward> => {
  await settledSkipped(turn, at, { en: `Left out by ${by}.`, ko: `${by}이 건너뛰었습니다.` });
  return 'on';
};
