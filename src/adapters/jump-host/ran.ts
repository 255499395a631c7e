import { type Command, type Ran, stoppedOnRequest } from '../../model/command.ts';
import type { ChildEnd } from './child.ts';
import type { KeptOutput } from './output.ts';

export type Ending = Pick<Ran, 'end' | 'exitCode' | 'why'>;

export const overDeadline = (command: Command): string =>
  `${command.argv[0]} did not end within ${command.deadlineSeconds} s, so it was killed with every process that it had started`;
export const killedByOthers = (command: Command, by: string): string =>
  `${command.argv[0]} was ended by ${by}, which this bot did not send`;

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'the file is there but may not be executed',
  E2BIG: 'its arguments are longer than the system allows',
};
export const notStarted = (command: Command, failed: string, path: string | undefined): string =>
  failed === 'ENOENT'
    ? `${command.argv[0]} was not found on the jump host's PATH (${path ?? 'PATH is not set'}): install it there or correct PATH`
    : `${command.argv[0]} could not be started: ${reasons[failed] ?? failed}`;

/** Why a local process ended, in the words of Ran. */
export const endingOf = (command: Command, child: ChildEnd, path: string | undefined): Ending => {
  switch (child.end) {
    case 'exited':
      return { end: 'exited', exitCode: child.exitCode, why: null };
    case 'deadline':
      return { end: 'deadline', exitCode: null, why: overDeadline(command) };
    case 'aborted':
      return { end: 'killed', exitCode: null, why: stoppedOnRequest };
    case 'killed':
      return { end: 'killed', exitCode: null, why: killedByOthers(command, child.by) };
    case 'not-started':
      return { end: 'not-started', exitCode: null, why: notStarted(command, child.failed, path) };
    default:
      return child satisfies never;
  }
};

export const ranOf = (command: Command, ending: Ending, kept: KeptOutput, seconds: number): Ran => ({
  command,
  ...ending,
  ...kept,
  seconds,
});
