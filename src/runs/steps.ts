import { createHash } from 'node:crypto';
import type { Instance } from '../cluster/seen.ts';
import type { Runbook, Step } from '../runbooks/runbook.ts';
import { windDownSteps } from '../runbooks/wind-down.ts';
import type { PlannedStep } from './events.ts';
import type { Run } from './run.ts';

/** sha256, as hex, of anything JSON. */
export const digestOf = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex');

/** Of a step's declaration as a person reads it: a newer bot goes on with a run only where this is the same. */
export const stepDigest = (step: Step): string =>
  digestOf([
    step.id,
    step.kind,
    step.title,
    step.risk,
    step.before,
    step.after,
    step.coveredBy ?? null,
    step.guards.toString(),
    step.act.toString(),
    step.proof.toString(),
  ]);

export const factsOf = (run: Run): Readonly<Record<string, Readonly<Record<string, string>>>> =>
  Object.fromEntries(
    run.steps.flatMap(s =>
      s.settled?.outcome === 'done' || s.settled?.outcome === 'failed-as-expected'
        ? [[s.planned.id, s.settled.facts]]
        : [],
    ),
  );

/** The masters that this run powered off and did not power on again, last one first. */
export const stillOff = (run: Run): readonly Instance[] => {
  const done = (prefix: string, id: string) =>
    run.steps.some(s => s.planned.id === `${prefix}${id}` && s.settled?.outcome === 'done');
  const offs = run.steps.filter(s => s.planned.id.startsWith('power-off-') && s.settled?.outcome === 'done');
  return offs
    .filter(s => !done('power-on-', s.planned.id.slice('power-off-'.length)))
    .map(s => s.settled?.facts.instance ?? '')
    .filter(instance => instance !== '')
    .reverse();
};

/** The declaration behind a planned step; null when this bot's runbook no longer has it. */
export const declaredStep = (run: Run, shelf: readonly Runbook[], id: string): Step | null => {
  const runbook = shelf.find(r => r.cure === run.started.cure);
  const steps = [...(runbook?.steps(run.started.cast) ?? []), ...windDownSteps(stillOff(run))];
  return steps.find(step => step.id === id) ?? null;
};

/** A step as the plan shows it. */
export const planned = (step: Step, line: string, people: number): PlannedStep => ({
  id: step.id,
  title: step.title,
  kind: step.kind,
  line,
  risk: step.risk,
  before: step.before,
  after: step.after,
  people,
  digest: stepDigest(step),
});
