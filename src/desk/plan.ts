import type { ClusterSeen } from '../cluster/seen.ts';
import { isErrand, type RunbookName, type Verdict } from '../cluster/verdict-types.ts';
import { shownLine } from '../commands/command.ts';
import { peopleOf } from '../engine/consider.ts';
import type { PeopleRule } from '../engine/engine.ts';
import type { Instance } from '../model/instance.ts';
import type { Cast, Runbook, Scene, Settings, Step } from '../runbooks/runbook.ts';
import { followerOf, leaderOf, survivors } from '../runbooks/scene.ts';
import type { Baseline, PlannedStep } from '../runs/events.ts';
import { notYet, planned } from '../runs/steps.ts';
import { same, type Words } from '../words.ts';

/** The scene before anything ran: the cluster alone. Exported for its tests. */
export const sceneBefore = (
  run: string,
  seen: ClusterSeen,
  target: Instance,
  settings: Settings,
  cure: RunbookName,
): Scene => ({
  run,
  deployment: seen.deployment,
  target,
  seen,
  canary: null,
  cure,
  before: { revision: null, keyCount: null, memberIds: [] },
  vms: {},
  problems: null,
  service: null,
  facts: {},
  secondsSinceEnd: null,
  settings,
});

const whoAnswers = ({ seen }: Scene): Required<Pick<Cast, 'answering' | 'silent'>> => {
  const up = Map.groupBy(seen.masters, master => master.etcd?.up === true);
  const names = (answers: boolean) => (up.get(answers) ?? []).map(master => master.instance);
  return { answering: names(true), silent: names(false) };
};

/** Exported for its tests. */
export const castOf = (scene: Scene): Cast => ({
  leader: leaderOf(scene)?.instance ?? null,
  follower: followerOf(scene)?.instance ?? null,
  ...(isErrand(scene.cure) ? whoAnswers(scene) : {}),
});

const lineOf = (step: Step, scene: Scene): Words => {
  const command = step.act?.(scene);
  return command ? same(shownLine(command)) : (step.placeholder ?? notYet);
};

type Plan = {
  /** As it was made from: the cluster before anything ran. */
  readonly scene: Scene;
  readonly target: Instance;
  readonly cast: Cast;
  readonly steps: readonly PlannedStep[];
  readonly baseline: Baseline;
};

const baselineOf = (scene: Scene): Baseline => {
  const pair = survivors(scene); // never the target: a rogue's list and keys are its own
  const hash = pair[0]?.etcd?.hash ?? null;
  return {
    revision: hash?.revision ?? null,
    hash: hash?.hash ?? null,
    keyCount: pair[0]?.etcd?.keyCount ?? null,
    memberIds: pair[0]?.etcd?.members?.map(m => m.id) ?? [],
  };
};

const targetOf = (verdict: Verdict, seen: ClusterSeen): Instance =>
  verdict.target[0] ?? seen.masters.find(m => m.processState !== 'running')?.instance ?? '';

/** Every step with its command line and how many people it asks, as far as can be told before anything runs. */
export const makePlan = (
  run: string,
  runbook: Runbook,
  verdict: Verdict,
  seen: ClusterSeen,
  settings: Settings,
  rule: PeopleRule,
): Plan => {
  const target = isErrand(runbook.cure) ? '' : targetOf(verdict, seen);
  const scene = sceneBefore(run, seen, target, settings, runbook.cure);
  const cast = castOf(scene);
  const steps = runbook
    .steps(cast)
    .map(step =>
      planned(
        step,
        lineOf(step, scene),
        peopleOf(step, scene, rule, step.coveredBy !== undefined && !step.offerSkip?.(scene)).people,
      ),
    );
  return { scene: { ...scene, before: baselineOf(scene) }, target, cast, steps, baseline: baselineOf(scene) };
};
