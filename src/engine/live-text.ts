import type { Command } from '../model/command.ts';
import type { Channel } from '../ports/channel.ts';
import { isKnown } from '../readings/known-lines.ts';

const kept = 20_000;

/** What a running command has printed so far: the newest of its known lines in the step's message, the others counted. */
export const liveText = (channel: Channel, run: string, step: string, tool: Command['tool']) => {
  let all = '';
  let shown = '';
  let partial = '';
  let [lines, hidden] = [0, 0];
  const whole = (line: string) => {
    lines++;
    if (isKnown(tool, line.replace(/\r$/, ''))) shown = `${shown}${line}\n`.slice(-kept);
    else hidden++;
  };
  return {
    add(more: string) {
      all = (all + more).slice(-kept);
      const [first = '', ...rest] = more.split('\n');
      const pieces = [partial + first, ...rest];
      partial = (pieces.pop() ?? '').slice(0, kept);
      pieces.forEach(whole);
      const text = shown + (isKnown(tool, partial) ? partial : '');
      channel.live({ run, step, text, lines, ...(hidden > 0 ? { hidden } : {}) });
    },
    /** As it was printed, for what is read from it. */
    all: () => all,
  };
};
