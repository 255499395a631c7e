import type { Command } from '../model/command.ts';
import { toolOf, wasByTask } from './before-typed-facts.ts';
import type { StepRun } from './run.ts';

type Began = NonNullable<StepRun['began']>;

/** The command of an intent, as far as following it to its end needs; null for a hold, which runs none. */
export const commandOf = (began: Began): Command | null => {
  const [program, ...args] = began.argv;
  return program === undefined
    ? null
    : {
        tool: began.tool ?? toolOf(began.argv),
        argv: [program, ...args],
        effect: began.effect ?? 'changes',
        byTask: began.byTask ?? wasByTask(began.argv),
        deadlineSeconds: began.deadlineSeconds ?? 3600,
        silenceSeconds: began.silenceSeconds,
      };
};

/** Is what was begun a task of the Director's? */
export const actsByTask = ({ began }: StepRun): boolean => !!began && commandOf(began)?.byTask === true;
