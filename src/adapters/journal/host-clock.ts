import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** The host's clocks as the SQLite journal needs them. Leases go by `monotonicMs` within one boot, so setting the
 *  wall clock moves none of them; the wall clock only stamps entries and deadlines. */
export type HostClock = {
  /** The same for every process until the host restarts. */
  bootId(): string;
  monotonicMs(): number;
  wallMs(): number;
};

/** Of this host. Where the kernel tells no boot id (macOS) a process trusts no lease but its own: the epoch still fences. */
export const hostClock = (): HostClock => {
  const boot = linuxBootId() ?? randomUUID();
  return {
    bootId: () => boot,
    monotonicMs: () => Number(process.hrtime.bigint() / 1_000_000n),
    wallMs: () => Date.now(),
  };
};

const linuxBootId = (): string | null => {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return null;
  }
};
