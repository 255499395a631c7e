import { type Ran, stoppedOnRequest } from '../model/command.ts';
import type { Clock } from '../ports/clock.ts';

const everyMs = 1000;

/**
 * Ends a command that has printed no byte for so many seconds; undefined: never. Time in which this process itself stood still
 * counts as one look: what was printed meanwhile has not been heard yet.
 */
export const silenceWatch = (
  clock: Pick<Clock, 'elapsed' | 'sleep'>,
  seconds: number | undefined,
  pass: (text: string) => void,
) => {
  const [kill, over] = [new AbortController(), new AbortController()];
  let silentMs = 0;
  const loop = async (limitMs: number) => {
    const step = Math.min(everyMs, limitMs / 2);
    let last = clock.elapsed();
    while (!over.signal.aborted && silentMs < limitMs) {
      await clock.sleep(step, over.signal);
      const now = clock.elapsed();
      silentMs += Math.min(now - last, 2 * step);
      last = now;
    }
    if (!over.signal.aborted) kill.abort();
  };
  const onOutput = (text: string) => {
    silentMs = 0;
    pass(text);
  };
  if (seconds !== undefined) void loop(seconds * 1000);
  return {
    /** How it is run where something else may stop it too. */
    orBy: (other: AbortSignal) => ({ onOutput, signal: AbortSignal.any([other, kill.signal]) }),
    stop: () => over.abort(),
    /** Its end, with what ended it: unless somebody aborted, nothing but a silence stops it, also where another bot, or another
     *  connection, asked for that. */
    told: async (ran: Ran, isAborted: () => Promise<boolean>): Promise<Ran> =>
      seconds !== undefined && ran.end === 'killed' && ran.why === stoppedOnRequest && !(await isAborted())
        ? {
            ...ran,
            end: 'deadline',
            why: `${ran.command.argv[0]} printed nothing for ${seconds} s, so it was ended with every process that it had started`,
          }
        : ran,
  };
};
