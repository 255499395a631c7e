import type { ProcessObservation } from '../cluster/observation.ts';

const line = /^\s*Process '([^']+)'\s+(\S.*?)\s*$/;
/** `monit summary`: its own words per process. null: monit said nothing of any process. */
export const monitOf = (text: string): readonly ProcessObservation[] | null => {
  const processes = text
    .split(/\r?\n/)
    .map(each => line.exec(each))
    .filter(found => found !== null)
    .map(found => ({ name: found[1] ?? '', state: found[2] ?? '' }));
  return processes.length === 0 ? null : processes;
};

/** monit's words as the agent tells them to BOSH (bosh-agent, jobsupervisor/monit/status.go). */
const asBosh = (state: string): string => {
  if (state === 'running') return 'running';
  if (/^initiali[sz]ing$/.test(state)) return 'starting';
  return state.startsWith('not monitored') ? 'unknown' : 'failing';
};

/** What `bosh instances --ps` says of a master whose monit says this; null: its monit was not read. */
export const processesOf = (
  monit: readonly ProcessObservation[] | null,
): { readonly processState: string; readonly processes: readonly ProcessObservation[] } | null => {
  if (monit === null) return null;
  const processes = monit.map(({ name, state }) => ({ name, state: asBosh(state) }));
  const worst = processes.some(each => each.state === 'starting') ? 'starting' : 'failing';
  return { processes, processState: processes.every(each => each.state === 'running') ? 'running' : worst };
};
