import { text, type Words } from '../words.ts';
import type { Run } from './run.ts';

/** A run of a private channel, seen from elsewhere: its members alone are told what it is about. */
export const isHidden = (run: Run, channel: string): boolean =>
  run.started.private === true && run.started.channel !== channel;

/** All that is told of it there. */
export const hiddenWords = (run: Run): Words => {
  const at = new Date(run.startedAt).toISOString().slice(11, 16);
  const by = run.started.requestedBy.name || run.started.requestedBy.id;
  return text(
    `a run in a private channel, by ${by}, since ${at} UTC`,
    `비공개 채널의 복구(요청: ${by}, ${at} UTC부터)`,
  );
};
