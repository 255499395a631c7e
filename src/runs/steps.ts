import type { Runbook, Step, StepFacts } from '../runbooks/runbook.ts';
import { joined, type Words } from '../words.ts';
import { traceThen } from './before-typed-facts.ts';
import type { PlannedStep } from './events.ts';
import type { Run, StepRun } from './run.ts';

/** What an act that began may have left behind even if its end was never seen to hold: enough to put it back. */
const traceOf = (run: Run, step: StepRun): StepFacts | null => {
  if (!step.began) return null;
  const { trace, tool } = step.began;
  return trace ?? (tool === undefined ? traceThen(run, step) : null);
};

const factsOfStep = (run: Run, step: StepRun): StepFacts | null =>
  step.settled?.outcome === 'done' || step.settled?.outcome === 'failed-as-expected'
    ? { ...traceOf(run, step), ...step.settled.facts }
    : traceOf(run, step);

/** What each step established, and what those that began without a good end may have left behind. */
export const factsOf = (run: Run): Readonly<Record<string, StepFacts>> =>
  Object.fromEntries(
    run.steps.flatMap(step => {
      const facts = factsOfStep(run, step);
      return facts ? [[step.planned.id, facts]] : [];
    }),
  );

type Left = {
  readonly step: StepRun;
  readonly facts: StepFacts;
  /** What puts it back, as this bot declares it; none where it has no such step any more. */
  readonly undo: readonly Step[];
};

const leftBy = (run: Run, own: readonly Step[]): readonly Left[] =>
  run.steps.toReversed().flatMap(step => {
    const facts = traceOf(run, step) && factsOfStep(run, step);
    const declared = own.find(({ id }) => id === step.planned.id);
    return facts ? [{ step, facts, undo: declared?.undo?.steps(facts) ?? [] }] : [];
  });

const declared = (run: Run, runbooks: readonly Runbook[]) => {
  const own = runbooks.find(r => r.cure === run.started.cure)?.steps(run.started.cast) ?? [];
  const left = leftBy(run, own);
  return { left, steps: [...own, ...left.flatMap(({ undo }) => undo)] };
};

/** What the run left behind or may have, the newest first, and whether it put it back. */
export const leftBehind = (
  run: Run,
  runbooks: readonly Runbook[],
): readonly (Left & { readonly isBack: boolean })[] => {
  const { left, steps } = declared(run, runbooks);
  const isDone = (id: string) =>
    run.steps.some(({ planned, settled }) => planned.id === id && settled?.outcome === 'done');
  return left.map(each => ({
    ...each,
    isBack: steps.some(({ id, undoes }) => undoes === each.step.planned.id && isDone(id)),
  }));
};

/** The declaration behind a planned step; null when this bot's runbook no longer has it. */
export const declaredStep = (run: Run, runbooks: readonly Runbook[], id: string): Step | null =>
  declared(run, runbooks).steps.find(step => step.id === id) ?? null;

/** Inside a window that has begun: what a stop here leaves, and what an abort runs. null outside of one. */
export const stopHere = (run: Run, runbooks: readonly Runbook[], at: StepRun): Words | null => {
  const { window } = at.planned;
  const isIn = ({ planned, began }: StepRun) =>
    window !== undefined && planned.window === window && began !== null;
  const last = run.steps.slice(0, run.steps.indexOf(at) + 1).findLast(isIn);
  const left = last && declaredStep(run, runbooks, last.planned.id)?.window?.stop;
  if (!left) return null;
  const undo = leftBehind(run, runbooks).flatMap(each =>
    isIn(each.step) && !each.isBack ? each.undo.map(({ title }) => title) : [],
  );
  const titles = joined(undo, ', ');
  return undo.length === 0
    ? {
        en: `A stop here leaves: ${left.en}.`,
        ko: `여기서 멈추면: ${left.ko}.`,
      }
    : {
        en: `A stop here leaves: ${left.en}. Abort runs what makes it safe: ${titles.en}.`,
        ko: `여기서 멈추면: ${left.ko}. 중단을 누르면 안전하게 되돌리는 단계를 실행합니다: ${titles.ko}.`,
      };
};

export const notYet: Words = {
  en: '(known when it is this step’s turn)',
  ko: '(이 단계 차례에 정해짐)',
};

/** Of its declaration, as asks and beginnings keep it: `v3`. */
export const versionOf = ({ version }: Pick<Step, 'version'>): string => `v${version}`;

/** A step as the plan shows it. */
export const planned = (step: Step, line: Words, people: number): PlannedStep => ({
  id: step.id,
  title: step.title,
  kind: step.kind,
  line: line.en,
  ...(line.en === line.ko ? {} : { note: line }),
  risk: step.risk,
  before: step.before,
  after: step.after,
  people,
  version: step.version,
  ...(step.window ? { window: step.window.name } : {}),
  ...(step.proves ? { proves: step.proves } : {}),
});
