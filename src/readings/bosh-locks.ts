import type { LockObservation } from '../cluster/observation.ts';
import type { Ran } from '../model/command.ts';
import { tableOf } from './bosh-table.ts';
import type { Reading } from './reading.ts';

/** `bosh locks --json`, of every deployment. */
export const readLocks = (ran: Ran): Reading<readonly LockObservation[]> =>
  tableOf(ran, ['type', 'resource'], row => ({
    type: row.type ?? '',
    resource: row.resource ?? '',
    taskId: row.task_id ?? '',
  }));

/** The locks that concern one deployment. */
export const locksOf = (deployment: string, locks: readonly LockObservation[]): readonly LockObservation[] =>
  locks.filter(lock => lock.resource.split(':').includes(deployment));
