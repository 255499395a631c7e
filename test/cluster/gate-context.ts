import type { Observation } from '../../src/cluster/observation.ts';
import { verdictOf } from '../../src/cluster/verdict.ts';
import type { GateContext } from '../../src/gates/gate.ts';
import { m1 } from './build.ts';

export const goodSnapshot = { ok: true, why: { en: '', ko: '' }, bytes: 20512, revision: 1204 };

/** What gates are asked with: m1 gets a new leader elected around it, and a snapshot is there. */
export const contextOf = (seen: Observation, more: Partial<GateContext> = {}): GateContext => ({
  target: m1,
  cure: 'move-leader',
  verdict: verdictOf(seen),
  snapshot: goodSnapshot,
  snapshotBetween: { before: 1204, after: 1204 },
  stops: [],
  ...more,
});
