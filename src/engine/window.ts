import { askDigest, witnessFor } from '../approvals/ask.ts';
import { shownLine } from '../commands/command.ts';
import type { Command } from '../model/command.ts';
import { asReadBy } from '../runbooks/expected.ts';
import type { Step, StepContext } from '../runbooks/runbook.ts';
import type { WindowAsked } from '../runs/events.ts';
import type { StepRun } from '../runs/run.ts';
import { declaredStep } from '../runs/steps.ts';
import type { Words } from '../words.ts';
import type { Turn } from './engine.ts';
import { commandFor, isRefused, peopleOf } from './step-now.ts';

type InWindow = Step & { readonly window: NonNullable<Step['window']> };
/** A step of a window in the state that it is expected to meet. */
type Act = { readonly step: InWindow; readonly context: StepContext; readonly command: Command };

const isIn = (step: Step | null, { planned }: StepRun): step is InWindow =>
  step?.window !== undefined && step.window.name === planned.window && step.version === planned.version;

const nextAct = (step: InWindow, context: StepContext): Act | null => {
  const seen = asReadBy(step, context);
  const made = commandFor(step, seen);
  const runs =
    'command' in made && made.command !== null && !isRefused(step, seen) && !step.offerSkip?.(seen);
  return runs && made.command ? { step, context, command: made.command } : null;
};

/** The acts that are asked with this one, itself first: those behind it in its window, as long as each can be told and would not
 *  be refused in the state expected there. What would be left out there is no part of it. */
const actsFrom = ({ run, engine }: Turn, at: StepRun, first: Act): readonly Act[] => {
  const acts = [first];
  let state = first.step.window.leaves(first.context);
  for (const later of run.steps.slice(run.steps.indexOf(at) + 1)) {
    const step = declaredStep(run, engine.runbooks, later.planned.id);
    if (later.planned.window !== at.planned.window || later.state !== 'to-come' || !isIn(step, later)) break;
    if (step.skip?.(asReadBy(step, state))) continue;
    const act = nextAct(step, state);
    if (!act) break;
    acts.push(act);
    state = step.window.leaves(state);
  }
  return acts;
};

/** What an abort runs after this act: its own undo, in the state that it is expected to leave. */
const safeAfter = ({ step, context }: Act): WindowAsked['safe'] => {
  const left = step.undo?.trace(context);
  const after = step.window.leaves(context);
  return (left ? (step.undo?.steps(left) ?? []) : []).flatMap(undo => {
    const made = commandFor(undo, after);
    return 'command' in made && made.command
      ? [
          {
            after: step.id,
            step: undo.id,
            line: shownLine(made.command),
            digest: askDigest(undo, made.command, {}),
          },
        ]
      : [];
  });
};

type AtOnce = {
  readonly asked: WindowAsked;
  /** The most that any of its steps needs, and why. */
  readonly people: number;
  readonly why: Words;
};

/** What is asked at once from this step on; null where it is in no window, or nothing can be asked with it. */
export const windowFrom = (
  turn: Turn,
  at: StepRun,
  step: Step,
  context: StepContext,
  command: Command | null,
): AtOnce | null => {
  if (!isIn(step, at) || command === null) return null;
  const acts = actsFrom(turn, at, { step, context, command });
  if (acts.length < 2) return null;
  const { people, why } = acts
    .map(act => peopleOf(act.step, act.context, turn.engine.peopleRule, false))
    .reduce((most, each) => (each.people > most.people ? each : most));
  return {
    asked: {
      steps: acts.map(act => {
        const witness = witnessFor(act.step, act.context);
        return {
          step: act.step.id,
          line: shownLine(act.command),
          digest: askDigest(act.step, act.command, witness),
          witness,
        };
      }),
      safe: acts.flatMap(safeAfter),
    },
    people,
    why,
  };
};
