import type { Command, Ran } from '../model/command.ts';

export type RunOptions = {
  /** Stdout and stderr as they arrive, redacted, cut only between whole characters. */
  readonly onOutput?: (text: string) => void;
  readonly signal?: AbortSignal;
  /** Run behind the jump host's fence under this name: detached, at most once, adoptable by another process. */
  readonly claim?: string;
  /** With a claim: start nothing where the fence is another one by then. */
  readonly place?: FencePlace;
};

/** Whose record of claims it is: the random id of the fence's folder, the machine's name, and that machine's boot. */
export type FencePlace = { readonly id: string; readonly host: string; readonly boot: string };

/** What the jump host's fence knows of a claim, and which fence that is, unless its folder has no identity. What it does
 *  not know of proves nothing where it is another one than the claim was meant for. */
export type Claim = ClaimState & { readonly place?: FencePlace | undefined };
/** Exported for its tests. */
export type ClaimState =
  | { readonly state: 'never-started' }
  | { readonly state: 'running' }
  | { readonly state: 'ended'; readonly ran: Ran }
  /** Nobody can start it any more. */
  | { readonly state: 'burnt' }
  /** Started, no longer running, and no exit code was left: the host rebooted or it was killed. */
  | { readonly state: 'unknown'; readonly why: string };

/** Where bosh, govc, bbr and etcdctl are. The only place where a command runs. */
export type JumpHost = {
  /** As in JUMP_HOST: `local` or `ssh://user@host:port`. */
  readonly name: string;
  run(command: Command, options?: RunOptions): Promise<Ran>;
  /** Waits for a claimed command that another process may have started, streaming what it writes. */
  adopt(command: Command, claim: string, options?: RunOptions): Promise<Ran>;
  look(command: Command, claim: string): Promise<Claim>;
  /** Makes a later start under this claim impossible; answers what was found. */
  burn(command: Command, claim: string): Promise<Claim>;
  /** Whose fence it is, read now; its folder gets an identity where it has none. Rejects while it cannot be asked. */
  place(): Promise<FencePlace>;
  /** One line beside the fence's folder, which says how far the journal was written; '' where there is none. */
  readHead(): Promise<string>;
  keepHead(line: string): Promise<void>;
  /** What the command printed goes from the jump host: it may hold secrets, and has been read. Its record stays. */
  clear(claim: string): Promise<void>;
  close(): Promise<void>;
};
