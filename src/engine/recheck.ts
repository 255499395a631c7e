import { askDigest, windowDigest, witnessFor } from '../approvals/ask.ts';
import { canApprove } from '../approvals/people.ts';
import { differences } from '../cluster/witness.ts';
import { shownLine } from '../commands/command.ts';
import type { Command } from '../model/command.ts';
import { isSame, type Person } from '../model/person.ts';
import type { Witness } from '../model/witness.ts';
import { lookBefore } from '../observe/look-before.ts';
import { isMissed } from '../readings/reading.ts';
import type { Step, StepContext } from '../runbooks/runbook.ts';
import { differenceOf } from '../runs/difference.ts';
import type { StepRun } from '../runs/run.ts';
import { declaredStep } from '../runs/steps.ts';
import { grantOf, whoApproved } from '../runs/window.ts';
import type { Words } from '../words.ts';
import { begin } from './act.ts';
import { approverIn } from './believed.ts';
import { type Onward, reading, type Turn } from './engine.ts';
import { changesOff } from './only-looks.ts';
import { noSuchStep, stuck } from './prepare.ts';
import { commandFor, isRefused, refusals } from './step-now.ts';
import { windowFrom } from './window.ts';
import { write } from './write.ts';

/** What a step was approved for: by itself, or with the window that it is in. */
type Approval = {
  readonly witness: Witness;
  readonly digest: string;
  readonly by: readonly Person[];
  /** It is the step at which its window was asked, and the digest is of all of it. */
  readonly whole: boolean;
};

const approvalOf = ({ run }: Turn, at: StepRun): Approval => {
  const { asked } = at;
  const grant = at.state === 'to-come' ? grantOf(run, at.planned.id) : null;
  if (grant) return { ...grant, whole: false };
  const { witness = {}, digest = '' } = asked ?? {};
  return { witness, digest, by: whoApproved(at), whole: asked?.window !== undefined };
};

/** How they answered last: what they were believed by then is what they are believed by now. */
const viaOf = (run: Turn['run'], by: Person) =>
  run.steps.flatMap(step => step.answers).findLast(answer => isSame(answer.by, by))?.via;

/** Approvers may have lost their role since they clicked; a group that can't be read refuses. */
const noLongerMay = async ({ engine, run }: Turn, { by: all }: Approval): Promise<readonly Words[]> => {
  const { owners } = run;
  const glass = run.glass?.by ?? null;
  const whys = await Promise.all(
    all.map(async by => {
      const membership = await approverIn(engine, run, { by, via: viaOf(run, by) });
      return canApprove({ owners, already: [], by, membership, glass });
    }),
  );
  return whys.filter(why => why !== null);
};

const another: Words = {
  en: 'the command line would be another one now',
  ko: '지금은 명령줄이 달라집니다',
};

type Now = { readonly step: Step; readonly context: StepContext; readonly command: Command | null };

const digestNow = (turn: Turn, at: StepRun, { step, context, command }: Now, whole: boolean): string => {
  const window = whole ? windowFrom(turn, at, step, context, command) : null;
  return window ? windowDigest(window.asked) : askDigest(step, command, witnessFor(step, context));
};

/** What is no longer as it was approved: the state, the command, or this bot's declaration of the step. */
const changed = (turn: Turn, at: StepRun, now: Now, approval: Approval): readonly Words[] => {
  const inWitness = differences(approval.witness, witnessFor(now.step, now.context));
  if (inWitness.length > 0) return inWitness;
  if (digestNow(turn, at, now, approval.whole) === approval.digest) return [];
  return [differenceOf(at.planned, now.step, now.command && shownLine(now.command)) ?? another];
};

/** Enough people approved: is the world still the one they approved it for? Then it runs, once. */
export const recheckAndUse = async (turn: Turn, at: StepRun): Promise<Onward> => {
  const step = declaredStep(turn.run, turn.engine.runbooks, at.planned.id);
  if (!step) return stuck(turn, at, noSuchStep);
  const approval = approvalOf(turn, at);
  const commandNow = (seen: StepContext) => {
    const made = commandFor(step, seen);
    return 'why' in made ? null : made.command;
  };
  const context = await lookBefore(
    reading(turn),
    step,
    seen =>
      isRefused(step, seen) ||
      changed(turn, at, { step, context: seen, command: commandNow(seen) }, approval).length > 0,
  );
  if (isMissed(context)) return stuck(turn, at, context.words, { step });
  const command = commandNow(context);
  const now = { step, context, command };
  const differs = [...changed(turn, at, now, approval), ...(await noLongerMay(turn, approval))];
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
