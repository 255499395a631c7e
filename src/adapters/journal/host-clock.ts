import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** The host's clocks as the SQLite journal needs them. Leases go by `monotonicMs` within one boot, so setting the
 *  wall clock moves none of them; the wall clock only stamps entries and deadlines, and is followed slowly (`steadyWall`). */
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

/** At most this share of the time that passes. */
const slew = 0.1;

/** Ms since the epoch, as the wall clock had it at first and by the time that has passed since. Somebody who sets the host's clock
 *  by an hour makes no ask expire and none outlive its time: what differs is caught up with, a tenth of a second each second. */
export const steadyWall = ({ monotonicMs, wallMs }: HostClock): (() => number) => {
  let [at, seen] = [wallMs(), monotonicMs()];
  return () => {
    const now = monotonicMs();
    const passed = now - seen;
    const most = slew * passed;
    seen = now;
    at += passed;
    at += Math.max(-most, Math.min(most, wallMs() - at));
    return at;
  };
};

const linuxBootId = (): string | null => {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return null;
  }
};
