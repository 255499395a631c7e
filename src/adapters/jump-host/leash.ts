import { execa } from 'execa';

/** Ends the process groups of a bot that was killed with SIGKILL and could not do it itself. */
type Leash = {
  tell(group: number, now: 'runs' | 'ended'): void;
  close(): void;
};

/** Learns of groups line by line; its stdin ends with the bot, however that ended. */
const script = `groups=' '
while read -r word; do
  group=\${word#?}
  case $word in
    +*) groups="$groups$group " ;;
    -*) groups="\${groups%% $group *} \${groups#* $group }" ;;
  esac
done
for group in $groups; do kill -KILL "-$group"; done 2>/dev/null`;

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
