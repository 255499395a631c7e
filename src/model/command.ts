/** sh: a script of this bot's own on the jump host. */
export const tools = ['bosh', 'govc', 'bbr', 'curl', 'etcdctl', 'sh'] as const;

/** A command line as a value. Nothing in the tree runs a string; `jumpHost.run` takes one of these. */
export type Command = {
  readonly tool: (typeof tools)[number];
  /** The program and its arguments, one word each, never quoted and never a shell line. */
  readonly argv: readonly [string, ...string[]];
  /** As a person reads it, where argv carries a script: its name stands for its lines. */
  readonly shown?: readonly string[];
  /** 'changes' acts on the world and must be written down first; 'reads' may be repeated freely. */
  readonly effect: 'reads' | 'changes';
  /** It is a task of the Director's, whose number it prints. */
  readonly byTask?: boolean;
  /** A team's admin can't: done as BOSH_ACT_CLIENT, where that is set. */
  readonly asAdmin?: boolean;
  /** The jump host kills the whole process group after this many seconds. */
  readonly deadlineSeconds: number;
  /** It is ended after so many seconds without a byte of output. */
  readonly silenceSeconds?: number | undefined;
};

/** What became of one command. An exit code decides nothing: read the world afterwards. */
export type Ran = {
  readonly command: Command;
  /** exited: it ended by itself; deadline: we killed it; killed: somebody else did; not-started: no such program, or
   *  the fence refused; lost: the connection went and the end is unknown. */
  readonly end: 'exited' | 'deadline' | 'killed' | 'not-started' | 'lost';
  readonly exitCode: number | null;
  /** One sentence of cause for every end but 'exited', else null. */
  readonly why: string | null;
  /** Redacted, decoded as UTF-8. */
  readonly stdout: string;
  readonly stderr: string;
  /** Over the redacted stdout then stderr. */
  readonly sha256: string;
  readonly lines: number;
  /** The whole redacted output under that hash, where it was too long for `stdout` and `stderr` to hold all of it. */
  readonly logPath?: string;
  readonly seconds: number;
};

/** We ended it because it printed nothing for so long. */
export const fellSilent = ({ end, seconds, command }: Ran): boolean =>
  end === 'deadline' && command.silenceSeconds !== undefined && seconds < command.deadlineSeconds;

/** Why it was killed where this bot, or the one before it, asked the jump host for that. */
export const stoppedOnRequest = 'it was stopped on request, with every process that it had started';
