import type { Command } from '../model/command.ts';
import type { StepRun } from './run.ts';

type Began = NonNullable<StepRun['began']>;

const toolOf = (program: string): Command['tool'] =>
  program === 'nice' ? 'sh' : ((['bosh', 'govc', 'curl'] as const).find(tool => tool === program) ?? 'bbr');

/** The command of an intent, as far as following it to its end needs; null for a hold, which runs none. */
export const commandOf = (began: Began): Command | null => {
  const [program, ...args] = began.argv;
  return program === undefined
    ? null
    : {
        tool: toolOf(program),
        argv: [program, ...args],
        effect: began.effect ?? 'changes',
        deadlineSeconds: began.deadlineSeconds ?? 3600,
      };
};
