import type { PreGate } from './gate.ts';
import { classified, idKnown, room, snapshotTaken, stopsOne } from './gates-act.ts';
import { noIgnored, pairRuns, quietDeployment, threeMasters } from './gates-deployment.ts';
import {
  caughtUp,
  knownVersion,
  noAlarm,
  nothingMissing,
  onlyVoters,
  pairAgrees,
  pairHash,
} from './gates-members.ts';
import { soundGround } from './sound-ground.ts';

/** All of them before a run, and again right before each act that can lower the number of healthy members; in the order
 *  of what makes the next one worth asking. */
export const preGates: readonly PreGate[] = [
  threeMasters,
  quietDeployment,
  noIgnored,
  pairRuns,
  pairAgrees,
  pairHash,
  onlyVoters,
  noAlarm,
  caughtUp,
  nothingMissing,
  snapshotTaken,
  classified,
  idKnown,
  stopsOne,
  room,
  soundGround,
  knownVersion,
];

/** What disk-loss-original departs from, by design, from its first power-off on: the 1st, 2nd and
 *  9th of docs/evidence.md#conditions-of-an-act. Its card names them. Equal hashes (the 4th) it never departs from. */
export const departed: readonly PreGate[] = [threeMasters, pairRuns, pairAgrees, onlyVoters, stopsOne];
export const departures: readonly string[] = departed.map(gate => gate.name);
