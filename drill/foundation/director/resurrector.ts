import { type Instance, vmIsLost } from './inventory.ts';
import type { DirectorState } from './state.ts';
import { recordHalfDone, replaceVm } from './update.ts';

/** The Health Monitor's scan_and_fix: recreates what has been without an agent for `timings.resurrector` seconds, masters
 *  with persistent disks too. Off, or an instance ignored: it keeps away. Answers its stop. */
export const startResurrector = (state: DirectorState): (() => void) => {
  const lostSince = new Map<Instance, number>();

  const overdue = (now: number): readonly Instance[] => {
    for (const instance of state.instances) {
      const watched = state.resurrection === 'on' && !instance.ignored && vmIsLost(instance);
      if (!watched) lostSince.delete(instance);
      else if (!lostSince.has(instance)) lostSince.set(instance, now);
    }
    return [...lostSince].filter(([, since]) => now - since >= patience).map(([instance]) => instance);
  };

  const fix = (instances: readonly Instance[]) =>
    state.tasks.start(
      { type: 'cck_scan_and_fix', description: 'scan and fix', user: 'hm', deployment: state.deployment },
      job =>
        state.lock.hold(job, 0, async () => {
          const part = job.stage('Applying problem resolutions', instances.length);
          for (const instance of instances) {
            // It may have come back, or been spared, since the alarm.
            if (state.resurrection === 'off' || !vmIsLost(instance)) continue;
            await part(`VM for '${instance.name}': Recreate VM`, () =>
              recordHalfDone(state, job, instance, () =>
                replaceVm(state, job, instance, { what: 'recreate', detail: `by 'resurrector'` }),
              ),
            );
          }
          return null;
        }),
    );

  const patience = state.timings.resurrector * 1000;
  const timer = setInterval(
    () => {
      const instances = overdue(Date.now());
      if (instances.length === 0 || state.lock.holder()) return;
      for (const instance of instances) lostSince.delete(instance);
      fix(instances);
    },
    Math.max(20, patience / 5),
  );
  timer.unref();
  return () => clearInterval(timer);
};
