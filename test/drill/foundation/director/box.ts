import {
  type Director,
  type DirectorOptions,
  startDirector,
} from '../../../../drill/foundation/director/director.ts';
import { deploymentName, scaledTimings, type Timings } from '../../../../drill/foundation/machine.ts';
import { directorClient } from '../../../support/director-client.ts';
import { countedEffects, seedMachines } from '../../../support/memory-machine.ts';

export const D = `/deployments/${deploymentName}`;
export const yaml = { headers: { 'content-type': 'text/yaml' } } as const;
export const asJson = (body: unknown) => ({
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

/** Faster still than scaled: nothing real stands behind these machines. */
export const quickTimings: Timings = {
  ...scaledTimings,
  postStart: 0.25,
  deleteVm: 0.04,
  createVm: 0.04,
  scan: 0.02,
  agentTimeout: 0.05,
  resurrector: 60,
};

/** A Director over the seed's five machines, resurrection off unless a test is about it. */
export const openBox = async (options: Partial<DirectorOptions> = {}) => {
  const machines = seedMachines();
  const effects = countedEffects();
  const director: Director = await startDirector({
    machines: Object.values(machines),
    timings: quickTimings,
    effects,
    auth: 'basic',
    client: 'ops_manager',
    secret: 'secret',
    ...options,
  });
  const client = directorClient(director);
  const acts = () => effects.all().map(({ what, on, detail }) => `${what} ${on} ${detail}`);
  return { ...machines, director, client, effects, acts };
};
