/** capnslog (3.3, 3.4 by default) and zap JSON (3.5): the first line of a start. */
export const startLine = /etcdmain: etcd Version:|"msg":"Running: ?"/;
/** 3.4 with --logger=zap has no such line: a start begins here, or one line earlier where it found its data. */
export const zapStartLine = /"msg":"configuring peer listeners"/;

/** How a start shows what became of it: it serves, looks for a leader, or says why it ended. */
export const startTold =
  /ready to serve client requests|starting a new election|panic:| C \| |"level":"(?:fatal|panic)"|^Error: |permanently removed|re-configuration failed/m;

const stampOf = (line: string): string => (/"ts":"?([^",}]+)/.exec(line)?.[1] ?? line).slice(0, 40);

/**
 * The time of the newest start in a piece of log, as the log writes it: another one is another start. '' where the piece
 * holds none: a member that has run for weeks has pushed its start out of every tail, and any other line in its place
 * would look like a start as soon as one more is written.
 */
export const newestStart = (log: string): string => {
  const lines = log.replaceAll('\r', '').split('\n');
  const start =
    lines.findLast(line => startLine.test(line)) ?? lines.findLast(line => zapStartLine.test(line));
  return start === undefined ? '' : stampOf(start);
};

/** There is a start now that was not there before. One that only left the tail meanwhile is none. */
export const startedAgain = (before: string, now: string): boolean =>
  newestStart(now) !== '' && newestStart(now) !== newestStart(before);
