const kept = 20_000;

/** What a running command has printed so far, its newest part shown in the step's message. */
import type { Channel } from '../ports/channel.ts';
export const liveText = (channel: Channel, run: string, step: string) => {
  let text = '';
  let lines = 0;
  return {
    add(more: string) {
      lines += more.split('\n').length - 1;
      text = (text + more).slice(-kept);
      channel.live({ run, step, text, lines });
    },
    all: () => text,
  };
};
