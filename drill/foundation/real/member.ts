import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Side } from '../dial.ts';
import type { Member, StartOptions } from '../member.ts';
import { fetchAsGroup } from '../vm-files.ts';
import { memberDisk } from './disk.ts';
import { ephemeralDisk } from './ephemeral.ts';
import { gateway } from './gateway.ts';
import type { JobFacts } from './job.ts';
import { type Leashed, onLeash } from './leash.ts';
import { vmShell } from './vm-shell.ts';

const stopSeconds = 5;
const logTailBytes = 4 * 1024 * 1024;

const tail = async (path: string): Promise<string> => {
  const file = await open(path).catch(() => null);
  if (!file) return '';
  try {
    const { size } = await file.stat();
    const from = Math.max(0, size - logTailBytes);
    const bytes = Buffer.alloc(size - from);
    await file.read(bytes, 0, bytes.length, from);
    return bytes.toString();
  } finally {
    await file.close();
  }
};

export type RealMember = Member & { renderEtcdJob(): Promise<void> };

/** One master's real etcd, in a folder that stands for its /var/vcap. */
export const realMember = (
  job: () => JobFacts,
  binaries: { etcd: string; etcdctl: string },
  throwAwayPorts: { client: number; peer: number },
  tls: Side,
): RealMember => {
  const { vcap, uuid, ip, clientPort, peerPort } = job();
  const dial = { url: `https://${ip}:${clientPort}`, tls };
  const { put, ...reads } = gateway(dial);
  const pidFile = join(vcap, 'sys/run/bpm/etcd/etcd.pid');
  const logFile = join(vcap, 'sys/log/etcd/etcd.stderr.log');
  const ephemeral = ephemeralDisk(job, binaries);
  const shell = vmShell(vcap, ip, throwAwayPorts);
  let etcd: Leashed | null = null;
  let ended: Promise<void> = Promise.resolve();
  let held = false;

  const start = (options: StartOptions = {}): void => {
    if (etcd || held) return;
    rmSync(pidFile, { force: true });
    const log = openSync(logFile, 'a');
    const lenient = options.lenientMembership ? ['env', 'ETCD_STRICT_RECONFIG_CHECK=false'] : [];
    const argv = [...lenient, join(vcap, 'jobs/etcd/bin/etcd')];
    const started = onLeash(argv, { stdout: log, stderr: log });
    closeSync(log);
    etcd = started;
    ended = new Promise(resolve => {
      const end = () => {
        etcd = null;
        resolve();
      };
      started.child.once('exit', end);
      started.child.once('error', end);
    });
  };
  const signal = (name: NodeJS.Signals): void => {
    if (!etcd) return;
    try {
      process.kill(Number(readFileSync(pidFile, 'utf8')), name);
    } catch {
      // The start script has not come so far, or it ended meanwhile.
    }
  };
  /** The leash ends after its program, so ports and files are free then; its group goes with it. */
  const endBy = async (name: NodeJS.Signals, seconds: number): Promise<void> => {
    signal(name);
    const late = await Promise.race([ended, sleep(seconds * 1000, 'late', { ref: false })]);
    if (late === 'late') etcd?.killGroup();
    await ended;
  };
  const kill = async (): Promise<void> => {
    shell.killAll();
    await endBy('SIGKILL', 1);
  };
  const stop = (): Promise<void> => endBy('SIGTERM', stopSeconds);
  return {
    name: uuid,
    dial,
    peerUrl: `https://${ip}:${peerPort}`,
    disk: memberDisk(vcap),
    running: () => etcd !== null,
    start,
    stop,
    kill,
    whileDown: async change => {
      held = true;
      try {
        await kill();
        await change();
      } finally {
        held = false;
      }
    },
    freeze: () => signal('SIGSTOP'),
    thaw: () => signal('SIGCONT'),
    ...reads,
    put: (pair, timeoutMs) => put(pair.key, pair.value, timeoutMs),
    log: () => tail(logFile),
    run: async (known, monitSummary) => {
      await writeFile(join(vcap, 'sys/run/monit.summary'), monitSummary);
      return shell.run(known.line);
    },
    fetch: path => fetchAsGroup(vcap, path),
    renewEphemeral: ephemeral.renew,
    dropEphemeral: ephemeral.drop,
    renderEtcdJob: ephemeral.renderEtcdJob,
    hasJob: ephemeral.has,
    removeJob: ephemeral.remove,
  };
};
