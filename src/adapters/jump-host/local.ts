import type { Command, Ran } from '../../commands/command.ts';
import type { Redactor } from '../../readings/redact.ts';
import type { JumpHost, RunOptions } from '../../world.ts';
import { runChild } from './child.ts';
import { createOutput } from './output.ts';
import { endingOf, ranOf } from './ran.ts';

export type LocalOptions = {
  /** The whole environment of every command, PATH included: nothing is inherited from the bot. */
  readonly env: Readonly<Record<string, string>>;
  /** Claims, their output and long logs. */
  readonly folder: string;
  readonly redact: Redactor;
  readonly graceSeconds?: number;
};

/** The tools are on this machine. */
export const createLocalJumpHost = (options: LocalOptions): JumpHost => {
  const runHere = async (command: Command, { onOutput, signal }: RunOptions): Promise<Ran> => {
    const output = createOutput({ ...options, ...(onOutput && { onOutput }) });
    const startedAt = performance.now();
    const end = await runChild(command.argv, {
      env: options.env,
      onStdout: output.stdout,
      onStderr: output.stderr,
      deadlineSeconds: command.deadlineSeconds,
      ...(options.graceSeconds !== undefined && { graceSeconds: options.graceSeconds }),
      ...(signal && { signal }),
    });
    const seconds = (performance.now() - startedAt) / 1000;
    return ranOf(command, endingOf(command, end, options.env.PATH), await output.end(), seconds);
  };
  const later = () => Promise.reject(new Error('the command fence is being built'));
  return {
    name: 'local',
    run: (command, run = {}) => (run.claim === undefined ? runHere(command, run) : later()),
    adopt: later,
    look: later,
    burn: later,
    close: async () => {},
  };
};
