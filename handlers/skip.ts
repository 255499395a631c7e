import { giveAnswer } from './answer.ts';
import type { Caller } from './caller.ts';
import type { Deps } from './deps.ts';

/** Skip: this step is not needed, go on with the next. */
export const skip = (caller: Caller, value: string, deps: Deps): Promise<void> =>
  giveAnswer('skip', caller, value, deps);
