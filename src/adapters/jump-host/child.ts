import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';

type ChildOptions = {
  /** All that the child gets: nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  /** Written at once; then stdin ends. */
  readonly stdin?: string;
  readonly onStdout: (bytes: Uint8Array) => void;
  readonly onStderr: (bytes: Uint8Array) => void;
  readonly deadlineSeconds: number;
  /** Between SIGTERM and SIGKILL. */
  readonly graceSeconds?: number;
  readonly signal?: AbortSignal;
  /** Told the process group once it runs, and again when it has ended. */
  readonly onGroup?: (pid: number, now: 'runs' | 'ended') => void;
};
/** How one local process ended. `failed`: the error code of a start that did not happen. */
export type ChildEnd =
  | { readonly end: 'exited'; readonly exitCode: number }
  | { readonly end: 'killed'; readonly by: string }
  | { readonly end: 'deadline' | 'aborted' }
  | { readonly end: 'not-started'; readonly failed: string };

/** A grandchild that outlives its parent may hold the pipes: this long after the end nobody waits for them. */
const lastWordsMs = 500;

const signalGroup = (pid: number, signal: NodeJS.Signals | 0): boolean => {
  try {
    return process.kill(-pid, signal);
  } catch {
    return false;
  }
};
/** SIGTERM to the whole group, SIGKILL to whatever is left of it after the grace. */
const killGroup = async (pid: number, graceMs: number): Promise<void> => {
  signalGroup(pid, 'SIGTERM');
  for (let waited = 0; waited < graceMs && signalGroup(pid, 0); waited += 50) await sleep(50);
  signalGroup(pid, 'SIGKILL');
};

const start = (argv: readonly [string, ...string[]], options: ChildOptions) =>
  execa(argv[0], argv.slice(1), {
    env: { ...options.env },
    extendEnv: false,
    reject: false,
    buffer: false,
    // Its own process group, so that its children can be ended with it.
    detached: true,
    cleanup: false,
    stdin: options.stdin === undefined ? 'ignore' : 'pipe',
    stdout: 'pipe',
    stderr: 'pipe',
  });
type Child = ReturnType<typeof start>;

const feed = (child: Child, text: string | undefined): void => {
  // EPIPE: the child ended without reading. How it ended says all there is to say.
  child.stdin?.on('error', () => {});
  child.stdin?.end(text);
};
const exitOf = (child: Child): Promise<ChildEnd> =>
  new Promise(resolve =>
    child.nodeChildProcess.once('exit', (exitCode, signal) =>
      resolve(exitCode === null ? { end: 'killed', by: signal ?? 'a signal' } : { end: 'exited', exitCode }),
    ),
  );
/** Kills the group at the deadline or when the caller wants it; answers which came first. */
const enforce = (pid: number, options: ChildOptions) => {
  let cause: 'deadline' | 'aborted' | null = null;
  let killing: Promise<void> = Promise.resolve();
  const stop = (why: 'deadline' | 'aborted') => {
    if (cause) return;
    cause = why;
    killing = killGroup(pid, (options.graceSeconds ?? 5) * 1000);
  };
  const onAbort = () => stop('aborted');
  const timer = setTimeout(() => stop('deadline'), options.deadlineSeconds * 1000);
  if (options.signal?.aborted) onAbort();
  else options.signal?.addEventListener('abort', onAbort, { once: true });
  return async () => {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', onAbort);
    await killing;
    return cause;
  };
};

/** Runs one program without a shell, in its own process group. Never throws. */
export const runChild = async (
  argv: readonly [string, ...string[]],
  options: ChildOptions,
): Promise<ChildEnd> => {
  const child = start(argv, options);
  if (child.pid === undefined) {
    const { code, originalMessage } = await child;
    return { end: 'not-started', failed: code ?? originalMessage ?? 'unknown error' };
  }
  const exited = exitOf(child);
  const closed = new Promise<void>(resolve => child.nodeChildProcess.once('close', () => resolve()));
  child.stdout.on('data', options.onStdout);
  child.stderr.on('data', options.onStderr);
  options.onGroup?.(child.pid, 'runs');
  feed(child, options.stdin);
  const done = enforce(child.pid, options);
  const end = await exited;
  const cause = await done();
  const enough = new AbortController();
  await Promise.race([closed, sleep(lastWordsMs, undefined, { signal: enough.signal }).catch(() => {})]);
  enough.abort();
  for (const stream of [child.stdin, child.stdout, child.stderr]) stream?.destroy();
  options.onGroup?.(child.pid, 'ended');
  return cause ? { end: cause } : end;
};
