import { resolve } from 'node:path';
import type { Command, Ran } from '../../model/command.ts';
import type { JumpHost, RunOptions } from '../../ports/jump-host.ts';
import type { Redactor } from '../../readings/redact.ts';
import { type Carrier, createStderr } from './carrier.ts';
import { runChild } from './child.ts';
import { createFence } from './fence.ts';
import { withoutAdmin } from './fence-script.ts';
import { createLeash } from './leash.ts';
import { keepLogsTidy } from './logs.ts';
import { createOutput } from './output.ts';
import { endingOf, ranOf } from './ran.ts';

type LocalOptions = {
  /** The whole environment of every command, PATH included: nothing is inherited from the bot. */
  readonly env: Readonly<Record<string, string>>;
  /** Claims, their output and long logs. */
  readonly folder: string;
  readonly redact: Redactor;
  readonly graceSeconds?: number;
};

const localCarrier = (path: string): Carrier => ({
  name: 'local',
  carry: async (argv, call) => {
    const stderr = createStderr();
    const end = await runChild(argv, {
      ...call,
      env: { PATH: path },
      onStderr: stderr.push,
      graceSeconds: 0.2,
    });
    if (end.end === 'exited') return { end: 'done', exitCode: end.exitCode, stderr: stderr.text() };
    if (end.end === 'not-started')
      return {
        end: 'unreachable',
        why: `sh was not found on PATH (${path}): the fence needs it and the usual POSIX tools`,
      };
    return { end: 'dropped', why: `the process that followed it was ended (${end.end})` };
  },
  close: async () => {},
});

/** The tools are on this machine. */
export const createLocalJumpHost = (options: LocalOptions): JumpHost => {
  const folder = resolve(options.folder);
  const tidy = keepLogsTidy(folder);
  tidy();
  const path = options.env.PATH ?? '/usr/local/bin:/usr/bin:/bin';
  const carrier = localCarrier(path);
  const leash = createLeash(path);
  const closing = new AbortController();
  const fence = createFence({ ...options, carrier, folder, remoteFolder: `${folder}/fence`, inherit: false });

  const runHere = async (command: Command, { onOutput, signal }: RunOptions): Promise<Ran> => {
    const output = createOutput({ ...options, folder, ...(onOutput && { onOutput }) });
    const startedAt = performance.now();
    const end = await runChild(command.argv, {
      env: withoutAdmin(options.env),
      onStdout: output.stdout,
      onStderr: output.stderr,
      deadlineSeconds: command.deadlineSeconds,
      ...(options.graceSeconds !== undefined && { graceSeconds: options.graceSeconds }),
      signal: signal ? AbortSignal.any([signal, closing.signal]) : closing.signal,
      onGroup: leash.tell,
    });
    const seconds = (performance.now() - startedAt) / 1000;
    return ranOf(command, endingOf(command, end, options.env.PATH), await output.end(), seconds);
  };
  return {
    name: 'local',
    run: (command, run = {}) => {
      tidy();
      return run.claim === undefined ? runHere(command, run) : fence.run(command, run);
    },
    adopt: (command, claim, run = {}) => fence.adopt(command, claim, run),
    look: fence.look,
    burn: fence.burn,
    place: fence.place,
    readHead: fence.readHead,
    keepHead: fence.keepHead,
    clear: fence.clear,
    close: async () => {
      closing.abort();
      await fence.close();
      leash.close();
    },
  };
};
