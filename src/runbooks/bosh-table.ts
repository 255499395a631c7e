import type { MasterObservation } from '../cluster/observation.ts';
import type { BoshTable } from '../model/bosh-table.ts';
import type { Instance } from '../model/instance.ts';
import type { StepContext } from './runbook.ts';
import { targetOf } from './step-context.ts';

const own = ({ instance, processState, az, ip }: MasterObservation) => ({
  instance,
  state: processState,
  az,
  ip,
});

/** null: nothing of the masters was read. */
export const mastersNow = ({ seen }: StepContext): BoshTable | null =>
  seen.masters.length === 0 ? null : { at: seen.at, rows: seen.masters.map(own) };

export const processesNow = (context: StepContext): BoshTable | null => {
  const target = targetOf(context);
  if (!target) return null;
  const processes = target.processes.map(({ name, state }) => ({
    ...{ instance: target.instance, process: name, state, az: '', ip: '' },
  }));
  return { at: context.seen.at, rows: [{ ...own(target), process: '' }, ...processes] };
};

/** After an act beyond which the Director is not asked: what it told before, and of this VM what vCenter shows. */
export const withOff = (before: BoshTable, instance: Instance): BoshTable => ({
  at: before.at,
  before: true,
  rows: before.rows.map(row => (row.instance === instance ? { ...row, state: 'off (vCenter)' } : row)),
});
