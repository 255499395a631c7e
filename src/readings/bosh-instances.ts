import { z } from 'zod';
import type { ProcessObservation } from '../cluster/observation.ts';
import type { Ran } from '../model/command.ts';
import type { Instance } from '../model/instance.ts';
import { type Row, tableOf } from './bosh-table.ts';
import { findJson } from './json.ts';
import { isMissed, missed, type Reading } from './reading.ts';
import { notUnderstood } from './trouble.ts';

/** One instance as the Director tells it, with its processes. */
export type InstanceRow = {
  readonly instance: Instance;
  readonly processState: string;
  /** The DESIRED state: started, stopped, detached. */
  readonly state: string;
  readonly az: string;
  readonly ips: readonly string[];
  readonly cid: string | null;
  readonly agentId: string | null;
  readonly diskCids: readonly string[];
  readonly index: string;
  readonly bootstrap: boolean;
  readonly ignored: boolean;
  readonly processes: readonly ProcessObservation[];
};

/** JSON writes an empty cell as "", the table modes as "-". */
const filled = (cell: string | undefined): string => (cell === undefined || cell === '-' ? '' : cell);
const list = (cell: string | undefined): readonly string[] => filled(cell).split('\n').filter(Boolean);

const instanceOf = (row: Row, processes: readonly ProcessObservation[]): InstanceRow => ({
  instance: filled(row.instance),
  processState: filled(row.process_state),
  state: filled(row.state),
  az: filled(row.az),
  ips: list(row.ips),
  cid: filled(row.vm_cid) || null,
  agentId: filled(row.agent_id) || null,
  diskCids: list(row.disk_cids),
  index: filled(row.index),
  bootstrap: row.bootstrap === 'true',
  ignored: row.ignore === 'true',
  processes,
});

const columns = ['instance', 'process_state', 'process', 'vm_cid', 'bootstrap', 'ignore', 'ips'];
/** `bosh instances --details --ps --json`: every instance of the deployment, also those without a VM. */
export const readInstances = (ran: Ran): Reading<readonly InstanceRow[]> => {
  const rows = tableOf(ran, columns, row => row);
  if (isMissed(rows)) return rows;
  const own = rows.filter(row => row.process === '');
  if (own.length === 0)
    return missed({
      en: 'bosh instances lists no instance at all. Check that the deployment is the right one.',
      ko: 'bosh instances 결과에 인스턴스가 하나도 없습니다. deployment 이름이 맞는지 확인하세요.',
    });
  return own.map(row =>
    instanceOf(
      row,
      rows
        .filter(each => each.instance === row.instance && each.process !== '')
        .map(each => ({ name: filled(each.process), state: filled(each.process_state) })),
    ),
  );
};

const light = z.array(z.object({ job: z.string() }));
/** `bosh curl /deployments/D/instances`: the instance groups that it has instances of. */
export const readGroups = (ran: Ran): Reading<readonly string[]> => {
  const parsed = light.safeParse(findJson(ran.stdout));
  return ran.end === 'exited' && ran.exitCode === 0 && parsed.success
    ? [...new Set(parsed.data.map(each => each.job))]
    : notUnderstood(ran, { en: "the deployment's instances", ko: 'deployment의 인스턴스 목록' });
};

const databaseRows = z.array(
  z.object({ job: z.string(), id: z.string(), cid: z.string().nullable(), agent_id: z.string().nullable() }),
);
/** `bosh curl /deployments/D/instances`: each master's CID and agent, as the Director's database has them. */
export const readMastersLight = (ran: Ran): Reading<ReadonlyMap<Instance, string>> => {
  const parsed = databaseRows.safeParse(findJson(ran.stdout));
  if (ran.end !== 'exited' || ran.exitCode !== 0 || !parsed.success)
    return notUnderstood(ran, { en: "the deployment's instances", ko: 'deployment의 인스턴스 목록' });
  const masters = parsed.data.filter(row => row.job === 'master');
  return new Map(masters.map(row => [`master/${row.id}`, `${row.cid} ${row.agent_id}`]));
};

/** The masters alone: instances of the group `master`. */
export const mastersOf = (rows: readonly InstanceRow[]): readonly InstanceRow[] =>
  rows.filter(row => row.instance.startsWith('master/'));
