import type { Instance } from '../model/instance.ts';
import { provedThen } from './before-typed-facts.ts';
import type { Run, StepRun } from './run.ts';

type Proved = { readonly step: StepRun; readonly proves: NonNullable<StepRun['planned']['proves']> };

/** The steps that were done, of those that prove something for the whole run. */
const proved = (run: Run): readonly Proved[] => {
  const isTold = run.started.plan.some(step => step.proves);
  return run.steps.flatMap(step => {
    const proves = isTold ? step.planned.proves : provedThen(run, step.planned.id);
    return proves && step.settled?.outcome === 'done' ? [{ step, proves }] : [];
  });
};

/** The step that showed the cluster healed; null where none did. */
export const healedBy = (run: Run): StepRun | null =>
  proved(run).find(({ proves }) => proves === 'healed')?.step ?? null;

/** The masters whose snapshot a run that only saves has. */
export const savedFrom = (run: Run): readonly Instance[] =>
  proved(run).flatMap(({ proves }) => (proves === 'healed' ? [] : [proves.saved]));
