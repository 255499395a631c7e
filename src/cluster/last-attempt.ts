import { newestStart, startTold } from './start-line.ts';

/** What a log says of the last attempt to start: the server's own lines, and the shell's and the tools' between them. */

/** Of etcd itself: capnslog, raft's own, and zap. etcdctl writes zap too, of a client that was refused. */
const serverLine =
  /^\S+ \S+ [A-Z] \| |^[A-Z] \| |^raft\d{4}\/|^\{"level":(?!.*"caller":"(?:clientv3|client\/v3|v3@|etcdctl)).*\}\s*$/;
/** A line of a level below error: what it tells of, etcd went on from. */
const harmless = /^\S+ \S+ [DINW] \| |"level":"(?:debug|info|warn)"/;

export const graveOnly = (log: string): string =>
  log
    .split('\n')
    .filter(line => !harmless.test(line))
    .join('\n');

/** What stands after the server's last line: an attempt that never came as far as etcd. */
const afterServer = (log: string): string => {
  const lines = log.trimEnd().split('\n');
  return lines.slice(lines.findLastIndex(line => serverLine.test(line)) + 1).join('\n');
};

/** Of the two that the job's own start script is told by etcdctl, the last one decides; a server's line that follows says
 *  that it was started since, and a server's answer to another member says nothing of this one. */
export const scriptSaysHalfAdded = (log: string): boolean => {
  const said = afterServer(log);
  return said.lastIndexOf('not enough started members') > said.lastIndexOf('unhealthy cluster');
};

const startFailed =
  /^.*(?:No such file or directory|[Pp]ermission denied|cannot execute|[Ee]xec format error|command not found|: not found|No space left on device|Read-only file system|Input\/output error|Operation not permitted|cannot open shared object|Text file busy|Cannot allocate memory|error while loading).*$|^\S*: line \d+: .+$/m;

/** Why the start script could not even begin etcd, in the shell's words; null: nothing says so. */
export const brokenStart = (log: string): string | null =>
  startFailed.exec(afterServer(log))?.[0].trim() ?? null;

/** It was started and has not shown yet what becomes of it. */
export const underWay = (log: string): boolean => newestStart(log) !== '' && !startTold.test(log);

/** It says itself why it ended. */
export const endedBadly = (log: string): boolean =>
  /^panic: | C \| |^C \| |"level":"(?:fatal|panic)"|permanently removed/m.test(log) ||
  /^Error: /m.test(afterServer(log));

const most = 160;
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
/** A zap line carries its cause in "error", at its end: the message is cut before it, never the cause. */
const ofZap = (line: string): string | null => {
  const found = /"msg":"((?:[^"\\]|\\.)*)"/.exec(line)?.[1];
  const error = /"error":"((?:[^"\\]|\\.)*)"/.exec(line)?.[1];
  if (found === undefined) return null;
  const unquoted = (json: string) => text(json.replaceAll(/\\(["\\])/g, '$1'));
  const message = unquoted(found).slice(0, most);
  return error === undefined ? message : `${message}: ${unquoted(error)}`;
};

/** One log line as a card has room for it, its cause whole. */
export const causeOf = (line: string): string => ofZap(line) ?? line.slice(0, most);
