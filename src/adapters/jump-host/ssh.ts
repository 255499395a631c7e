import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { quoteArgv } from '../../commands/quote.ts';
import type { JumpHost } from '../../ports/jump-host.ts';
import type { Redactor } from '../../readings/redact.ts';
import { type Carried, type Carrier, createStderr } from './carrier.ts';
import { runChild } from './child.ts';
import { createFence } from './fence.ts';
import { keepLogsTidy } from './logs.ts';
import { learnSecrets } from './secrets-file.ts';
import { parseSshTarget, type SshTarget } from './ssh-target.ts';
import { sshTrouble } from './ssh-trouble.ts';

/** Exported for its tests. */
export type SshOptions = {
  /** ssh://user@host:port */
  readonly target: string;
  readonly identityFile?: string;
  readonly knownHostsFile?: string;
  /** Instead of ~/.ssh/config, which is read otherwise. */
  readonly configFile?: string;
  /** Here: the control socket and long logs. */
  readonly folder: string;
  /** On the jump host, from the login's home: claims and their output. */
  readonly remoteFolder: string;
  /** The commands' environment, sent over stdin. PATH, HOME, USER and LOGNAME are the login's where not given here. */
  readonly env: Readonly<Record<string, string>>;
  /** The environment of ssh itself, e.g. HOME and SSH_AUTH_SOCK. */
  readonly clientEnv?: Readonly<Record<string, string>>;
  /** On the jump host: a 0600 file of shell assignments that every command reads too. */
  readonly secretsFile?: string;
  readonly redact: Redactor;
  readonly graceSeconds?: number;
  readonly connectSeconds?: number;
  readonly reconnectSeconds?: number;
};

/** A unix socket's path is at most 104 bytes on macOS (108 on Linux), and ssh adds 17 while it makes one. */
const longestSocket = 104 - 17 - 1;
const controlWords = (folder: string, target: SshTarget): string[] => {
  const name = createHash('sha256').update(target.name).digest('hex').slice(0, 8);
  const path = join(folder, `ssh-${name}`);
  // Too deep a folder costs speed only: each command then makes its own connection.
  if (Buffer.byteLength(path) > longestSocket) return ['-S', 'none'];
  return ['-o', 'ControlMaster=auto', '-o', 'ControlPersist=60', '-S', path.replaceAll('%', '%%')];
};
const sshWords = (options: SshOptions, target: SshTarget): string[] => {
  const knownHosts = options.knownHostsFile && resolve(options.knownHostsFile);
  const settings = [
    'BatchMode=yes',
    'StrictHostKeyChecking=yes',
    'UpdateHostKeys=no',
    `ConnectTimeout=${options.connectSeconds ?? 10}`,
    'ConnectionAttempts=1',
    'ServerAliveInterval=5',
    'ServerAliveCountMax=3',
    'ClearAllForwardings=yes',
    'ForwardAgent=no',
    'PermitLocalCommand=no',
    'RequestTTY=no',
    'LogLevel=ERROR',
    ...(knownHosts ? [`UserKnownHostsFile="${knownHosts}"`, 'GlobalKnownHostsFile=/dev/null'] : []),
    ...(options.identityFile ? ['IdentitiesOnly=yes'] : []),
  ];
  return [
    ...(options.configFile ? ['-F', options.configFile] : []),
    ...(options.identityFile ? ['-i', options.identityFile] : []),
    ...settings.flatMap(setting => ['-o', setting]),
    ...controlWords(options.folder, target),
    '-p',
    String(target.port),
    '-l',
    target.user,
  ];
};

const sshCarrier = (options: SshOptions, target: SshTarget): Carrier => {
  const env = { PATH: '/usr/local/bin:/usr/bin:/bin', ...options.clientEnv };
  const words = sshWords(options, target);
  const ended = (stderr: string, exitCode: number): Carried =>
    exitCode === 255 ? sshTrouble(target, stderr) : { end: 'done', exitCode, stderr };
  return {
    name: target.name,
    carry: async (argv, call) => {
      const stderr = createStderr();
      const end = await runChild(['ssh', ...words, target.host, quoteArgv(argv)], {
        ...call,
        env,
        onStderr: stderr.push,
        graceSeconds: 0.2,
      });
      if (end.end === 'exited') return ended(stderr.text(), end.exitCode);
      if (end.end === 'not-started')
        return {
          end: 'unreachable',
          why: `ssh was not found on the bot's PATH (${env.PATH}): install the OpenSSH client`,
        };
      const why = end.end === 'deadline' ? `${target.host} gave no answer in time` : 'ssh was ended';
      return { end: 'dropped', why: `the connection to ${target.host} went (${why})` };
    },
    close: async () => {
      const silent = { onStdout: () => {}, onStderr: () => {} };
      await runChild(['ssh', ...words, '-O', 'exit', target.host], { env, deadlineSeconds: 5, ...silent });
    },
  };
};

/** The tools are on another machine, which system ssh reaches. One connection carries all, made at the first command. */
export const createSshJumpHost = (given: SshOptions): JumpHost => {
  const target = parseSshTarget(given.target);
  const folder = resolve(given.folder);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const tidy = keepLogsTidy(folder);
  tidy();
  // ssh begins at home, and a quoted ~ would be a folder of that name.
  const options = { ...given, folder, remoteFolder: given.remoteFolder.replace(/^~\//, '') };
  const carrier = sshCarrier(options, target);
  const fence = createFence({ ...options, carrier, inherit: true });
  const secretsFile = options.secretsFile?.replace(/^~\//, '');
  const learned = learnSecrets(carrier, secretsFile, options.redact.learn);
  return {
    name: target.name,
    run: async (command, run = {}) => {
      tidy();
      await learned();
      return fence.run(command, run);
    },
    adopt: async (command, claim, run = {}) => {
      await learned();
      return fence.adopt(command, claim, run);
    },
    look: async (command, claim) => {
      await learned();
      return fence.look(command, claim);
    },
    burn: fence.burn,
    place: fence.place,
    readHead: fence.readHead,
    keepHead: fence.keepHead,
    clear: fence.clear,
    close: fence.close,
  };
};
