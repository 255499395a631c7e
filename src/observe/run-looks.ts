import type { Observation } from '../cluster/observation.ts';
import type { InstanceRow } from '../readings/bosh-instances.ts';
import { isMissed } from '../readings/reading.ts';
import { currentStep, type Run } from '../runs/run.ts';
import type { Base, Looked } from './look.ts';
import type { ObserverWorld } from './observer-world.ts';
import { queriesOf } from './queries.ts';

/** The look that proved one step is the look before the next one, where nobody was waited for in between. */
const sameMomentMs = 2_000;

type Kept = {
  /** As the Director last told it after it had asked every agent. */
  readonly full: readonly InstanceRow[] | null;
  readonly seen: Observation;
  readonly proof: (Looked & { readonly at: number; readonly full: boolean; usedBy: string | null }) | null;
};

const everyAgentAnswers = (rows: readonly InstanceRow[]): boolean =>
  rows.every(row => row.cid !== null && !['unresponsive agent', ''].includes(row.processState));

/** What a run need not ask again: `bosh instances` is a task and a question to every agent, so between acts it is asked for the
 *  list alone, and each VM tells its processes itself. Before a change it is always asked in full. */
export const runLooks = (world: ObserverWorld) => {
  const kept = new Map<string, Kept>();
  const unchanged = async (run: Run, full: readonly InstanceRow[]): Promise<Base | null> => {
    const { instancesNow } = queriesOf(world.jumpHost, run.started.deployment);
    const now = await instancesNow();
    if (isMissed(now) || now.size !== full.length) return null;
    return full.every(row => now.get(row.instance) === `${row.cid} ${row.agentId}`) ? { rows: full } : null;
  };
  return {
    /** null: everything is asked anew. */
    base: (run: Run, forProof: boolean): Base | Promise<Base | null> | null => {
      const { full = null, proof = null } = kept.get(run.id) ?? {};
      const step = currentStep(run)?.planned;
      const changes = !forProof && step?.kind === 'change';
      const fresh = proof !== null && world.clock.elapsed() - proof.at <= sameMomentMs;
      if (fresh && !forProof && proof.usedBy !== (step?.id ?? '') && (proof.full || !changes)) {
        proof.usedBy = step?.id ?? '';
        return proof;
      }
      return full === null || changes || !everyAgentAnswers(full) ? null : unchanged(run, full);
    },
    saw: (run: Run, looked: Looked, how: { readonly full: boolean; readonly proof: boolean }): void => {
      const before = kept.get(run.id);
      kept.set(run.id, {
        seen: looked.seen,
        full: how.full ? looked.rows : (before?.full ?? null),
        proof: how.proof
          ? { ...looked, at: world.clock.elapsed(), full: how.full, usedBy: null }
          : (before?.proof ?? null),
      });
    },
    lastSeen: (run: string): Observation | null => kept.get(run)?.seen ?? null,
    forget: (run: string) => void kept.delete(run),
  };
};
