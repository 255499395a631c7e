import { type ChildProcess, spawn } from 'node:child_process';

/**
 * Runs a program in a process group of its own that cannot outlive this process: a watcher holds the other end of a pipe
 * and kills the group when the pipe closes, which the kernel does even for SIGKILL. When the program ends by itself the
 * pipe is closed too, so that nothing it left behind stays. (`kill -9 -PID`: the one spelling that dash, bash and busybox share.)
 */
const leash = `exec 3<&0 0</dev/null
"$@" 3<&- & P=$!
( cat <&3; kill -9 -$$ ) >/dev/null 2>&1 &
wait $P`;

export type Leashed = {
  /** Of the process group. */
  readonly pid: number | undefined;
  readonly child: ChildProcess;
  killGroup(): void;
};

export const onLeash = (
  argv: readonly string[],
  options: { stdout: 'pipe' | number; stderr: 'pipe' | number },
): Leashed => {
  const child = spawn('sh', ['-c', leash, 'leash', ...argv], {
    detached: true,
    stdio: ['pipe', options.stdout, options.stderr],
  });
  child.stdin?.on('error', () => {});
  child.on('exit', () => child.stdin?.destroy());
  const killGroup = () => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It ended between the look and the kill.
    }
  };
  return { pid: child.pid, child, killGroup };
};
