import type { CommandHint } from './command-hint.ts';
import type { Interact } from './interact/interact.ts';
import type { State } from './state.ts';

export type PageParts = {
  readonly state: State;
  readonly interact: Interact;
  readonly commands: readonly CommandHint[];
};
