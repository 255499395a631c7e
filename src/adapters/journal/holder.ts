import { readFileSync, readlinkSync } from 'node:fs';
import { fieldOf } from './trouble.ts';

/** Processes by a name that no later process can have: boot, pid namespace, pid and start time. */
export type Processes = {
  /** null where the system cannot tell (no /proc): leases are then waited out. */
  readonly own: string | null;
  /** True only when that process is known to be dead. Of another host, boot or container nothing is known. */
  isGone(name: string): boolean;
};

/** Of this host. The run of a bot that was killed goes on as soon as it is started again, without waiting for the lease. */
export const hostProcesses = (): Processes => {
  const world = worldOf();
  const own = world && nameOf(world, process.pid);
  return {
    own,
    isGone(name) {
      const at = name.lastIndexOf(':', name.lastIndexOf(':') - 1);
      if (world === null || name.slice(0, at) !== world) return false;
      const pid = Number(name.slice(at + 1).split(':')[0]);
      return isUnused(pid) || isAnother(nameOf(world, pid), name);
    },
  };
};

/** Within which a pid means one process at a time. */
const worldOf = (): string | null => {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot}/${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return null;
  }
};

/** null when /proc does not show it, which under hidepid does not mean that it is gone. A zombie has no start time. */
const nameOf = (world: string, pid: number): string | null => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The command's name, in brackets, may hold anything; what follows it are state (3rd) to start time (22nd).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return `${world}:${pid}:${/[ZX]/.test(fields[0] ?? '') ? 'dead' : fields[19]}`;
  } catch {
    return null;
  }
};

const isAnother = (found: string | null, name: string): boolean => found !== null && found !== name;

/** Signal 0 asks and does nothing; unlike /proc it also sees other users' processes. */
const isUnused = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return fieldOf(error, 'code') === 'ESRCH';
  }
};
