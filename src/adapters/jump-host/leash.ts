import { execa } from 'execa';
import { scriptAt } from '../../commands/scripts.ts';

/** Ends the process groups of a bot that was killed with SIGKILL and could not do it itself. */
type Leash = {
  tell(group: number, now: 'runs' | 'ended'): void;
  close(): void;
};

const script = scriptAt(new URL('./leash.sh', import.meta.url));

const start = (path: string) => {
  const child = execa('sh', ['-c', script], {
    env: { PATH: path },
    extendEnv: false,
    reject: false,
    buffer: false,
    detached: true,
    cleanup: false,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  // It must not keep the bot alive: the end of the bot is what it waits for.
  child.nodeChildProcess.unref();
  child.stdin.on('error', () => {});
  if ('unref' in child.stdin && typeof child.stdin.unref === 'function') child.stdin.unref();
  return child.stdin;
};

export const createLeash = (path: string): Leash => {
  let stdin: ReturnType<typeof start> | null = null;
  return {
    tell: (group, now) => {
      stdin ??= start(path);
      stdin.write(`${now === 'runs' ? '+' : '-'}${group}\n`);
    },
    close: () => {
      stdin?.end();
      stdin = null;
    },
  };
};
