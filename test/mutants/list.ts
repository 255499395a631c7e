import { clusterMutants } from './cluster.ts';
import { jumpHostMutants } from './jump-host.ts';
import type { Mutant } from './mutant.ts';
import { peopleMutants } from './people.ts';
import { runMutants } from './runs.ts';
import { slackMutants } from './slack.ts';
import { storeMutants } from './store.ts';

/** Every bug that somebody thought of. */
export const mutants: readonly Mutant[] = [
  ...storeMutants,
  ...jumpHostMutants,
  ...clusterMutants,
  ...runMutants,
  ...peopleMutants,
  ...slackMutants,
];
