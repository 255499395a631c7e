import { existsSync } from 'node:fs';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { quoteArgument } from '../../src/commands/quote.ts';
import { wrapperOf } from './tool-server.ts';

export type ToolsOptions = {
  readonly boshUrl: string;
  /** A file with the Director's CA. */
  readonly caPath: string;
  /** Where `POST /run {ip,line}` runs a line on a machine. */
  readonly machinesUrl: string;
  readonly vcenterUrl: string;
  readonly nodePath: string;
  /** Its masters have etcd 3.4 or later. */
  readonly etcdctlHangs?: boolean;
  /** The port of a tool server of this process: programs that cost milliseconds, for suites that run tens of thousands. */
  readonly serverPort?: number;
  /** What the tools log in with when their environment does not say. */
  readonly logins?: { readonly director?: Login; readonly vcenter?: Login };
};
type Login = { readonly user: string; readonly password: string };

const programs = {
  bosh: 'bosh.ts',
  govc: 'govc.ts',
  ssh: 'ssh.ts',
  'bbr_pks_one_cluster_backup.sh': 'bbr.ts',
} as const;
/** What a bare machine lacks: the real one counts wherever there is one. */
const lent = { curl: 'curl.ts' } as const;
const onPath = (name: string, path = process.env.PATH ?? ''): boolean =>
  path.split(delimiter).some(folder => existsSync(join(folder, name)));
const missing = () => Object.entries(lent).filter(([name]) => !onPath(name));

/**
 * Writes `bosh`, `govc` and the backup script (and `curl`, where the machine has none) into `folder` as sh programs that run the stand-ins with the box's
 * addresses in them: they need nothing from the environment, and what the environment says wins. 0700: they may hold a login.
 */
export const writeTools = async (
  folder: string,
  options: ToolsOptions,
): Promise<{ readonly path: string; readonly defaults: Readonly<Record<string, string>> }> => {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const [name, source] of [...Object.entries(programs), ...missing()]) {
    const file = join(folder, name);
    await writeFile(file, programText(folder, options, source));
    await chmod(file, 0o700);
  }
  return { path: folder, defaults: defaultsOf(folder, options) };
};

const programText = (folder: string, options: ToolsOptions, source: string): string => {
  const defaults = defaultsOf(folder, options);
  return options.serverPort === undefined
    ? script(defaults, options.nodePath, join(import.meta.dirname, source))
    : wrapperOf(source.replace(/\.ts$/, ''), options.serverPort, defaults);
};

const defaultsOf = (folder: string, options: ToolsOptions): Readonly<Record<string, string>> => {
  const { logins } = options;
  return {
    BOSH_ENVIRONMENT: options.boshUrl,
    BOSH_CA_CERT: options.caPath,
    ...(logins?.director && {
      BOSH_CLIENT: logins.director.user,
      BOSH_CLIENT_SECRET: logins.director.password,
    }),
    GOVC_URL: options.vcenterUrl,
    ...(logins?.vcenter && {
      GOVC_USERNAME: logins.vcenter.user,
      GOVC_PASSWORD: logins.vcenter.password,
    }),
    DRILL_MACHINES_URL: options.machinesUrl,
    ...(options.etcdctlHangs && { DRILL_ETCDCTL_HANGS: 'yes' }),
    // A stand-in starts in 0.1 s instead of 0.25 s when Node may keep what it compiled.
    NODE_COMPILE_CACHE: join(folder, '.compiled'),
  };
};

const script = (defaults: Readonly<Record<string, string>>, nodePath: string, program: string): string =>
  [
    '#!/bin/sh',
    ...Object.entries(defaults).map(
      ([name, value]) => `export ${name}="\${${name}-${inDoubleQuotes(value)}}"`,
    ),
    `exec ${quoteArgument(nodePath)} ${quoteArgument(program)} "$@"`,
    '',
  ].join('\n');

/** The default of \${NAME-default} inside double quotes; } would end it. */
const inDoubleQuotes = (text: string) => {
  if (/[}\n]/.test(text))
    throw new TypeError('an address or login of the box has a brace or a line break in it');
  return text.replace(/["\\$`]/g, '\\$&');
};
