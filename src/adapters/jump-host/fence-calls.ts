import type { Carried, Carrier } from './carrier.ts';
import { createDaily } from './daily.ts';
import { fenceScript, installScript } from './fence-script.ts';
import type { Watch } from './watch.ts';

/** For short calls: install, look, burn, cancel, place. */
export const callSeconds = 30;

export type FenceCalls = {
  /** Runs one verb of fence.sh on the jump host; what it answers is read by the watch. */
  ask(
    verb: 'start' | 'follow' | 'look' | 'burn' | 'cancel' | 'place' | 'clear' | 'read_head' | 'keep_head',
    words: readonly string[],
    watch: Watch,
    how: { readonly deadlineSeconds: number; readonly signal?: AbortSignal; readonly stdin?: string },
  ): Promise<Carried>;
};
export type FenceCallsOptions = {
  readonly carrier: Carrier;
  /** On the jump host, for claims. */
  readonly remoteFolder: string;
  readonly pruneDays?: { readonly output: number; readonly claims: number };
  /** Milliseconds that nobody sets; another than the process's own in tests. */
  readonly elapsed?: () => number;
};

/** Puts fence.sh on the jump host, prunes there, and asks it things. */
export const createFenceCalls = (options: FenceCallsOptions, closing: AbortSignal): FenceCalls => {
  const { carrier, remoteFolder, pruneDays = { output: 30, claims: 400 } } = options;
  let installed = false;
  const isDue = createDaily(options.elapsed);

  /** null when it is there; otherwise why not, and then nothing was run. */
  const install = async (): Promise<Carried | null> => {
    const days = [String(pruneDays.output), String(pruneDays.claims)];
    const carried = await carrier.carry(
      ['sh', '-c', installScript, 'install', remoteFolder, fenceScript.file, ...days],
      { stdin: fenceScript.text, onStdout: () => {}, deadlineSeconds: callSeconds, signal: closing },
    );
    installed = carried.end === 'done' && carried.exitCode === 0;
    if (installed) return null;
    if (carried.end !== 'done') return { end: 'unreachable', why: carried.why };
    const why = `the folder ${remoteFolder} on ${carrier.name} cannot be written (${carried.stderr}): nothing was run`;
    return { end: 'unreachable', why };
  };
  return {
    ask: async (verb, words, watch, how) => {
      // Putting it there anew prunes, so a bot that runs for months does it each day.
      const missing = isDue() || !installed ? await install() : null;
      if (missing) return missing;
      watch.frames.restart();
      const carried = await carrier.carry(
        ['sh', `${remoteFolder}/${fenceScript.file}`, verb, remoteFolder, ...words],
        {
          stdin: how.stdin ?? '',
          onStdout: watch.frames.push,
          deadlineSeconds: how.deadlineSeconds,
          signal: how.signal ? AbortSignal.any([how.signal, closing]) : closing,
        },
      );
      // Somebody emptied the folder: the next call puts the script back.
      if (carried.end === 'done' && !watch.frames.begun()) installed = false;
      return carried;
    },
  };
};
