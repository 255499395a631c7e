import type { Run, StepRun } from '../src/runs/run.ts';

const tenths = (seconds: number): number => Math.round(seconds * 10) / 10;

/** What a plain script of the same command lines takes in this box: their own seconds, as the jump host measured them. */
const commandSeconds = (steps: readonly StepRun[]): number =>
  steps.reduce((all, step) => all + (step.ended?.seconds ?? 0), 0);

export const commandSecondsOf = (run: Run | null): number => tenths(commandSeconds(run?.steps ?? []));

/** From the ask to the last answer that was wanted. */
const waitSeconds = (steps: readonly StepRun[]): number =>
  steps.reduce((all, { asked, answers }) => {
    const last = answers.at(-1);
    return asked && last ? all + Math.max(0, last.at - asked.at) / 1000 : all;
  }, 0);

/** The bot's own part of a run: less its commands, the hold, and waits for people. Of a step that was tried again its last
 *  attempt counts. */
export const ownSecondsOf = (run: Run | null, seconds: number, holdSeconds: number): number => {
  const steps = run?.steps ?? [];
  const held = steps.some(step => step.planned.id === 'verify' && step.settled?.outcome === 'done');
  return tenths(seconds - commandSeconds(steps) - waitSeconds(steps) - (held ? holdSeconds : 0));
};

const at = (run: Run | null, prefix: string): readonly StepRun[] =>
  (run?.steps ?? []).filter(step => step.planned.id.startsWith(prefix) && step.began !== null);

/** The same between the second power-off and the next power-on, both of them commands of a plain script too; null where fewer than
 *  two masters were off. */
export const outageOwnSecondsOf = (run: Run | null, outageSeconds: number | null): number | null => {
  const second = at(run, 'power-off-')[1];
  const back = at(run, 'power-on-')[0];
  if (outageSeconds === null || second === undefined || back === undefined || run === null) return null;
  const between = run.steps.slice(run.steps.indexOf(second) + 1, run.steps.indexOf(back) + 1);
  return tenths(outageSeconds - commandSeconds(between) - waitSeconds(between));
};
