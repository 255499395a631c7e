import type { Foundation, FoundationOptions } from '../foundation/foundation.ts';

/** Which programs did a drill's work: a release, or `stand-in`. */
export type ToolsUsed = { readonly bosh: string; readonly govc: string };

/** The VMs' own ssh servers, where a real ssh went to them. */
export type VmsOverSsh = { readonly lines: number; readonly refused: readonly string[] };

/** A foundation and the programs that work on it. */
export type Tools = {
  readonly foundation: Foundation;
  readonly used: ToolsUsed;
  /** null: nobody went there by ssh. */
  overSsh(): VmsOverSsh | null;
  /** For PATH, before the machine's own. */
  readonly path: string;
  /** Where the Director and vCenter are, for those programs. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
};

export type Start = (more: Pick<FoundationOptions, 'hostPublicKey'>) => Promise<Foundation>;
