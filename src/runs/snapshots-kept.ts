import { clearLine } from '../runbooks/steps/keep-snapshot.ts';
import type { Words } from '../words.ts';
import type { Run } from './run.ts';
import { factsOf } from './steps.ts';

type Facts = Readonly<Record<string, string>>;

const onItsVm = (deployment: string, saved: Facts): Words => {
  const [on = '', path = ''] = [saved.on, saved.path];
  const line = clearLine(deployment, on, path);
  return {
    en: `on ${on} at ${path}, every Secret in it; to remove it: ${line}`,
    ko: `${on} ${path}, 모든 Secret 포함. 지우는 명령: ${line}`,
  };
};

const placesOf = (deployment: string, saved: Facts, kept: Facts | undefined): readonly Words[] => {
  if (!kept?.path) return [onItsVm(deployment, saved)];
  const here = { en: `on the jump host at ${kept.path}`, ko: `점프 호스트 ${kept.path}` };
  return kept.onVm === 'removed' ? [here] : [here, onItsVm(deployment, saved)];
};

/** Where each snapshot of the run is now; one that stayed on its VM with the command that removes it. */
export const snapshotFact = (run: Run): Readonly<Record<string, Words>> => {
  const facts = factsOf(run);
  const places = Object.entries(facts).flatMap(([step, saved]) =>
    /^snapshot(-[0-9a-f]{8})?$/.test(step) && saved.path && saved.on
      ? placesOf(run.started.deployment, saved, facts[step.replace('snapshot', 'snapshot-copy')])
      : [],
  );
  if (places.length === 0) return {};
  return {
    snapshot: { en: places.map(place => place.en).join('; '), ko: places.map(place => place.ko).join('; ') },
  };
};
