import type { Ran } from '../model/command.ts';
import type { Instance } from '../model/instance.ts';
import { tableOf } from './bosh-table.ts';
import type { Reading } from './reading.ts';

export type Problem = {
  /** Changes at every scan. */
  readonly id: string;
  readonly type: string;
  readonly description: string;
  /** As the description names it; null when it names none. */
  readonly instance: Instance | null;
};

/** `bosh cck --report --json`: exit 1 with a table means problems, exit 0 with an empty table none. */
export const readProblems = (ran: Ran): Reading<readonly Problem[]> =>
  tableOf(ran, ['0', 'type', 'description'], row => ({
    id: row['0'] ?? '',
    type: row.type ?? '',
    description: row.description ?? '',
    instance: /'?([a-z0-9][a-z0-9-]*\/[0-9a-f-]{36})/.exec(row.description ?? '')?.[1] ?? null,
  }));
