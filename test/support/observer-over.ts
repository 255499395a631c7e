import type { Command, Ran } from '../../src/model/command.ts';
import { openObserver } from '../../src/observe/observer.ts';
import { follower, leader, victim } from './a-cluster.ts';
import { settings } from './a-turn.ts';
import { instanceRow, printed, table, vmPrinted } from './bosh-tables.ts';

export const which = {
  cluster: 'dev-1',
  deployment: 'service-instance_56c19cfc-d5d7-4e11-aee2-78c81f4e7ad4',
};
export const three = [victim, leader, follower];
/** What a line on a VM is, by the first of these words that stands in it. */
const onVm = [
  ['pks-hashes', 'hashes'],
  ['@@', 'probe'],
  ['hashkv', 'hash'],
  ['endpoint status', 'status'],
  ['', 'canary'],
] as const;
/** What a command is, in a word. */
const kindOf = ({ argv, tool }: Command): string => {
  const line = argv.join(' ');
  if (tool !== 'bosh') return tool;
  if (line.includes(' ssh ')) return onVm.find(([word]) => line.includes(word))?.[1] ?? line;
  return line.includes('--recent')
    ? 'recent'
    : (/instances|tasks|locks|resurrection|cck/.exec(line)?.[0] ?? line);
};
const status = (id: number, index = 5000, revision = 1204) =>
  `[{"Status":{"header":{"cluster_id":9,"member_id":${id},"revision":${revision},"raft_term":7},"version":"3.4.23","leader":2,"raftIndex":${index},"raftTerm":7,"raftAppliedIndex":${index}}}]`;
const ids = '1, started, a, u, v, false\n2, started, b, u, v, false\n3, started, c, u, v, false';
/** What a master's own look at itself prints: member `id` of three, or one whose etcd gives no answer. */
export const probe = (id: number, { healthy = true, index = 5000, up = true } = {}) =>
  up
    ? `@@ monit\n@@ member\npresent\n@@ wal\n0.wal\n@@ status\n${status(id, index)}\n@@ health\n[{"endpoint":"x","health":${healthy}}]\n@@ members\n${ids}\n@@ alarms\n@@ keys\n\n@@ end\n`
    : '@@ monit\n@@ member\npresent\n@@ wal\n0.wal\n@@ status\n\n@@ end\n';

const hashNow = '[{"HashKV":{"header":{"revision":1204},"hash":7,"compact_revision":1}}]';
/** hashes.sh at the two revisions that end its line. */
const hashesAt = (line: string): string =>
  (line.match(/\b\d+(?= |$|')/g) ?? [])
    .slice(-2)
    .map(revision => `@@ ${revision}\n${hashNow}\n`)
    .join('\n');

export type World = {
  readonly rows?: readonly object[];
  readonly probes?: Readonly<Record<string, string>>;
  readonly answer?: (command: Command, kind: string) => Ran | null;
  readonly kept?: ReadonlyMap<string, unknown>;
  readonly serviceUrl?: string | null;
};
/** Observer over three masters that answer, and what they asked, in words. */
export const observerOver = ({
  rows = three.map(each => instanceRow(each)),
  probes = {},
  answer = () => null,
  kept = new Map(),
  serviceUrl = null,
}: World = {}) => {
  const asked: string[] = [];
  const slept: number[] = [];
  let ms = 0;
  const said: Readonly<Record<string, (instance: string) => string>> = {
    instances: () => table(rows),
    probe: instance => vmPrinted(instance, probes[instance] ?? probe(three.indexOf(instance) + 1)),
    hash: instance => vmPrinted(instance, hashNow),
    status: instance => vmPrinted(instance, status(three.indexOf(instance) + 1, 5001)),
    canary: instance => vmPrinted(instance, ` written by ${instance}\n`),
    resurrection: () => '{"resurrection":false}',
  };
  const run = async (command: Command): Promise<Ran> => {
    const kind = kindOf(command);
    const instance = command.argv.find(word => word.startsWith('master/')) ?? '';
    asked.push(kind);
    const other = answer(command, kind);
    if (other !== null) return other;
    if (kind === 'hashes') return printed(command, vmPrinted(instance, hashesAt(command.argv.at(-1) ?? '')));
    return printed(command, said[kind]?.(instance) ?? table([]));
  };
  const observer = openObserver({
    jumpHost: { name: 'x', run } as never, // only run is asked
    journal: { recall: async (key: string) => kept.get(key), remember: async () => undefined } as never, // nothing else is
    clock: {
      now: () => ms,
      elapsed: () => ms,
      sleep: async (more: number) => {
        slept.push(more);
        ms += more;
      },
    },
    settings: { ...settings, serviceUrl },
    secondLookMs: 5_000,
  });
  const count = () =>
    Object.fromEntries(
      [...new Set(asked)].toSorted().map(kind => [kind, asked.filter(each => each === kind).length]),
    );
  return { observer, count, slept };
};
