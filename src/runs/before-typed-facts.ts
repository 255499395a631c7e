import { isCureless } from '../cluster/verdict-types.ts';
import type { Command } from '../model/command.ts';
import { powerOffId } from '../runbooks/powered-off.ts';
import type { StepFacts } from '../runbooks/runbook.ts';
import { snapshotId } from '../runbooks/steps/snapshot.ts';
import type { PlannedStep } from './events.ts';
import type { Run, StepRun } from './run.ts';

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
  if (!isCureless(cure)) return id === 'verify' ? 'healed' : undefined;
  const saved = cast.answering?.find(instance => snapshotId(instance) === id);
  return saved === undefined ? undefined : { saved };
};

/** What an act that began may have left behind. */
export const traceThen = (
  { started: { cast, resurrection } }: Run,
  { planned: { id }, began, asked }: StepRun,
): StepFacts | null => {
  if (id === 'resurrection-off')
    return { what: 'resurrection', state: 'off', found: asked?.witness.resurrection ?? resurrection };
  const argv = began?.argv ?? [];
  const instance = [cast.leader, cast.follower].find(each => each && powerOffId(each) === id);
  const uuid = argv.find((_word, at) => argv[at - 1] === '-vm.uuid');
  const datacenter = argv.find(word => word.startsWith('-dc='))?.slice('-dc='.length);
  return instance && uuid && datacenter ? { instance, uuid, datacenter } : null;
};

/** Of which snapshot a step kept a copy. */
export const copiedThen = (id: string): string => id.replace('snapshot-copy', 'snapshot');
