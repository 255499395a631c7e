import type { PreGate } from './gate.ts';
import { classified, idKnown, room, snapshotTaken, stopsOne } from './gates-act.ts';
import { noIgnored, pairRuns, quietDeployment, threeMasters } from './gates-deployment.ts';
import { caughtUp, knownVersion, noAlarm, nothingMissing, onlyVoters, pairAgrees } from './gates-members.ts';

/** All of them before a run, and again right before each act that can lower the number of healthy members; in the order
 *  of what makes the next one worth asking. */
export const preGates: readonly PreGate[] = [
  threeMasters,
  quietDeployment,
  noIgnored,
  pairRuns,
  pairAgrees,
  onlyVoters,
  noAlarm,
  caughtUp,
  nothingMissing,
  snapshotTaken,
  classified,
  idKnown,
  stopsOne,
  room,
  knownVersion,
];

/** What disk-loss-original departs from, by design, from its first power-off on; its card names them. */
export const departures: readonly string[] = [threeMasters, pairRuns, pairAgrees, onlyVoters, stopsOne].map(
  gate => gate.name,
);
