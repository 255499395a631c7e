import { chmod, writeFile } from 'node:fs/promises';
import { type CliCommand, usingDeployment } from './command.ts';
import { Failure, failed } from './failure.ts';
import { fileOnMachine } from './machines.ts';
import { type Host, letIn, letOut, sshOptions } from './ssh.ts';

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

/** From one VM to here, which is all that the bot does with it. scp's own words are on its stderr, with a CR as OpenSSH ends them. */
export const scp: CliCommand = async session => {
  const [from = '', to = ''] = session.options.words;
  const [, slug, path] = remote.exec(from) ?? [];
  if (slug === undefined || path === undefined)
    throw failed(`Missing remote host information in source/destination arguments: ${from}`);
  const deployment = usingDeployment(session);
  const { user, hosts } = await letIn(session, deployment, slug);
  const errors: string[] = [];
  for (const host of hosts) {
    const why = await fetchFrom(session.environment.DRILL_MACHINES_URL ?? '', host, path, to);
    if (why === null) continue;
    session.ui.block(`${slug}: stderr | ${why}\r\n`);
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
