import type { CureName, VerdictName } from '../../../src/cluster/verdict-types.ts';
import type { Machines, Master } from '../machines.ts';

/** What a fault did, once it has really taken. */
export type Injected = {
  readonly victims: readonly Master[];
  /** The line or fact that shows it: `tocommit(312) is out of range [lastIndex(0)]`. */
  readonly shownBy: string;
  /** Lets go of what the fault holds by force (a frozen process, a held stream); nothing for most. */
  release(): void | Promise<void>;
};

export type Fault = {
  /** One line for a list of drills. */
  readonly what: string;
  /** What a right diagnosis says. */
  readonly verdict: VerdictName;
  /** A cure of that verdict that must be refused all the same, and what the refusal says, in either language. */
  readonly refuses?: { readonly cure: CureName; readonly says: readonly string[] };
  /** It is made of what only a real etcd has. */
  readonly needs?: 'real';
  /** Breaks the cluster and waits until the break shows. */
  inject(machines: Machines): Promise<Injected>;
};
