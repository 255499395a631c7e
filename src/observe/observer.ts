import type { Observation, Resurrection } from '../cluster/observation.ts';
import * as vm from '../commands/vm.ts';
import type { Instance } from '../model/instance.ts';
import { isMissed, type Missed, type Reading } from '../readings/reading.ts';
import type { Need, StepContext } from '../runbooks/runbook.ts';
import { unseen } from '../runbooks/step-context.ts';
import type { Run } from '../runs/run.ts';
import { factsOf } from '../runs/steps.ts';
import { writeGaps } from '../runs/write-gaps.ts';
import { vmsAlone } from './alone.ts';
import { lastKnown } from './last-known.ts';
import { openLines } from './lines.ts';
import { type ClusterName, type Look, type Looked, lookAt } from './look.ts';
import type { ObserverWorld } from './observer-world.ts';
import { type Queries, queriesOf } from './queries.ts';
import type { Line, VmOfMaster } from './reach.ts';
import { runLooks } from './run-looks.ts';
import { vmsBeside } from './vms.ts';

/** Everything that the bot ever sees goes through here; it only reads. */
export type Observer = {
  look(which: ClusterName, options?: Look): Promise<Reading<Observation>>;
  /** The cluster and what a step needs beside it. */
  context(run: Run, needs: readonly Need[], secondsSinceEnd: number | null): Promise<StepContext | Missed>;
  /** The lines of a run that is over, or to masters whose VMs an act is about to end. Settles when they are closed. */
  release(run: string, instances?: readonly Instance[]): Promise<void>;
  /** What that run's own last look saw; null: none of this process since its last act. */
  lastSeen(run: string): Observation | null;
  /** Of the whole Director, as it says now. */
  resurrection(): Promise<Resurrection>;
  /** The longest time in which no revision was seen to grow, in ms; null when it was not looked often enough to say. */
  longestWriteGapMs(deployment: string, since: number): number | null;
};

const canaryOn = async (queries: Queries, line: Line, at: VmOfMaster, run: string): Promise<string> => {
  const command = vm.canaryGet(run);
  const answer = (await line(at).ask(command, 30)) ?? (await queries.master(at.instance, command));
  return isMissed(answer) || answer.exitCode !== 0 ? 'unreadable' : answer.stdout.trim();
};

const beside = async (
  world: ObserverWorld,
  run: Run,
  seen: Observation,
  needs: readonly Need[],
  line: Line,
  vmsNow: ReturnType<typeof vmsBeside> | null,
) => {
  const queries = queriesOf(world.jumpHost, run.started.deployment);
  const url = world.settings.serviceUrl;
  const each = <T>(need: Need, ask: () => Promise<T>): Promise<T | null> =>
    needs.includes(need) ? ask() : Promise.resolve(null);
  const [vms, problems, service, canary] = await Promise.all([
    vmsNow?.(seen.masters),
    each('problems', queries.problems),
    each('service', async () => (url ? queries.service(url) : null)),
    each('canary', () =>
      Promise.all(
        seen.masters
          .filter(m => m.etcd?.up)
          .map(async m => [m.instance, await canaryOn(queries, line, m, run.id)] as const),
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
  const lines = openLines(world);
  const runs = runLooks(world);
  const see = async (which: ClusterName, how: Parameters<typeof lookAt>[3]): Promise<Reading<Looked>> => {
    const looked = await lookAt(world, early, which, how);
    if (isMissed(looked)) return looked;
    quiet.saw(
      which.deployment,
      { at: world.clock.now(), ms: world.clock.elapsed() },
      Math.max(0, ...looked.seen.masters.map(m => m.etcd?.status?.revision ?? 0)),
    );
    return looked;
  };
  /** The cluster, and beside it what only some steps need. */
  const seenInRun = async (run: Run, needs: readonly Need[], line: Line, forProof: boolean) => {
    const { cluster, deployment } = run.started;
    const vmsNow = needs.includes('vms')
      ? vmsBeside(queriesOf(world.jumpHost, deployment), early.of(deployment))
      : null;
    const looked = await see({ cluster, deployment }, { needs, line, base: runs.base(run, forProof) });
    if (isMissed(looked)) return looked;
    const more = await beside(world, run, looked.seen, needs, line, vmsNow);
    runs.saw(run, looked, { full: looked.full, proof: forProof });
    return { seen: looked.seen, ...more };
  };
  /** Without quorum: the named VMs, and nothing of the cluster. */
  const seenAlone = async (run: Run, needs: readonly Need[], line: Line) => {
    const { deployment } = run.started;
    const seen = unseen(run.started);
    const vms = await vmsAlone(queriesOf(world.jumpHost, deployment), early, deployment, needs);
    return { seen, ...(await beside(world, run, seen, needs, line, null)), vms };
  };
  return {
    look: async (which, options = {}) => {
      const looked = await see(which, options);
      return isMissed(looked) ? looked : looked.seen;
    },
    context: async (run, needs, secondsSinceEnd) => {
      const { deployment, target, cure, baseline } = run.started;
      const line: Line = at => lines.lineTo(run.id, deployment, at);
      const here = needs.includes('alone')
        ? await seenAlone(run, needs, line)
        : await seenInRun(run, needs, line, secondsSinceEnd !== null);
      if (isMissed(here)) return here;
      return {
        run: run.id,
        deployment,
        target,
        cure,
        before: baseline,
        secondsSinceEnd,
        facts: factsOf(run),
        settings: world.settings,
        ...here,
      };
    },
    release: async (run, instances) => {
      runs.forget(run);
      early.doubt(instances ?? []);
      await lines.close(run, instances);
    },
    lastSeen: runs.lastSeen,
    resurrection: async () => {
      const read = await queriesOf(world.jumpHost, '').resurrection();
      return isMissed(read) ? 'unknown' : read;
    },
    longestWriteGapMs: quiet.longest,
  };
};
