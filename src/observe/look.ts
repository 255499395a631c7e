import type { Observation, Unread } from '../cluster/observation.ts';
import * as vm from '../commands/vm.ts';
import type { Instance } from '../model/instance.ts';
import { type InstanceRow, mastersOf } from '../readings/bosh-instances.ts';
import type { VmAnswer } from '../readings/bosh-ssh.ts';
import { masterObservation, observationOf } from '../readings/master.ts';
import { processesOf } from '../readings/monit.ts';
import { type Probe, probeOf } from '../readings/probe.ts';
import { isMissed, type Missed, missed, type Reading } from '../readings/reading.ts';
import type { Need } from '../runbooks/runbook.ts';
import type { LastKnown } from './last-known.ts';
import type { ObserverWorld } from './observer-world.ts';
import { queriesOf } from './queries.ts';
import { type Line, type Question, question } from './reach.ts';
import { recalled } from './remember.ts';
import { sampleFor, secondLooks } from './second-looks.ts';

export type ClusterName = { readonly cluster: string; readonly deployment: string };
export type Look = {
  /** What is asked beside the instances and each master's own probe. */
  readonly needs?: readonly Need[];
  readonly onPartial?: (seen: Observation) => void;
};

/** All that a judgement needs. */
export const whole: readonly Need[] = ['director', 'hash', 'second-look'];

const notAsked = missed({ en: 'not asked', ko: '조회하지 않음' });
const stillReading = missed({ en: 'still reading', ko: '읽는 중' });

const around = async (world: ObserverWorld, which: ClusterName, needs: readonly Need[]) => {
  const queries = queriesOf(world.jumpHost, which.deployment);
  const director = needs.includes('director');
  const [tasks, locks, resurrection] = await Promise.all([
    director ? queries.tasks() : notAsked,
    director ? queries.locks() : notAsked,
    director || needs.includes('resurrection') ? queries.resurrection() : notAsked,
  ]);
  return { tasks, locks, resurrection };
};

const noMasters = (deployment: string, rows: readonly InstanceRow[]): Missed => {
  const groups = [...new Set(rows.map(row => row.instance.split('/')[0]))].join(', ');
  return missed({
    en: `${deployment} has no instance of the group "master" (it has ${groups}); name a Kubernetes cluster's deployment.`,
    ko: `${deployment}에 "master" 그룹 인스턴스가 없습니다(있는 것: ${groups}). Kubernetes 클러스터의 deployment를 지정하세요.`,
  });
};

const bosh = {
  what: 'BOSH',
  why: 'still reading; as it was last seen',
  words: { en: 'still reading; as it was last seen', ko: '읽는 중 (마지막으로 본 값)' },
};

/** Processes as its own monit tells them, in BOSH's words. */
const byMonit = (row: InstanceRow, probe: Reading<Probe> | undefined): InstanceRow => {
  const processes = isMissed(probe) ? null : processesOf(probe?.monit ?? null);
  return processes === null ? row : { ...row, ...processes };
};

/** Each master's probe, told whenever one more has answered. */
const probing = (asking: Question, tell: () => void) => {
  const answered = new Map<string, Reading<Probe>>();
  const read = async (instance: Instance, answer: Promise<Reading<VmAnswer>>): Promise<Reading<Probe>> => {
    const vm = await answer;
    const probe = isMissed(vm) ? vm : probeOf(vm);
    answered.set(instance, probe);
    tell();
    return probe;
  };
  return {
    all: (masters: readonly InstanceRow[]) =>
      Promise.all([...asking.ask(masters)].map(([instance, answer]) => read(instance, answer))),
    early: (masters: readonly InstanceRow[]) => {
      for (const [instance, answer] of asking.early(masters)) read(instance, answer).catch(() => {}); // awaited where all are
    },
    put: (row: InstanceRow, probe: Reading<Probe>) => void answered.set(row.instance, probe),
    now: (row: InstanceRow) => answered.get(row.instance) ?? stillReading,
  };
};

/** What stands in for the Director's question to every agent: its list without one, of masters that all answered a moment
 *  ago; with their answers nothing is asked anew but what else is needed. */
export type Base = {
  readonly rows: readonly InstanceRow[];
  readonly answers?: readonly Reading<Probe>[];
  /** The Director asked every agent for it, a moment ago. */
  readonly full?: boolean;
};
export type Looked = Required<Base> & { readonly seen: Observation };
/** `base`: null where the Director has to be asked anew; without answers the masters are asked while it is read. */
type How = Look & { readonly line?: Line; readonly base?: Base | Promise<Base | null> | null };

export const lookAt = async (
  world: ObserverWorld,
  early: LastKnown,
  which: ClusterName,
  { needs = whole, onPartial, line, base: stands = null }: How,
): Promise<Reading<Looked>> => {
  const queries = queriesOf(world.jumpHost, which.deployment);
  const at = new Date(world.clock.now()).toISOString();
  const surroundings = around(world, which, needs);
  const listed = Promise.resolve(stands).then(async base => ({
    base,
    rows: base?.rows ?? (await queries.instances()),
  }));
  // Awaited below, where a failure is answered: until then a journal that went away is nobody's unhandled error.
  for (const begun of [surroundings, listed]) begun.catch(() => {});
  const [last, memory] = await Promise.all([
    early.of(which.deployment),
    recalled(world.journal, which.deployment),
  ]);
  let known: { rows: readonly InstanceRow[]; also: readonly Unread[] } = { rows: last, also: [bosh] };
  let parts: Awaited<typeof surroundings> = {
    tasks: stillReading,
    locks: stillReading,
    resurrection: stillReading,
  };
  const seen = (looks?: Awaited<ReturnType<typeof secondLooks>>): Observation =>
    observationOf({
      ...which,
      at,
      ...parts,
      memory,
      masters: known.rows.map(row =>
        masterObservation(row, probes.now(row), looks?.get(row.instance), known.also),
      ),
    });
  const tell = () => (known.rows.length > 0 ? onPartial?.(seen()) : undefined);
  const sample = sampleFor(needs, world.secondLookMs, memory);
  const probes = probing(question(queries, vm.probe(sample), 30 + (sample?.seconds ?? 0), line), tell);
  const knows = stands !== null && 'answers' in stands;
  if (!knows) probes.early(last.filter(early.stands));
  const { base, rows } = await listed;
  if (isMissed(rows)) return surroundings.then(() => rows);
  const masters = mastersOf(rows);
  if (masters.length === 0) return surroundings.then(() => noMasters(which.deployment, rows));
  known = { rows: masters, also: [] };
  tell();
  const [answers, director] = await Promise.all([
    base?.answers ?? probes.all(masters),
    surroundings,
    base ? null : early.keep(which.deployment, masters),
  ]);
  // Only the Director's own question tells of a VM that gave none.
  if (base && !base.full && answers.some(isMissed))
    return lookAt(world, early, which, { needs, ...(line && { line }) });
  if (base) known = { rows: masters.map((row, at) => byMonit(row, answers[at])), also: [] };
  for (const [at, row] of masters.entries()) probes.put(row, answers[at] ?? stillReading);
  parts = director;
  const looks = await secondLooks({
    probes: answers.flatMap(probe => (isMissed(probe) || !probe.etcd.up ? [] : [probe])),
    needs,
    memory,
    secondLookMs: world.secondLookMs,
    see: seen,
    ask: (members, command, seconds) => question(queries, command, seconds, line).ask(masters, members),
  });
  return { seen: seen(looks), rows: known.rows, answers, full: base === null || base.full === true };
};
