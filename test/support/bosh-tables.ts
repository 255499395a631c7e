import type { Command, Ran } from '../../src/model/command.ts';
import { ranOf } from '../readings/ran.ts';

/** What `bosh … --json` prints: one table of these rows. */
export const table = (rows: readonly object[]): string =>
  JSON.stringify({
    Tables: [{ Content: 'x', Header: {}, Rows: rows, Notes: null }],
    Blocks: null,
    Lines: [],
  });

/** A command that ended well and printed this. */
export const printed = ({ argv, tool }: Command, stdout: string): Ran =>
  ranOf(argv, { tool, stdout, seconds: 0 });

/** One row of `bosh instances --details --ps`. */
export const instanceRow = (instance: string, change: Readonly<Record<string, string>> = {}) => ({
  instance,
  process: '',
  process_state: 'running',
  az: 'az1',
  ips: '127.28.3.2',
  state: 'started',
  vm_cid: `vm-of-${instance}`,
  agent_id: 'a',
  disk_cids: '',
  index: '0',
  bootstrap: 'false',
  ignore: 'false',
  ...change,
});

/** What each of these VMs printed, as `bosh ssh --results` has it. */
export const vmsPrinted = (said: Readonly<Record<string, string>>): string =>
  table(
    Object.entries(said).map(([instance, stdout]) => ({
      instance,
      stdout,
      stderr: '',
      exit_code: '0',
      error: '',
    })),
  );

/** What one VM printed, as `bosh ssh --results` has it. */
export const vmPrinted = (instance: string, stdout: string, exitCode = 0): string =>
  table([{ instance, stdout, stderr: '', exit_code: String(exitCode), error: '' }]);
