import { askDigest, witnessOfContext } from '../approvals/ask.ts';
import { canApprove } from '../approvals/people.ts';
import { differences } from '../cluster/witness.ts';
import { shownLine } from '../commands/command.ts';
import type { Command } from '../model/command.ts';
import { lookBefore } from '../observe/look-before.ts';
import { isMissed } from '../readings/reading.ts';
import type { Step, StepContext } from '../runbooks/runbook.ts';
import { differenceOf } from '../runs/difference.ts';
import type { StepRun } from '../runs/run.ts';
import { declaredStep } from '../runs/steps.ts';
import type { Words } from '../words.ts';
import { begin } from './act.ts';
import { type Onward, reading, type Turn } from './engine.ts';
import { changesOff } from './only-looks.ts';
import { commandFor, isRefused, noSuchStep, refusals, stuck } from './prepare.ts';
import { write } from './write.ts';

/** Approvers may have lost their role since they clicked; a group that can't be read refuses. */
const noLongerMay = async ({ engine, run }: Turn, at: StepRun): Promise<readonly Words[]> => {
  const whys = await Promise.all(
    at.answers
      .filter(a => a.answer === 'approve')
      .map(async ({ by }) =>
        canApprove({
          requester: run.started.requestedBy,
          already: [],
          by,
          membership: await engine.membership(by, run.started.channel),
        }),
      ),
  );
  return whys.filter(why => why !== null);
};

const another: Words = {
  en: 'the command line would be another one now',
  ko: '지금은 명령줄이 달라집니다',
};

/** What is no longer as it was approved: the state, the command, or this bot's declaration of the step. */
const changed = (
  at: StepRun,
  step: Step,
  context: StepContext,
  command: Command | null,
): readonly Words[] => {
  const witness = witnessOfContext(context);
  const inWitness = differences(at.asked?.witness ?? {}, witness);
  if (inWitness.length > 0) return inWitness;
  if (askDigest(step, command, witness) === at.asked?.digest) return [];
  return [differenceOf(at.planned, step, command && shownLine(command)) ?? another];
};

/** Enough people approved: is the world still the one they approved it for? Then it runs, once. */
export const recheckAndUse = async (turn: Turn, at: StepRun): Promise<Onward> => {
  const step = declaredStep(turn.run, turn.engine.runbooks, at.planned.id);
  if (!step) return stuck(turn, at, noSuchStep);
  const commandNow = (seen: StepContext) => {
    const made = commandFor(step, seen);
    return 'why' in made ? null : made.command;
  };
  const context = await lookBefore(
    reading(turn),
    step,
    seen => isRefused(step, seen) || changed(at, step, seen, commandNow(seen)).length > 0,
  );
  if (isMissed(context)) return stuck(turn, at, context.words, { step });
  const command = commandNow(context);
  const differs = [...changed(at, step, context, command), ...(await noLongerMay(turn, at))];
  if (differs.length > 0) {
    await write(turn, [{ kind: 'voided', step: at.planned.id, attempt: at.attempt, differences: differs }]);
    return 'on';
  }
  if (turn.engine.onlyReads && command?.effect === 'changes')
    return stuck(turn, at, changesOff, { step, context });
  const guards = step.guards(context);
  if (guards.some(g => !g.ok)) return stuck(turn, at, refusals(guards), { step, context, guards });
  return begin(turn, at, step, context, command);
};
