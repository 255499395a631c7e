import type { Ran } from '../model/command.ts';
import type { Engine, Turn } from './engine.ts';

type End = { readonly claim: string; readonly ran: Ran };

const kept = new WeakMap<Engine, Map<string, End>>();
const endsOf = (engine: Engine): Map<string, End> => {
  const ends = kept.get(engine) ?? new Map<string, End>();
  kept.set(engine, ends);
  return ends;
};

/** The end of a run's newest command as this process saw it: the whole output, where the journal holds only its tail. */
export const keepEnd = ({ engine, run }: Turn, claim: string, ran: Ran): void => {
  endsOf(engine).set(run.id, { claim, ran });
};

export const endOf = ({ engine, run }: Turn, claim: string): Ran | null => {
  const end = endsOf(engine).get(run.id);
  return end?.claim === claim ? end.ran : null;
};

/** Once a command's result is written down, a person is waited for, or somebody else drives the run: the jump host has the
 *  output still, and a run that waits holds no memory here. */
export const forgetEnd = (engine: Engine, run: string): void => {
  const ends = endsOf(engine);
  const end = ends.get(run);
  // That the connection went is told when it is back; what had been printed until then is printed again.
  if (end?.ran.end === 'lost') ends.set(run, { ...end, ran: { ...end.ran, stdout: '', stderr: '' } });
  else ends.delete(run);
};

/** How many characters of commands' output are held. Exported for its tests. */
export const heldOutput = (engine: Engine): number =>
  [...endsOf(engine).values()].reduce((sum, { ran }) => sum + ran.stdout.length + ran.stderr.length, 0);
