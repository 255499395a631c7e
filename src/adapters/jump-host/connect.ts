import type { JumpHost } from '../../ports/jump-host.ts';
import type { Redactor } from '../../readings/redact.ts';
import { createLocalJumpHost } from './local.ts';
import { createSshJumpHost } from './ssh.ts';

type ConnectOptions = {
  /** What the tools need. Over ssh PATH and HOME stay here, for ssh itself: the far side has its own HOME, and its own
   *  PATH unless `toolsPath` is given. */
  readonly env: Readonly<Record<string, string>>;
  /** Here: long logs, the ssh control socket and, if the jump host is this machine, the claims. */
  readonly folder: string;
  readonly redact: Redactor;
  /** The whole PATH of the tools on an ssh jump host. */
  readonly toolsPath?: string | undefined;
  readonly identityFile?: string | undefined;
  readonly knownHostsFile?: string | undefined;
  readonly configFile?: string | undefined;
  /** On an ssh jump host, from its user's home. */
  readonly remoteFolder?: string | undefined;
  /** On an ssh jump host: a 0600 file of shell assignments with the tools' credentials. The redactor does not
   *  know those values unless it was given them too; what looks like a secret is masked in any case. */
  readonly secretsFile?: string | undefined;
  /** More for ssh itself, e.g. SSH_AUTH_SOCK. */
  readonly clientEnv?: Readonly<Record<string, string>>;
};

const given = <Key extends string>(key: Key, value: string | undefined): { [K in Key]?: string } =>
  // A computed key widens to a string index; the value is that key's by construction.
  value === undefined ? {} : ({ [key]: value } as { [K in Key]?: string });

/** The jump host that JUMP_HOST names: `local` or `ssh://user@host:port`. Dials nothing yet. */
export const connectJumpHost = async (spec: string, options: ConnectOptions): Promise<JumpHost> => {
  const { env, folder, redact } = options;
  if (spec === 'local') return createLocalJumpHost({ env, folder, redact });
  const { PATH = '/usr/local/bin:/usr/bin:/bin', HOME = '/', ...toolEnv } = env;
  return createSshJumpHost({
    target: spec,
    env: { ...toolEnv, ...given('PATH', options.toolsPath) },
    clientEnv: { PATH, HOME, ...options.clientEnv },
    folder,
    redact,
    remoteFolder: options.remoteFolder ?? '.pks-rescue',
    ...given('identityFile', options.identityFile),
    ...given('knownHostsFile', options.knownHostsFile),
    ...given('configFile', options.configFile),
    ...given('secretsFile', options.secretsFile),
  });
};
