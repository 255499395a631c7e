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
