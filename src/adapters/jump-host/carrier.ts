/** How a program's argv gets to the machine where the tools are: as a local child, or over ssh. */
export type Carrier = {
  /** For sentences: `local` or `ssh://user@host:port`. */
  readonly name: string;
  carry(argv: readonly [string, ...string[]], call: HostCall): Promise<Carried>;
  close(): Promise<void>;
};
/** Exported for its tests. */
export type HostCall = {
  /** Written at once; then the program's stdin ends. */
  readonly stdin: string;
  readonly onStdout: (bytes: Uint8Array) => void;
  readonly deadlineSeconds: number;
  readonly signal: AbortSignal;
};
export type Carried =
  | { readonly end: 'done'; readonly exitCode: number; readonly stderr: string }
  /** It surely never reached the machine. The sentence names the next move. */
  | { readonly end: 'unreachable'; readonly why: string }
  /** It may have run, or still be running. */
  | { readonly end: 'dropped'; readonly why: string };

/** The last of what a program wrote to stderr, for the sentence. */
export const createStderr = (limit = 8192) => {
  let kept = Buffer.alloc(0);
  return {
    push: (bytes: Uint8Array) => {
      kept = Buffer.concat([kept, bytes]).subarray(-limit);
    },
    text: () => kept.toString().trim(),
  };
};
