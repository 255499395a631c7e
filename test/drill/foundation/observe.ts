import { hashkv } from '../../../drill/foundation/known-lines.ts';
import type { Machines, Master } from '../../../drill/foundation/machines.ts';
import { quoteArgv } from '../../../src/commands/quote.ts';
import * as vm from '../../../src/commands/vm.ts';

/** What an operator could read of one master and would judge by; ids, times and sizes are left out. */
export type Observed = {
  readonly etcd: string;
  readonly memberDir: string;
  readonly wal: boolean;
  readonly answers: boolean;
  readonly healthy: boolean;
  readonly knowsLeader: boolean;
  readonly revision: number | null;
  readonly keys: number | null;
  readonly alarms: number;
  readonly errors: number;
  /** By the local list: how many, and how many of them without a name. */
  readonly members: number;
  readonly unstarted: number;
  readonly hashExit: number | null;
  /** What its log said since the fault, of the lines that diagnoses read; only of one that does not answer. */
  readonly said: readonly string[];
};
export type ObservedCluster = {
  readonly masters: readonly Observed[];
  readonly leaders: number;
  readonly distinctIds: number;
  /** Groups of answering members with one hash at the common revision. */
  readonly distinctHashes: number;
  /** Two answering members are more than 50 raft entries apart. */
  readonly apart: boolean;
};

const kinds: readonly (readonly [string, RegExp])[] = [
  ['out of range', /tocommit\(\d+\) is out of range \[lastIndex\(\d+\)\]/],
  ['crc mismatch', /walpb: crc mismatch/],
  ['none as id', /cannot use none as id/],
  ['invalid database', /invalid database/],
  ['permanently removed', /permanently removed/],
  // A leader that is stopped with the others says so too, or not, as it finds somebody to lead: an accident of the moment.
  ['unhealthy cluster', /^(?!.*transfer).*unhealthy cluster/m],
  ['not enough started', /not enough started members/],
];
const saidSince = (log: string): readonly string[] =>
  kinds.flatMap(([kind, words]) => (words.test(log) ? [kind] : []));

const sections = (stdout: string): ReadonlyMap<string, string> =>
  new Map(
    stdout
      .split(/^@@ /m)
      .slice(1)
      .map(part => [part.slice(0, part.indexOf('\n')), part.slice(part.indexOf('\n') + 1).trim()]),
  );
const number = (text: string | undefined, pattern: RegExp): number | null => {
  const found = pattern.exec(text ?? '')?.[1];
  return found === undefined ? null : Number(found);
};
const lines = (text: string | undefined): readonly string[] => (text ? text.split('\n') : []);

const observe = async (master: Master, logFrom: number, hashAt: number | null): Promise<Observed> => {
  const read = sections((await master.run(quoteArgv(vm.probe()))).stdout);
  const status = read.get('status');
  const answers = status?.includes('"Status"') ?? false;
  const leader = /"leader":(\d+)/.exec(status ?? '')?.[1];
  const hash = answers && hashAt !== null ? await master.run(quoteArgv(hashkv(hashAt))) : null;
  return {
    etcd: master.processes().find(process => process.name === 'etcd')?.state ?? 'none',
    memberDir: read.get('member') ?? '',
    wal: lines(read.get('wal')).some(name => name.endsWith('.wal')),
    answers,
    healthy: read.get('health')?.includes('"health":true') ?? false,
    knowsLeader: leader !== undefined,
    revision: number(status, /"revision":(\d+)/),
    keys: answers ? (number(read.get('keys'), /"count":(\d+)/) ?? 0) : null,
    // A list that could not be had is said in a line of the probe's own, which is no alarm.
    alarms: lines(read.get('alarms')).filter(line => line !== 'unread').length,
    errors: lines(/"errors":\[(.*?)\]/.exec(status ?? '')?.[1]?.replaceAll('","', '\n')).length,
    members: lines(read.get('members')).length,
    unstarted: lines(read.get('members')).filter(line => line.includes(', unstarted, ,')).length,
    hashExit: hash?.exitCode ?? null,
    said: answers ? [] : saidSince((await master.member.log()).slice(logFrom)),
  };
};

const hashesAt = async (masters: readonly Master[], revision: number): Promise<number> => {
  const answers = await Promise.all(masters.map(master => master.run(quoteArgv(hashkv(revision)))));
  return new Set(answers.flatMap(({ stdout }) => /"hash":(\d+)/.exec(stdout)?.[1] ?? [])).size;
};

export const logLengths = (machines: Machines): Promise<readonly number[]> =>
  Promise.all(machines.masters.map(async master => (await master.member.log()).length));

/** Reads everything through the VMs' shells, as the bot does. */
export const observeCluster = async (
  machines: Machines,
  logsFrom: readonly number[],
): Promise<ObservedCluster> => {
  // Silent once may be a busy machine.
  const views = await Promise.all(
    machines.masters.map(async ({ member }) => (await member.view()) ?? member.view()),
  );
  const up = machines.masters.filter((_, at) => views[at] !== null);
  const revisions = views.flatMap(view => (view ? [view.revision] : []));
  const common = revisions.length === 0 ? null : Math.min(...revisions);
  const indexes = views.flatMap(view => (view ? [view.raftIndex] : []));
  const masters = await Promise.all(
    machines.masters.map((master, at) => observe(master, logsFrom[at] ?? 0, common)),
  );
  return {
    masters,
    leaders: views.filter(view => view !== null && view.leader === view.id).length,
    distinctIds: new Set(views.flatMap(view => (view ? [view.id] : []))).size,
    apart: Math.max(...indexes) - Math.min(...indexes) > 50,
    distinctHashes: common === null ? 0 : await hashesAt(up, common),
  };
};
