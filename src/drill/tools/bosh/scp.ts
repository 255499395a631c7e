import { chmod, writeFile } from 'node:fs/promises';
import { type CliCommand, type Session, usingDeployment } from './command.ts';
import { Failure, failed } from './failure.ts';
import { fileOnMachine } from './machines.ts';
import { fetchOverSsh } from './real-ssh.ts';
import { type Host, letIn, letOut, reallyBySsh, sshOptions } from './ssh.ts';

/** `master/9b8ad6e0…:/path` */
const remote = /^([^:/]+(?:\/[^:]+)?):(.+)$/;

const fetchFrom = async (url: string, host: Host, path: string, to: string): Promise<string | null> => {
  const answer = await fileOnMachine(url, host.ip, path);
  if (answer === null) return `ssh: connect to host ${host.ip} port 22: No route to host`;
  if ('refused' in answer) return answer.refused;
  await writeFile(to, Buffer.from(answer.base64, 'base64'), { mode: 0o644 });
  await chmod(to, 0o640); // scp gives the file's own mode, less the umask
  return null;
};

const reallyFetch = async (
  { environment }: Session,
  host: Host,
  call: Pick<Parameters<typeof fetchOverSsh>[0], 'user' | 'key' | 'port' | 'path' | 'to'>,
): Promise<string | null> => {
  const hostKey = host.host_public_key ?? '';
  const { exitCode, stderr } = await fetchOverSsh({ ...call, ip: host.ip, hostKey }, environment);
  return exitCode === 0 ? null : stderr.trim();
};

/** From one VM to here, which is all that the bot does with it. scp's own words are on its stderr. */
export const scp: CliCommand = async session => {
  const [from = '', to = ''] = session.options.words;
  const [, slug, path] = remote.exec(from) ?? [];
  if (slug === undefined || path === undefined)
    throw failed(`Missing remote host information in source/destination arguments: ${from}`);
  const deployment = usingDeployment(session);
  const { realPort, key } = await reallyBySsh(session);
  const { user, hosts } = await letIn(session, deployment, slug, key?.publicKey);
  const errors: string[] = [];
  for (const host of hosts) {
    const why = key
      ? await reallyFetch(session, host, { user, key, port: realPort, path, to })
      : await fetchFrom(session.environment.DRILL_MACHINES_URL ?? '', host, path, to);
    if (why === null) continue;
    session.ui.block(`${slug}: stderr | ${why}\n`);
    errors.push(
      `\t* Running command: 'scp ${sshOptions(session)} ${user}@${host.ip}:${path} ${to}', stdout: '', stderr: '': exit status 1`,
    );
  }
  await letOut(session, user, slug);
  if (errors.length > 0)
    throw new Failure(
      'Running SCP',
      `${errors.length} error${errors.length > 1 ? 's' : ''} occurred:\n${errors.join('\n')}\n\n`,
    );
};
