import { giveAnswer } from './answer.ts';
import type { Caller } from './caller.ts';
import type { Deps } from './deps.ts';

/** It happened: a person saw that the act took place when the bot could not tell. */
export const happened = (caller: Caller, value: string, deps: Deps): Promise<void> =>
  giveAnswer('happened', caller, value, deps);

/** Try again: after looking, from the state as it is now. */
export const again = (caller: Caller, value: string, deps: Deps): Promise<void> =>
  giveAnswer('again', caller, value, deps);
