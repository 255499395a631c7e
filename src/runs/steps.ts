import type { Instance } from '../model/instance.ts';
import type { Runbook, Step } from '../runbooks/runbook.ts';
import { powerOffId, powerOnId } from '../runbooks/steps/power.ts';
import { windDownSteps } from '../runbooks/wind-down.ts';
import type { Words } from '../words.ts';
import type { PlannedStep } from './events.ts';
import type { Run, StepRun } from './run.ts';

type Facts = Readonly<Record<string, string>>;

const offInstance = (run: Run, id: string): Instance | null =>
  [run.started.cast.leader, run.started.cast.follower].find(each => each && powerOffId(each) === id) ?? null;

/** What an act that began may have left behind even if its end was never seen to hold: enough to put it back. */
const traceOf = (run: Run, { planned: { id }, began, asked }: StepRun): Facts | null => {
  if (!began) return null;
  if (id === 'resurrection-off')
    return { state: 'off', found: asked?.witness.resurrection ?? run.started.resurrection };
  const instance = offInstance(run, id);
  const uuid = began.argv.find((_word, at) => began.argv[at - 1] === '-vm.uuid');
  const datacenter = began.argv.find(word => word.startsWith('-dc='))?.slice('-dc='.length);
  return instance && uuid && datacenter ? { instance, uuid, datacenter } : null;
};

const factsOfStep = (run: Run, step: StepRun): Facts | null =>
  step.settled?.outcome === 'done' || step.settled?.outcome === 'failed-as-expected'
    ? { ...traceOf(run, step), ...step.settled.facts }
    : traceOf(run, step);

/** What each step established, and what those that began without a good end may have left behind. */
export const factsOf = (run: Run): Readonly<Record<string, Facts>> =>
  Object.fromEntries(
    run.steps.flatMap(step => {
      const facts = factsOfStep(run, step);
      return facts ? [[step.planned.id, facts]] : [];
    }),
  );

/** The masters that this run powered off, or may have, and did not power on again, last one first. */
export const stillOff = (run: Run): readonly Instance[] => {
  const facts = factsOf(run);
  const isOnAgain = (instance: Instance) =>
    run.steps.some(s => s.planned.id === powerOnId(instance) && s.settled?.outcome === 'done');
  return run.steps
    .filter(s => s.planned.id.startsWith('power-off-'))
    .map(s => facts[s.planned.id]?.instance)
    .filter(instance => instance !== undefined && !isOnAgain(instance))
    .filter(instance => instance !== undefined)
    .reverse();
};

/** The declaration behind a planned step; null when this bot's runbook no longer has it. */
export const declaredStep = (run: Run, shelf: readonly Runbook[], id: string): Step | null => {
  const runbook = shelf.find(r => r.cure === run.started.cure);
  const steps = [...(runbook?.steps(run.started.cast) ?? []), ...windDownSteps(stillOff(run))];
  return steps.find(step => step.id === id) ?? null;
};

/** Of its declaration, as asks and beginnings keep it: `v3`. */
export const versionOf = ({ version }: Pick<Step, 'version'>): string => `v${version}`;

/** A step as the plan shows it. */
export const planned = (step: Step, line: Words, people: number): PlannedStep => ({
  id: step.id,
  title: step.title,
  kind: step.kind,
  line: line.en,
  ...(line.en === line.ko ? {} : { note: line }),
  risk: step.risk,
  before: step.before,
  after: step.after,
  people,
  version: step.version,
  ...(step.proves ? { proves: step.proves } : {}),
});
