import { copyDbLine } from '../cluster/human-moves.ts';
import { shortInstance } from '../model/instance.ts';
import type { StepFacts } from '../runbooks/runbook.ts';
import { clearLine } from '../runbooks/steps/keep-snapshot.ts';
import { joined, type Words } from '../words.ts';
import { copiedThen } from './before-typed-facts.ts';
import { savedFrom } from './proven.ts';
import type { Run } from './run.ts';
import { factsOf } from './steps.ts';

const onItsVm = (deployment: string, saved: StepFacts): Words => {
  const [on = '', path = ''] = [saved.on, saved.path];
  const line = clearLine(deployment, on, path);
  return {
    en: `on ${on} at ${path}, every Secret in it; to remove it: ${line}`,
    ko: `${on} ${path}, 모든 Secret 포함. 지우는 명령: ${line}`,
  };
};

const placesOf = (deployment: string, saved: StepFacts, kept: StepFacts | undefined): readonly Words[] => {
  if (!kept?.path) return [onItsVm(deployment, saved)];
  const here = { en: `on the jump host at ${kept.path}`, ko: `점프 호스트 ${kept.path}` };
  return kept.onVm === 'removed' ? [here] : [here, onItsVm(deployment, saved)];
};

/** Where each snapshot of the run is now; one that stayed on its VM with the command that removes it. */
export const snapshotFact = (run: Run): Readonly<Record<string, Words>> => {
  const facts = factsOf(run);
  const copyOf = (id: string) =>
    Object.entries(facts).find(
      ([step, kept]) => kept.onVm && (kept.snapshot ?? copiedThen(step)) === id,
    )?.[1];
  const places = run.steps.flatMap(({ planned: { id, kind } }) => {
    const saved = facts[id];
    return kind === 'snapshot' && saved?.path && saved.on
      ? placesOf(run.started.deployment, saved, copyOf(id))
      : [];
  });
  if (places.length === 0) return {};
  return {
    snapshot: joined(places),
  };
};

/** What a run that only saves has, and what a person saves by hand. */
export const savedWords = (run: Run): Words => {
  const { answering = [], silent = [] } = run.started.cast;
  const of = answering.length + silent.length;
  const { deployment } = run.started;
  const lines = silent.map(instance => copyDbLine(deployment, instance)).join(' ; ');
  const rest: Words =
    silent.length === 0
      ? { en: '', ko: '' }
      : {
          en: ` ${silent.map(shortInstance).join(', ')}: etcd did not answer there; copy what is on the disk: ${lines}`,
          ko: ` ${silent.map(shortInstance).join(', ')}: etcd가 응답하지 않았습니다. 디스크의 파일을 복사하세요: ${lines}`,
        };
  const count = savedFrom(run).length;
  return {
    en: `Saved ${count} of ${of} masters (${savedFrom(run).map(shortInstance).join(', ')}); nothing in the cluster was changed. \`/pks etcd-status\` says what a person does next.${rest.en}`,
    ko: `마스터 ${of}대 중 ${count}대의 스냅샷을 저장했습니다(${savedFrom(run).map(shortInstance).join(', ')}). 클러스터는 변경하지 않았습니다. 다음 조치는 \`/pks etcd-status\`에 있습니다.${rest.ko}`,
  };
};
