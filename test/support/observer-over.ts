import type { Command, Ran } from '../../src/model/command.ts';
import { openObserver } from '../../src/observe/observer.ts';
import type { RunOptions } from '../../src/ports/jump-host.ts';
import { follower, leader, victim } from './a-cluster.ts';
import { settings } from './a-turn.ts';
import { instanceRow, printed, table, vmsPrinted } from './bosh-tables.ts';

export const which = {
  cluster: 'dev-1',
  deployment: 'service-instance_56c19cfc-d5d7-4e11-aee2-78c81f4e7ad4',
};
export const three = [victim, leader, follower];
/** What a line on a VM is, by the first of these words that stands in it. */
const onVm = [
  ['pks-again', 'again'],
  ['pks-probe', 'probe'],
  ['', 'canary'],
] as const;
/** What a command is, in a word. */
const kindOf = ({ argv, tool }: Command): string => {
  const line = argv.join(' ');
  if (tool !== 'bosh') return tool;
  const kind = onVm.find(([word]) => line.includes(word))?.[1] ?? line;
  if (line.includes(' ssh ')) return argv.includes('master') ? `${kind} of all` : kind;
  return line.includes('--recent')
    ? 'recent'
    : (/instances|tasks|locks|resurrection|cck/.exec(line)?.[0] ?? line);
};
export const status = (id: number, index = 5000, revision = 1204) =>
  `[{"Status":{"header":{"cluster_id":9,"member_id":${id},"revision":${revision},"raft_term":7},"version":"3.4.23","leader":2,"raftIndex":${index},"raftTerm":7,"raftAppliedIndex":${index}}}]`;
const ids = '1, started, a, u, v, false\n2, started, b, u, v, false\n3, started, c, u, v, false';
/** What a master's own look at itself prints: member `id` of three, or one whose etcd gives no answer. */
export const probe = (id: number, { healthy = true, index = 5000, up = true } = {}) =>
  up
    ? `@@ monit\n@@ member\npresent\n@@ wal\n0.wal\n@@ status\n${status(id, index)}\n@@ health\n[{"endpoint":"x","health":${healthy}}]\n@@ members\n${ids}\n@@ alarms\n@@ keys\n\n@@ end\n`
    : '@@ monit\n@@ member\npresent\n@@ wal\n0.wal\n@@ status\n\n@@ end\n';

const hashNow = '[{"HashKV":{"header":{"revision":1204},"hash":7,"compact_revision":1}}]';
/** The second look that a line asks for: `pks-probe SECONDS REMEMBERED`, `pks-again SECONDS REVISIONS`. */
const laterIn = (line: string, later: string): string => {
  const [, seconds, revisions = ''] = /pks-(?:probe|again) ([\d.]+) '?([-\d ]+)'?$/.exec(line) ?? [];
  if (seconds === undefined) return '';
  const own = line.includes('pks-probe') ? ['1204'] : [];
  const hashes = [...own, ...(revisions.match(/\d+/g) ?? [])].map(each => `@@ hash ${each}\n${hashNow}\n`);
  return `\n@@ later\n${later}\n${hashes.join('')}`;
};
export type World = {
  readonly rows?: readonly object[];
  readonly probes?: Readonly<Record<string, string>>;
  readonly answer?: (command: Command, kind: string) => Ran | null;
  /** Hears of the signal that would end a command. */
  readonly onSignal?: (signal: AbortSignal) => void;
  readonly kept?: ReadonlyMap<string, unknown>;
  readonly serviceUrl?: string | null;
  /** What a master tells of its second look. */
  readonly later?: (instance: string) => string;
};
/** Observer over three masters that answer, and what they asked, in words. */
export const observerOver = ({
  rows = three.map(each => instanceRow(each)),
  probes = {},
  answer = () => null,
  onSignal = () => {},
  kept = new Map(),
  serviceUrl = null,
  later = instance => status(three.indexOf(instance) + 1, 5001),
}: World = {}) => {
  const asked: string[] = [];
  const lines: string[] = [];
  let ms = 0;
  const said = (instance: string, line: string): string => {
    const second = laterIn(line, later(instance));
    if (line.includes('pks-again')) return `${second}@@ end\n`;
    if (!line.includes('pks-probe')) return ` written by ${instance}\n`;
    const own = probes[instance] ?? probe(three.indexOf(instance) + 1);
    return own.includes('@@ health') ? own.replace('\n@@ end', `${second}\n@@ end`) : own;
  };
  const listed = () => table(rows);
  const onDirector: Readonly<Record<string, () => string>> = {
    instances: listed,
    resurrection: () => '{"resurrection":false}',
  };
  const run = async (command: Command, { signal }: RunOptions = {}): Promise<Ran> => {
    const kind = kindOf(command);
    if (signal) onSignal(signal);
    const line = command.argv.at(-1) ?? '';
    asked.push(kind);
    const other = answer(command, kind);
    if (other !== null) return other;
    if (!command.argv.includes('ssh')) return printed(command, onDirector[kind]?.() ?? table([]));
    lines.push(line);
    const slug = command.argv[command.argv.indexOf('ssh') + 1] ?? '';
    const members = slug === 'master' ? three : [slug];
    return printed(command, vmsPrinted(Object.fromEntries(members.map(each => [each, said(each, line)]))));
  };
  const observer = openObserver({
    jumpHost: { name: 'x', run } as never, // only run is asked
    journal: { recall: async (key: string) => kept.get(key), remember: async () => undefined } as never, // nothing else is
    clock: {
      now: () => ms,
      elapsed: () => ms,
      sleep: async () => {},
    },
    settings: { ...settings, serviceUrl },
    secondLookMs: 5_000,
  });
  const count = () =>
    Object.fromEntries(
      [...new Set(asked)].toSorted().map(kind => [kind, asked.filter(each => each === kind).length]),
    );
  /** For how many seconds each question waited on the VM before its second look. */
  const waited = () =>
    lines.flatMap(line => /pks-(?:probe|again) ([\d.]+) /.exec(line)?.[1] ?? []).map(Number);
  /** What all of it cost the Director: `bosh ssh` is two tasks, of one VM or of a group, and the list is one. */
  const tasks = () => 2 * lines.length + asked.filter(kind => kind === 'instances').length;
  const pass = (more: number) => {
    ms += more;
  };
  return { observer, count, waited, tasks, pass };
};
