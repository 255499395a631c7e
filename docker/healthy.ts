import { readFileSync } from 'node:fs';

/**
 * The image's health check: is the bot connected to Slack (socket), or does it listen (http)? Read from the kernel's own
 * table of this container's connections, so that the bot needs no extra door for it.
 */

/** Rows of /proc/net/tcp: local address, remote address and state, all in hex. */
const rows = (table: string) =>
  table
    .split('\n')
    .slice(1)
    .map(line => line.trim().split(/\s+/))
    .map(([, local = '', remote = '', state = '']) => ({ local, remote, state }));

const portOf = (address: string): number => Number.parseInt(address.split(':')[1] ?? '', 16);
const established = '01';
const listening = '0A';

/** Why this bot is not healthy, or null. `port` is only asked for in http mode. */
export const unhealthy = (mode: string, port: number, tables: readonly string[]): string | null => {
  const all = tables.flatMap(rows);
  if (mode === 'http')
    return all.some(row => row.state === listening && portOf(row.local) === port)
      ? null
      : `nothing listens on port ${port}`;
  return all.some(row => row.state === established && portOf(row.remote) === 443)
    ? null
    : 'no connection to Slack (port 443) is open';
};

const tableOf = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // a kernel without IPv6 has no tcp6
  }
};

if (import.meta.main) {
  const { SLACK_MODE = 'socket', PORT = '3000' } = process.env;
  const why = unhealthy(
    SLACK_MODE || 'socket',
    Number(PORT || 3000),
    ['/proc/net/tcp', '/proc/net/tcp6'].map(tableOf),
  );
  if (why !== null) {
    console.error(why);
    process.exitCode = 1;
  }
}
