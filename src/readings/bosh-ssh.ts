import type { Ran } from '../model/command.ts';
import type { Instance } from '../model/instance.ts';
import { tableOf } from './bosh-table.ts';
import { isMissed, lastLine, missed, type Reading } from './reading.ts';
import { notUnderstood } from './trouble.ts';

/** What one VM answered to a command. The remote side is a tty: stderr is mixed into stdout. */
export type VmAnswer = {
  readonly instance: Instance;
  /** CRLF made LF. */
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
};

const plainLines = (text: string): string => text.replace(/\r+\n/g, '\n').replaceAll('\r', '\n');

/** 255 is ssh's own: the VM was not reached. */
const reached = (row: VmAnswer): Reading<VmAnswer> => {
  if (row.exitCode !== 255) return row;
  const said = lastLine(row.stderr) || lastLine(row.stdout) || 'ssh exit 255';
  return missed({
    en: `${row.instance} could not be reached over ssh (${said}). Look at the VM in vCenter and at its agent.`,
    ko: `${row.instance} 에 ssh로 접속하지 못했습니다(${said}). vCenter에서 VM과 agent 상태를 확인하세요.`,
  });
};

/** `bosh ssh --results --json`, by instance. bosh exits 1 when any remote command did: the row's exit_code is the truth. A VM
 *  that is off or gone may have no row at all, whatever the exit code says. */
export const readVms = (ran: Ran): Reading<ReadonlyMap<Instance, Reading<VmAnswer>>> => {
  const rows = tableOf(ran, ['instance', 'stdout', 'exit_code'], row => ({
    instance: row.instance ?? '',
    stdout: plainLines(row.stdout ?? ''),
    stderr: plainLines(row.stderr ?? ''),
    exitCode: /^\d+$/.test(row.exit_code ?? '') ? Number(row.exit_code) : -1,
  }));
  return isMissed(rows) ? rows : new Map(rows.map(row => [row.instance, reached(row)]));
};

/** The one VM that was asked. */
export const readVm = (ran: Ran): Reading<VmAnswer> => {
  const rows = readVms(ran);
  if (isMissed(rows)) return rows;
  const [row] = rows.values();
  return row ?? notUnderstood(ran, { en: "one VM's answer", ko: 'VM 하나의 응답' });
};

/** What a VM answered over a held line (src/commands/scripts/ask.sh); null: the line is dead, its user was swept away, or another
 *  VM answered. That says nothing of the VM. */
export const lineSaid = (ran: Ran, instance: Instance): VmAnswer | null => {
  const [, id, stdout] = /^@@ vm\n(\S+)\s*\n([\s\S]*)$/.exec(plainLines(ran.stdout)) ?? [];
  if (ran.end !== 'exited' || ran.exitCode === null || ran.exitCode === 255) return null;
  if (stdout === undefined || instance !== `master/${id}` || /passwd database/.test(ran.stderr)) return null;
  return { instance, stdout, stderr: ran.stderr, exitCode: ran.exitCode };
};
