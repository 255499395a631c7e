import type { Ran } from '../model/command.ts';
import type { Step } from '../runbooks/runbook.ts';
import { commandOf } from '../runs/command-of.ts';
import type { StepRun } from '../runs/run.ts';
import type { Words } from '../words.ts';
import type { Turn } from './engine.ts';
import { endOf } from './result-cache.ts';

/** `trouble`: the output is cut to what the journal keeps, because the jump host can't be asked for all of it. */
type Output = { readonly ran: Ran | null; readonly trouble: Words | null };

const cut = (error: unknown): Words => {
  const why = error instanceof Error ? error.message : String(error);
  return {
    en: `Its whole output cannot be read back (${why}), only the last of it. `,
    ko: `전체 출력을 다시 읽을 수 없어(${why}) 마지막 부분만 사용합니다. `,
  };
};

/** The whole output where this process or the jump host still has it, else the tail from the journal; null for a hold. */
export const outputOf = async (turn: Turn, at: StepRun, step: Step): Promise<Output> => {
  const { engine } = turn;
  const { began, ended } = at;
  const command = began && commandOf(began);
  if (!began || !ended || !command) return { ran: null, trouble: null };
  const here = endOf(turn, began.claim);
  if (here) return { ran: here, trouble: null };
  const tail: Ran = { ...ended, command, stdout: ended.tail, stderr: '' };
  try {
    const claim = await engine.jumpHost.look(command, began.claim);
    return {
      ran: claim.state === 'ended' ? { ...claim.ran, end: ended.end, why: ended.why } : tail,
      trouble: null,
    };
  } catch (error) {
    return { ran: tail, trouble: step.proofNeeds === 'output' ? cut(error) : null };
  }
};
