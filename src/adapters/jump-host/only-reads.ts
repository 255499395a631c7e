import type { Command, Ran } from '../../model/command.ts';
import type { JumpHost } from '../../ports/jump-host.ts';

const refused = (command: Command): Ran => ({
  command,
  end: 'not-started',
  exitCode: null,
  why: `CHANGES=off: this bot only reads, so ${command.argv[0]} was not started`,
  stdout: '',
  stderr: '',
  sha256: '',
  lines: 0,
  seconds: 0,
});

/** The jump host of a bot that only looks (CHANGES=off): whatever asks for it, nothing that changes anything is started. */
export const onlyReads = (jumpHost: JumpHost): JumpHost => ({
  ...jumpHost,
  run: async (command, options) =>
    command.effect === 'reads' ? jumpHost.run(command, options) : refused(command),
});
