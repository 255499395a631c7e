import { setTimeout as wait } from 'node:timers/promises';
import { quoteArgv } from '../../../src/commands/quote.ts';
import { etcdAgain } from '../../../src/commands/vm.ts';
import { openDirector } from '../bosh/director.ts';
import { Failure } from '../bosh/failure.ts';
import type { InstanceLine } from '../bosh/instances.ts';
import { runOnMachine } from '../bosh/machines.ts';
import { type Environment, optionsOf } from '../bosh/options.ts';
import { runTask } from '../bosh/tasks.ts';
import { pipeUi } from '../bosh/ui.ts';
import { program } from '../program.ts';

type Streams = { readonly out: (text: string) => void; readonly err: (text: string) => void };

const two = (number: number) => String(number).padStart(2, '0');
const parts = (at: Date) => [
  at.getUTCFullYear(),
  ...[at.getUTCMonth() + 1, at.getUTCDate(), at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds()].map(
    two,
  ),
];

/** bbr's own log line: `[bbr] 2020/08/05 02:22:00 INFO - …`. */
const info = (streams: Streams, text: string) => {
  const [year, month, day, hour, minute, second] = parts(new Date());
  streams.out(`[bbr] ${year}/${month}/${day} ${hour}:${minute}:${second} INFO - ${text}\n`);
};

/**
 * bbr-etcd saves a snapshot on the bootstrap master only. When that member's client address does not answer, the backup
 * fails with the runbook's words, after the post-backup scripts have run; healthy others do not help.
 */
export const runBackup = async (
  argv: readonly string[],
  environment: Environment,
  streams: Streams,
): Promise<number> => {
  const [deployment] = argv;
  if (deployment === undefined) {
    streams.err('usage: bbr_pks_one_cluster_backup.sh DEPLOYMENT\n');
    return 1;
  }
  trace(streams);
  try {
    const master = await bootstrapMaster(deployment, environment, streams);
    info(streams, `Running pre-checks for backup of ${deployment}...`);
    info(streams, 'Running pre-backup-lock scripts...');
    info(streams, 'Finished running pre-backup-lock scripts.');
    info(streams, 'Running backup scripts...');
    const why = await whyNot(master, environment);
    if (why?.includes(':2379') && environment.DRILL_ETCDCTL_HANGS) await forEver();
    if (why === null) info(streams, `Backing up bbr-etcd on ${nameOf(master)}... Done.`);
    info(streams, 'Finished running backup scripts.');
    info(streams, 'Running post-backup-unlock scripts...');
    info(streams, 'Finished running post-backup-unlock scripts.');
    if (why === null) return finished(streams, deployment);
    streams.err(
      `1 error occurred:\nerror 1:\n1 error occurred:\nerror 1:\nError attempting to run backup for job bbr-etcd on ${nameOf(master)}: ${why} - exit code 2\n\n`,
    );
    return 1;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    streams.err(`1 error occurred:\nerror 1:\n${error.message}\n`);
    return 1;
  }
};

/** The script runs under `set -x`: its first lines are the shell's. */
const trace = (streams: Streams) => {
  streams.err('++ date +%Y-%m-%d-%H-%M-%S\n');
  streams.err(`+ current_date=${parts(new Date()).join('-')}\n`);
  streams.err('+++ dirname ./bbr_pks_one_cluster_backup.sh\n++ cd .\n++ pwd\n');
};

const finished = (streams: Streams, deployment: string): number => {
  info(streams, `Backup created of ${deployment} on ${new Date().toISOString()}`);
  return 0;
};

const nameOf = (line: InstanceLine) => `${line.job_name}/${line.id}`;

const bootstrapMaster = async (
  deployment: string,
  environment: Environment,
  streams: Streams,
): Promise<InstanceLine> => {
  const director = await openDirector(optionsOf({ command: 'bbr', words: [], given: [] }, environment));
  const path = `/deployments/${deployment}/instances?format=full`;
  const result = await runTask(director, pipeUi(streams), { method: 'GET', path });
  const lines = result.split('\n').filter(line => line !== '');
  const found = lines
    .map(line => JSON.parse(line) as InstanceLine)
    .find(line => line.job_name === 'master' && line.bootstrap);
  if (found === undefined)
    throw new Failure(`Deployment '${deployment}' cannot be backed up; it has no master`);
  return found;
};

/** `etcdctl snapshot save` of 3.4 and later waits for a refused port until somebody ends it (docs/evidence.md#snapshots). */
const forEver = async (): Promise<never> => {
  for (;;) {
    program();
    await wait(200);
  }
};

/** null when its etcd answers, else the words of what happened. */
const whyNot = async (master: InstanceLine, environment: Environment): Promise<string | null> => {
  const [ip = ''] = master.ips ?? [];
  if (master.vm_cid === null) return `dial tcp: lookup of ${nameOf(master)}: it has no VM`;
  const answer = await runOnMachine(environment.DRILL_MACHINES_URL ?? '', ip, quoteArgv(etcdAgain(0, [])));
  if (answer === null) return `Error: dial tcp ${ip}:22: connect: no route to host`;
  return answer.exitCode === 0 ? null : `Error: dial tcp ${ip}:2379: connect: connection refused`;
};
