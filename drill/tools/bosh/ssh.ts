import { generateKeyPairSync, randomBytes, randomInt } from 'node:crypto';
import { hearTerm } from '../hear-term.ts';
import { type CliCommand, type Session, slugOf, usingDeployment } from './command.ts';
import { Failure, failed } from './failure.ts';
import { controlPath, holdLogin } from './held.ts';
import { runOnMachine } from './machines.ts';
import { inContext, runTask } from './tasks.ts';

export type Host = {
  readonly status: string;
  readonly ip: string;
  readonly id: string | null;
  readonly index: number | null;
  readonly job: string;
  readonly host_public_key?: string;
};
type Ran = {
  readonly instance: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
  readonly error: string;
};

const json = { 'content-type': 'application/json' };

/**
 * Lets the Director set a user up, runs the line on each VM, and asks for the user's removal without waiting for it. Any
 * exit code but 0 on any VM makes the CLI exit 1. TERM while the lines run ends those that hang: the other rows are printed and
 * the user is removed. Before and after that TERM, like KILL at any time, leaves the user on every VM.
 */
export const ssh: CliCommand = async session => {
  const { options } = session;
  const line = options.flag('command');
  if (line === undefined || line === '') throw failed('Non-interactive SSH requires non-empty command');
  const deployment = usingDeployment(session);
  const { user, hosts } = await letIn(session, deployment, options.words[0]);
  const path = controlPath(session);
  const [one] = hosts;
  if (path !== null && one) {
    const at = { instance: `${one.job}/${one.id}`, ip: one.ip, line, path };
    const stood = await hearTerm(term => holdLogin(session, at, term));
    await letOut(session, user, options.words[0]);
    if (stood) return;
    throw new Failure('Running SSH', `1 error occurred:\n\t* ssh: connect to host ${one.ip} port 22\n\n`);
  }
  const ran = await hearTerm(term =>
    Promise.all(hosts.map(host => runOn({ session, host, user, line, term }))),
  );
  if (options.has('results')) showResults(session, ran);
  else showStreams(session, ran);
  await letOut(session, user, options.words[0]);
  const errors = ran.filter(one => one.error !== '').map(one => `\t* ${one.error}`);
  if (errors.length > 0)
    throw new Failure(
      'Running SSH',
      `${errors.length} error${errors.length > 1 ? 's' : ''} occurred:\n${errors.join('\n')}\n\n`,
    );
};

/** The Director's first task: a user with a key on each VM that the slug names. */
export const letIn = async (
  session: Session,
  deployment: string,
  slug: string | undefined,
): Promise<{ user: string; hosts: readonly Host[] }> => {
  const user = `bosh_${randomBytes(8).toString('hex').slice(0, 15)}`;
  const setup = sshCall(session, slug, 'setup', { user, public_key: publicKey() });
  const result = await inContext(
    `Setting up SSH in deployment '${deployment}'`,
    runTask(session.director, session.ui, setup),
  );
  return { user, hosts: JSON.parse(result) as readonly Host[] };
};

/** The second, which nobody waits for. */
export const letOut = async (session: Session, user: string, slug: string | undefined): Promise<void> => {
  await session.director.send(sshCall(session, slug, 'cleanup', { user_regex: `^${user}` }));
};

const sshCall = (
  { options }: Session,
  slug: string | undefined,
  command: 'setup' | 'cleanup',
  params: Record<string, string>,
) => {
  const { group, id } = slugOf(slug);
  const ids = id === '' ? [] : [id];
  const target = { ...(group === '' ? {} : { job: group }), indexes: ids, ids };
  const body = JSON.stringify({ command, deployment_name: options.deployment, params, target });
  return { method: 'POST', path: `/deployments/${options.deployment}/ssh`, headers: json, body } as const;
};

/** A throw-away key in OpenSSH's own form. Nobody logs in with it here, but the Director is given a true one. */
const publicKey = (): string => {
  const raw = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'der' }).subarray(-32);
  const field = (bytes: Buffer) => Buffer.concat([Buffer.from([0, 0, 0, bytes.length]), bytes]);
  return `ssh-ed25519 ${Buffer.concat([field(Buffer.from('ssh-ed25519')), field(raw)]).toString('base64')}`;
};

/** ssh -tt: the VM's stderr and stdout are one stream with CRLF; ssh's own words are on stderr. */
type Line = {
  readonly session: Session;
  readonly host: Host;
  readonly user: string;
  readonly line: string;
  readonly term: AbortSignal;
};
const runOn = async ({ session, host, user, line, term }: Line): Promise<Ran> => {
  const instance = `${host.job}/${host.id ?? host.index ?? ''}`;
  const answer = await Promise.race([
    runOnMachine(session.environment.DRILL_MACHINES_URL ?? '', host.ip, line),
    ended(term),
  ]);
  const error = (code: number) =>
    `Running command: 'ssh -tt ${sshOptions(session)} -l ${user} -- ${host.ip} ${line}', stdout: '', stderr: '': exit status ${code}`;
  // ssh's own end by a signal.
  if (answer === 'ended') return { instance, stdout: '', stderr: '', exitCode: 255, error: error(255) };
  if (answer === null)
    return {
      instance,
      stdout: '',
      stderr: `ssh: connect to host ${host.ip} port 22: No route to host\r\n`,
      exitCode: 255,
      error: error(255),
    };
  const stdout = (answer.stdout + answer.stderr).replace(/\r?\n/g, '\r\n');
  const stderr = `Connection to ${host.ip} closed.\r\n`;
  return {
    instance,
    stdout,
    stderr,
    exitCode: answer.exitCode,
    error: answer.exitCode === 0 ? '' : error(answer.exitCode),
  };
};

const ended = (term: AbortSignal): Promise<'ended'> =>
  new Promise(resolve => {
    if (term.aborted) resolve('ended');
    else term.addEventListener('abort', () => resolve('ended'), { once: true });
  });

/** What ssh and scp are told in front of where they go. */
export const sshOptions = ({ environment, options }: Session): string => {
  const folder = `${environment.HOME ?? '/home/ubuntu'}/.bosh/tmp`;
  const some = () => randomInt(1e9, 4e9);
  return [
    '-o ServerAliveInterval=30 -o ForwardAgent=no -o PasswordAuthentication=no -o IdentitiesOnly=yes',
    `-o IdentityFile=${folder}/ssh-priv-key${some()} -o UserKnownHostsFile=${folder}/ssh-known-hosts${some()}`,
    '-o StrictHostKeyChecking=yes',
    ...options.all('opts'),
  ].join(' ');
};

const showResults = ({ ui }: Session, ran: readonly Ran[]) =>
  ui.table({
    content: 'results',
    upright: true,
    header: ['Instance', 'Stdout', 'Stderr', 'Exit Code', 'Error'],
    rows: ran.map(one => [one.instance, one.stdout, one.stderr, String(one.exitCode), one.error]),
  });

const showStreams = ({ ui }: Session, ran: readonly Ran[]) => {
  for (const one of ran)
    for (const [name, text] of [
      ['stdout', one.stdout],
      ['stderr', one.stderr],
    ] as const)
      for (const line of text.split('\n').slice(0, -1)) ui.block(`${one.instance}: ${name} | ${line}\n`);
};
