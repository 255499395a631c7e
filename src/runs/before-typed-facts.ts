import { isErrand } from '../cluster/verdict-types.ts';
import type { Command } from '../model/command.ts';
import { snapshotId } from '../runbooks/steps/snapshot.ts';
import type { PlannedStep } from './events.ts';
import type { Run } from './run.ts';

/*
 * What entries from before a field was there don't say, told by names as the first release wrote them. Each is called only
 * where the field is absent; what is written now says it itself, and nothing here has to learn a new name.
 */

export const toolOf = ([program]: readonly string[]): Command['tool'] =>
  program === 'nice' ? 'sh' : ((['bosh', 'govc', 'curl'] as const).find(tool => tool === program) ?? 'bbr');

/** Acts that were a task of the Director's. `bosh ssh` and switches were none. */
export const wasByTask = (argv: readonly string[]): boolean =>
  argv[0] === 'bosh' && argv.includes('--tty') && !argv.includes('update-resurrection');

/** What a step of a plan proved for the whole run. */
export const provedThen = ({ started: { cure, cast } }: Run, id: string): PlannedStep['proves'] => {
  if (!isErrand(cure)) return id === 'verify' ? 'healed' : undefined;
  const saved = cast.answering?.find(instance => snapshotId(instance) === id);
  return saved === undefined ? undefined : { saved };
};
