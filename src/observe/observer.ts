import type { Observation, Resurrection, Unread } from '../cluster/observation.ts';
import * as vm from '../commands/vm.ts';
import type { Instance } from '../model/instance.ts';
import { type InstanceRow, mastersOf } from '../readings/bosh-instances.ts';
import type { VmAnswer } from '../readings/bosh-ssh.ts';
import { masterObservation, observationOf } from '../readings/master.ts';
import { type Probe, probeOf } from '../readings/probe.ts';
import { isMissed, type Missed, missed, type Reading } from '../readings/reading.ts';
import { isLoginFailure } from '../readings/trouble-govc.ts';
import type { Need, StepContext, VmHere } from '../runbooks/runbook.ts';
import { unseen } from '../runbooks/step-context.ts';
import type { Run } from '../runs/run.ts';
import { factsOf } from '../runs/steps.ts';
import { writeGaps } from '../runs/write-gaps.ts';
import { vmsAlone } from './alone.ts';
import { type LastKnown, lastKnown } from './last-known.ts';
import type { ObserverWorld } from './observer-world.ts';
import { type Queries, queriesOf } from './queries.ts';
import { type Question, question } from './reach.ts';
import { recalled } from './remember.ts';
import { sampleFor, secondLooks } from './second-looks.ts';

export type ClusterName = { readonly cluster: string; readonly deployment: string };
type Look = {
  /** What is asked beside the instances and each master's own probe. */
  readonly needs?: readonly Need[];
  readonly onPartial?: (seen: Observation) => void;
};

/** All that a judgement needs. */
export const whole: readonly Need[] = ['director', 'hash', 'second-look'];

/** Everything that the bot ever sees goes through here; it only reads. */
export type Observer = {
  look(which: ClusterName, options?: Look): Promise<Reading<Observation>>;
  /** The cluster and what a step needs beside it. */
  context(run: Run, needs: readonly Need[], secondsSinceEnd: number | null): Promise<StepContext | Missed>;
  /** Of the whole Director, as it says now. */
  resurrection(): Promise<Resurrection>;
  /** The longest time in which no revision was seen to grow, in ms; null when it was not looked often enough to say. */
  longestWriteGapMs(deployment: string, since: number): number | null;
};

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
    now: (row: InstanceRow) => answered.get(row.instance) ?? stillReading,
  };
};

const look = async (
  world: ObserverWorld,
  early: LastKnown,
  which: ClusterName,
  { needs = whole, onPartial }: Look,
): Promise<Reading<Observation>> => {
  const queries = queriesOf(world.jumpHost, which.deployment);
  const at = new Date(world.clock.now()).toISOString();
  const surroundings = around(world, which, needs);
  const listed = queries.instances();
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
  const probes = probing(question(queries, vm.probe(sample), 30 + (sample?.seconds ?? 0)), tell);
  probes.early(last);
  const rows = await listed;
  if (isMissed(rows)) return surroundings.then(() => rows);
  const masters = mastersOf(rows);
  if (masters.length === 0) return surroundings.then(() => noMasters(which.deployment, rows));
  known = { rows: masters, also: [] };
  tell();
  const [answers, director] = await Promise.all([
    probes.all(masters),
    surroundings,
    early.keep(which.deployment, masters),
  ]);
  parts = director;
  const looks = await secondLooks({
    probes: answers.flatMap(probe => (isMissed(probe) || !probe.etcd.up ? [] : [probe])),
    needs,
    memory,
    secondLookMs: world.secondLookMs,
    see: seen,
    ask: (members, command, seconds) => question(queries, command, seconds).ask(masters, members),
  });
  return seen(looks);
};

/** One after another: where vCenter refuses the login, each further question is one more failed login, and accounts lock. */
const vmsOf = async (queries: Queries, { masters }: Observation) => {
  const vms: (readonly [Instance, Reading<VmHere>])[] = [];
  let refused: Reading<VmHere> | null = null;
  for (const { instance, cid } of masters) {
    if (cid === null) continue;
    const vm: Reading<VmHere> = refused ?? (await queries.vm(cid));
    if (isLoginFailure(vm)) refused = vm;
    vms.push([instance, vm]);
  }
  return vms;
};

const canaryOn = async (queries: Queries, instance: Instance, run: string): Promise<string> => {
  const answer = await queries.master(instance, vm.canaryGet(run));
  return isMissed(answer) || answer.exitCode !== 0 ? 'unreadable' : answer.stdout.trim();
};

const beside = async (world: ObserverWorld, run: Run, seen: Observation, needs: readonly Need[]) => {
  const queries = queriesOf(world.jumpHost, run.started.deployment);
  const url = world.settings.serviceUrl;
  const each = <T>(need: Need, ask: () => Promise<T>): Promise<T | null> =>
    needs.includes(need) ? ask() : Promise.resolve(null);
  const [vms, problems, service, canary] = await Promise.all([
    each('vms', () => vmsOf(queries, seen)),
    each('problems', queries.problems),
    each('service', async () => (url ? queries.service(url) : null)),
    each('canary', () =>
      Promise.all(
        seen.masters
          .filter(m => m.etcd?.up)
          .map(async m => [m.instance, await canaryOn(queries, m.instance, run.id)] as const),
      ),
    ),
  ]);
  return {
    vms: Object.fromEntries(vms ?? []),
    problems,
    service,
    canary: canary && Object.fromEntries(canary),
  };
};

export const openObserver = (world: ObserverWorld): Observer => {
  const quiet = writeGaps();
  const early = lastKnown(world.journal);
  const see = async (which: ClusterName, options: Look): Promise<Reading<Observation>> => {
    const seen = await look(world, early, which, options);
    if (isMissed(seen)) return seen;
    quiet.saw(
      which.deployment,
      { at: world.clock.now(), ms: world.clock.elapsed() },
      Math.max(0, ...seen.masters.map(m => m.etcd?.status?.revision ?? 0)),
    );
    return seen;
  };
  return {
    look: (which, options = {}) => see(which, options),
    context: async (run, needs, secondsSinceEnd) => {
      const { cluster, deployment, target, cure, baseline } = run.started;
      const alone = needs.includes('alone');
      const seen = alone ? unseen(run.started) : await see({ cluster, deployment }, { needs });
      if (isMissed(seen)) return seen;
      return {
        run: run.id,
        deployment,
        target,
        cure,
        before: baseline,
        seen,
        secondsSinceEnd,
        facts: factsOf(run),
        settings: world.settings,
        ...(await beside(world, run, seen, needs)),
        ...(alone
          ? { vms: await vmsAlone(queriesOf(world.jumpHost, deployment), early, deployment, needs) }
          : {}),
      };
    },
    resurrection: async () => {
      const read = await queriesOf(world.jumpHost, '').resurrection();
      return isMissed(read) ? 'unknown' : read;
    },
    longestWriteGapMs: quiet.longest,
  };
};
