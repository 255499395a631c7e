import { AsyncLocalStorage } from 'node:async_hooks';
import { Agent } from 'node:https';

/** A stand-in that runs inside the box's own process instead of one of its own. */
export type Program = {
  /** It was killed: from here on it may neither print nor send anything. */
  readonly ended: AbortSignal;
  /** Instead of the real CLI's half second between two looks at a task. */
  readonly pollMs: number;
  /** Connections are kept: a handshake for each request is most of what a stand-in costs. */
  readonly agent: Agent;
  /** What TERM does while the program hears it; null: it ends the program. */
  onTerm: (() => void) | null;
};

export class ProgramEnded extends Error {
  override readonly name = 'ProgramEnded';
}

const programs = new AsyncLocalStorage<Program>();
const agent = new Agent({ keepAlive: true });

/** Runs a stand-in's main function as a program that can be killed. */
export const asProgram = <Answer>(
  how: Omit<Program, 'agent' | 'onTerm'>,
  main: (own: Program) => Promise<Answer>,
): Promise<Answer> => {
  const own: Program = { ...how, agent, onTerm: null };
  return programs.run(own, () => main(own));
};

/** undefined in a process of its own. Throws where this program has been killed. */
export const program = (): Program | undefined => {
  const own = programs.getStore();
  if (own?.ended.aborted) throw new ProgramEnded('this program was killed');
  return own;
};
