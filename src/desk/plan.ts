import { defragOrder } from '../cluster/free-space.ts';
import type { Observation } from '../cluster/observation.ts';
import { startOf } from '../cluster/quorum-stopped.ts';
import { isCureless, type RunbookName, type Verdict } from '../cluster/verdict-types.ts';
import { shownLine } from '../commands/command.ts';
import type { PeopleRule } from '../engine/engine.ts';
import { peopleOf } from '../engine/step-now.ts';
import type { HexId, Instance } from '../model/instance.ts';
import type { Cast, Runbook, Settings, Step, StepContext } from '../runbooks/runbook.ts';
import { followerOf, leaderOf, survivors } from '../runbooks/step-context.ts';
import type { Baseline, PlannedStep } from '../runs/events.ts';
import { notYet, planned } from '../runs/steps.ts';
import { same, type Words } from '../words.ts';

/** The context before anything ran: the cluster alone. Exported for its tests. */
export const contextBefore = (
  run: string,
  seen: Observation,
  target: Instance,
  settings: Settings,
  cure: RunbookName,
): StepContext => ({
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

const whoAnswers = ({ seen }: StepContext): Required<Pick<Cast, 'answering' | 'silent'>> => {
  const up = Map.groupBy(seen.masters, master => master.etcd?.up === true);
  const names = (answers: boolean) => (up.get(answers) ?? []).map(master => master.instance);
  return { answering: names(true), silent: names(false) };
};

const whoStarts = (seen: Observation): Pick<Cast, 'start' | 'leftOut'> => {
  const start = startOf(seen);
  return 'order' in start ? { start: start.order, leftOut: start.leftOut?.instance ?? null } : {};
};

const whoIsDefragmented = (seen: Observation): Pick<Cast, 'defrag' | 'away'> => {
  const { order, away } = defragOrder(seen);
  return { defrag: order, away };
};

/** Exported for its tests. */
export const castOf = (context: StepContext): Cast => ({
  leader: leaderOf(context)?.instance ?? null,
  follower: followerOf(context)?.instance ?? null,
  ...(isCureless(context.cure) || context.cure === 'start-quorum' ? whoAnswers(context) : {}),
  ...(context.cure === 'start-quorum' ? whoStarts(context.seen) : {}),
  ...(context.cure === 'free-space' ? whoIsDefragmented(context.seen) : {}),
});

const lineOf = (step: Step, context: StepContext): Words => {
  const command = step.act?.(context);
  return command ? same(shownLine(command)) : (step.placeholder ?? notYet);
};

type Plan = {
  /** As it was made from: the cluster before anything ran. */
  readonly context: StepContext;
  readonly target: Instance;
  readonly cast: Cast;
  readonly steps: readonly PlannedStep[];
  readonly baseline: Baseline;
};

/** Where nobody can be asked: what the disks say, and of one that tells nothing what was seen before. */
const idsOnDisk = ({ masters, memory }: Observation): readonly HexId[] => {
  const ids = masters.flatMap(
    ({ instance, disk }) => disk?.log?.memberId ?? memory?.identity?.members[instance]?.memberId ?? [],
  );
  return ids.length === masters.length ? ids : [];
};

const baselineOf = (context: StepContext): Baseline => {
  const pair = survivors(context); // never the target: a rogue's list and keys are its own
  const hash = pair[0]?.etcd?.hash ?? null;
  return {
    revision: hash?.revision ?? null,
    hash: hash?.hash ?? null,
    keyCount: pair[0]?.etcd?.keyCount ?? null,
    memberIds: pair[0]?.etcd?.members?.map(m => m.id) ?? idsOnDisk(context.seen),
  };
};

/** Where the whole cluster is out of space the leader stands for it: its db is the last that is made smaller. */
const targetOf = (cure: RunbookName, verdict: Verdict, seen: Observation): Instance =>
  (cure === 'free-space' ? defragOrder(seen).order.at(-1) : verdict.target[0]) ??
  seen.masters.find(m => m.processState !== 'running')?.instance ??
  '';

/** Of a window the first step asks the most that any of it needs, the others nobody. */
const askedOnce = (steps: readonly PlannedStep[]): readonly PlannedStep[] =>
  steps.map((step, at) => {
    if (step.window === undefined) return step;
    if (steps[at - 1]?.window === step.window) return { ...step, people: 0 };
    const all = steps.filter(each => each.window === step.window);
    return { ...step, people: Math.max(...all.map(each => each.people)) };
  });

/** Every step with its command line and how many people it asks, as far as can be told before anything runs. */
export const makePlan = (
  run: string,
  runbook: Runbook,
  verdict: Verdict,
  seen: Observation,
  settings: Settings,
  rule: PeopleRule,
): Plan => {
  const target = isCureless(runbook.cure) ? '' : targetOf(runbook.cure, verdict, seen);
  const context = contextBefore(run, seen, target, settings, runbook.cure);
  const cast = castOf(context);
  const steps = askedOnce(
    runbook
      .steps(cast)
      .map(step =>
        planned(
          step,
          lineOf(step, context),
          peopleOf(step, context, rule, step.coveredBy !== undefined && !step.offerSkip?.(context)).people,
        ),
      ),
  );
  return {
    context: { ...context, before: baselineOf(context) },
    target,
    cast,
    steps,
    baseline: baselineOf(context),
  };
};
