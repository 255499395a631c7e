import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { recordEffects } from '../../../drill/foundation/effects.ts';
import { type FaultName, faults } from '../../../drill/foundation/faults/index.ts';
import { drillTimings, scaledTimings } from '../../../drill/foundation/machine.ts';
import { type Machines, startMachines } from '../../../drill/foundation/machines.ts';
import { cure } from './cures.ts';
import { logLengths, type ObservedCluster, observeCluster } from './observe.ts';

export type Play = { readonly broken: ObservedCluster; readonly mended: ObservedCluster | null };

/** A box in a folder of its own, gone afterwards. */
export const withMachines = async <T>(
  etcd: 'real' | 'modelled' | 'auto',
  act: (machines: Machines) => Promise<T>,
  etcdBin?: string,
): Promise<T> => {
  const folder = await mkdtemp(join(tmpdir(), 'box-'));
  const timings = etcd === 'modelled' ? scaledTimings : drillTimings;
  const effects = recordEffects();
  const machines = await startMachines({ folder, etcd, timings, effects, ...(etcdBin ? { etcdBin } : {}) });
  try {
    return await act(machines);
  } finally {
    await machines.stop();
    await rm(folder, { recursive: true, force: true });
  }
};

/** Two monit cycles: what a moment shows has settled. */
const settle = (machines: Machines): Promise<void> => sleep(machines.timings.monitCycle * 2500);

/** How much was written is an accident of these faults. */
const volatile: readonly FaultName[] = ['no-space', 'no-space-live', 'pair-lagging', 'all-lost'];
const withoutCounts = (name: FaultName, seen: ObservedCluster): ObservedCluster =>
  volatile.includes(name)
    ? {
        ...seen,
        // One alarm is enough for all to refuse writes; how many get so far to raise theirs is an accident too.
        masters: seen.masters.map(master => ({
          ...master,
          revision: null,
          keys: null,
          alarms: Math.min(1, master.alarms),
          errors: Math.min(1, master.errors),
        })),
      }
    : seen;

/** Breaks, observes, mends, observes. */
export const play = (name: FaultName, etcd: 'real' | 'modelled', etcdBin?: string): Promise<Play> =>
  withMachines(
    etcd,
    async machines => {
      const before = await logLengths(machines);
      const injected = await faults[name].inject(machines);
      await settle(machines);
      const broken = withoutCounts(name, await observeCluster(machines, before));
      const after = await logLengths(machines);
      const mended = (await cure(name, machines, injected))
        ? withoutCounts(name, await settle(machines).then(() => observeCluster(machines, after)))
        : null;
      await injected.release();
      return { broken, mended };
    },
    etcdBin,
  );
