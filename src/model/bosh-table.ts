import type { Instance } from './instance.ts';

/** `bosh is`, or `bosh is --ps` of one master, as the runbook shows it after a step; of the masters alone. */
export type BoshTable = {
  /** ISO, when it was read. */
  readonly at: string;
  /** Read right before the act: nobody was asked since. */
  readonly before?: boolean | undefined;
  readonly rows: readonly {
    readonly instance: Instance;
    /** '' in the instance's own row of `--ps`. */
    readonly process?: string | undefined;
    readonly state: string;
    readonly az: string;
    readonly ip: string;
  }[];
};
