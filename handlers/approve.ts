import { giveAnswer } from './answer.ts';
import type { Caller } from './caller.ts';
import type { Deps } from './deps.ts';

/** Approve: run the command on this card. */
export const approve = (caller: Caller, value: string, deps: Deps): Promise<void> =>
  giveAnswer('approve', caller, value, deps);
