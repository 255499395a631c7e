import type { VerdictName } from '../../../src/cluster/verdict-types.ts';
import type { Machines, Master } from '../machines.ts';

/** What a fault did, once it has really taken. */
export type Injected = {
  readonly victims: readonly Master[];
  /** The line or fact that shows it: `tocommit(312) is out of range [lastIndex(0)]`. */
  readonly shownBy: string;
  /** Lets go of what the fault holds by force (a frozen process, a held stream); nothing for most. */
  release(): void;
};

export type Fault = {
  /** One line for a list of drills. */
  readonly what: string;
  /** What a right diagnosis says. */
  readonly verdict: VerdictName;
  /** Breaks the cluster and waits until the break shows. */
  inject(machines: Machines): Promise<Injected>;
};
