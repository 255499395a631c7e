import type { Node } from './node.ts';

/** etcd 3.4's own log lines (capnslog), as real members of this box wrote them for the same events. */
const two = (n: number): string => String(n).padStart(2, '0');
const stamp = (): string => {
  const now = new Date();
  const day = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  const time = `${two(now.getHours())}:${two(now.getMinutes())}:${two(now.getSeconds())}`;
  return `${day} ${time}.${String(now.getMilliseconds()).padStart(3, '0')}000`;
};

/** Old lines go: a crash loop would else grow without end. */
const keptLines = 4000;
const push = (node: Node, ...lines: readonly string[]): void => {
  node.lines.push(...lines);
  if (node.lines.length > keptLines) node.lines.splice(0, node.lines.length - keptLines);
};

export const say = (node: Node, level: 'I' | 'N' | 'W' | 'E' | 'C', text: string): void =>
  push(node, `${stamp()} ${level} | ${text}`);
export const sayRaft = (node: Node, text: string): void =>
  push(node, `raft${stamp().slice(0, 19).replaceAll('-', '/')} INFO: ${text}`);
/** What a program writes on stderr without a stamp: a panic, or the start script's etcdctl. */
export const sayPlain = (node: Node, ...lines: readonly string[]): void => push(node, ...lines);

export const sayStart = (node: Node, memberBefore: boolean): void => {
  say(node, 'I', 'etcdmain: etcd Version: 3.4.23');
  say(node, 'I', 'etcdmain: Git SHA: Not provided (use ./build instead of go build)');
  if (memberBefore)
    say(
      node,
      'N',
      'etcdmain: the server is already initialized as member before, starting as etcd member...',
    );
  say(node, 'I', `embed: name = ${node.rack.uuid}`);
  say(node, 'I', 'embed: data dir = /var/vcap/store/etcd');
  say(node, 'I', 'embed: member dir = /var/vcap/store/etcd/member');
  say(node, 'I', 'embed: heartbeat = 100ms');
  say(node, 'I', 'embed: election = 1000ms');
  say(node, 'I', 'embed: snapshot count = 100000');
  say(node, 'I', `embed: advertise client URLs = ${node.clientUrl}`);
};

export const panicOutOfRange = (commit: number, last: number): string =>
  `tocommit(${commit}) is out of range [lastIndex(${last})]. Was the raft log corrupted, truncated, or lost?`;
