import { type CureName, isCureless } from '../cluster/verdict-types.ts';
import type { Words } from '../words.ts';
import { diskLossOriginal } from './disk-loss-original.ts';
import { freeSpace } from './free-space.ts';
import { moveLeaderRunbook } from './move-leader.ts';
import { recreateRunbook } from './recreate.ts';
import { removeHalfAdded } from './remove-half-added.ts';
import { replaceMember } from './replace-member.ts';
import { restartProcess } from './restart-process.ts';
import type { Runbook } from './runbook.ts';
import { snapshotSurvivors } from './snapshot-survivors.ts';
import { startQuorum } from './start-quorum.ts';

/** The runbooks: every cure that the bot knows how to walk through, and the ones that cure nothing. */
export const runbooks: readonly Runbook[] = [
  restartProcess,
  moveLeaderRunbook,
  replaceMember,
  removeHalfAdded,
  diskLossOriginal,
  recreateRunbook,
  startQuorum,
  freeSpace,
  snapshotSurvivors,
];

/** A cure as a person types it; `gentle` and `original` are the two routes of the runbook's own fault. */
export const cureNamed = (typed: string): CureName | null => {
  const name = typed === 'gentle' ? 'move-leader' : typed === 'original' ? 'disk-loss-original' : typed;
  const cure = runbooks.find(runbook => runbook.cure === name)?.cure ?? null;
  return cure === null || isCureless(cure) ? null : cure;
};

/** What a cure costs, for the person who chooses; null for a name that this bot's runbooks do not have (an older run's). */
export const costOf = (name: string): Words | null =>
  runbooks.find(({ cure }) => cure === name)?.cost ?? null;
