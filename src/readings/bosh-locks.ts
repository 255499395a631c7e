import type { LockSeen } from '../cluster/seen.ts';
import type { Ran } from '../model/command.ts';
import { tableOf } from './bosh-table.ts';
import type { Reading } from './reading.ts';

/** `bosh locks --json`, of every deployment. */
export const readLocks = (ran: Ran): Reading<readonly LockSeen[]> =>
  tableOf(ran, ['type', 'resource'], row => ({
    type: row.type ?? '',
    resource: row.resource ?? '',
    taskId: row.task_id ?? '',
  }));

/** The locks that concern one deployment. */
export const locksOf = (deployment: string, locks: readonly LockSeen[]): readonly LockSeen[] =>
  locks.filter(lock => lock.resource.split(':').includes(deployment));
