import type { Cost } from '../costs.ts';
import type { Effects, Timings } from '../machine.ts';
import type { Faults } from './faults.ts';
import type { Instance } from './inventory.ts';
import type { DeploymentLock } from './lock.ts';
import type { TaskBoard } from './tasks.ts';

export type Problem = {
  readonly id: number;
  readonly type: 'missing_vm' | 'unresponsive_agent';
  readonly instance: Instance;
  readonly description: string;
  open: boolean;
};

/** Everything that the Director's routes and tasks share. */
export type DirectorState = {
  readonly deployment: string;
  readonly instances: readonly Instance[];
  readonly timings: Timings;
  /** Seconds, other ones each time. */
  readonly price: (cost: Cost) => number;
  readonly effects: Effects;
  readonly faults: Faults;
  readonly tasks: TaskBoard;
  readonly lock: DeploymentLock;
  /** Of every scan so far; ids go on and on. */
  readonly problems: Problem[];
  /** VMs that are deleted or about to be: two tasks may be after the same one. */
  readonly goneCids: Set<string>;
  /** Blobs by id, for GET /resources. */
  readonly blobs: Map<string, Buffer>;
  readonly hostPublicKey: (ip: string) => string;
  /** What /info says of authentication. */
  readonly authentication: object;
  resurrection: 'on' | 'off';
  /** How often the deployment's instances were listed, with or without a question to their agents. */
  listings: number;
};
