import { bosh } from '../../commands/bosh.ts';
import type { Check } from '../../model/check.ts';
import { shortInstance } from '../../model/instance.ts';
import { isMissed } from '../../readings/reading.ts';
import { counted } from '../../words.ts';
import { wellByItself } from '../joined-by-itself.ts';
import type { Step, StepContext } from '../runbook.ts';
import { check, deploymentFree, targetOf } from '../step-context.ts';

/** `--resolution` hits every problem that offers it, so there must be exactly one and it must be ours. */
const exactlyTheOne = (context: StepContext): Check => {
  const problems = context.problems;
  if (problems === null)
    return check('problems', false, { en: 'cck --report was not read', ko: 'cck --report를 읽지 않음' });
  if (isMissed(problems)) return check('problems', false, problems.words);
  const ours = problems.filter(p => p.type === 'missing_vm' && p.instance === context.target);
  const list = problems.map(p => `${p.id} ${p.type} ${p.description}`).join('; ') || '-';
  return check('problems', problems.length === 1 && ours.length === 1, {
    en: `cck reports ${counted(problems.length, 'problem')}, ${ours.length} of them the missing VM of ${shortInstance(context.target)}: ${list}`,
    ko: `cck 문제 ${problems.length}건, 그중 ${shortInstance(context.target)}의 VM 없음 ${ours.length}건: ${list}`,
  });
};

export const cckStep = (): Step => ({
  id: 'cck',
  version: 2,
  kind: 'change',
  title: { en: 'cck: delete the VM reference', ko: 'cck: VM reference 삭제' },
  risk: {
    en: 'The resolution is applied to every problem that offers it; so exactly one may be there. After a clean delete-vm it changes nothing.',
    ko: 'resolution은 해당되는 모든 문제에 적용되므로 정확히 1건이어야 합니다. delete-vm이 깨끗이 끝났다면 바뀌는 것은 없습니다.',
  },
  before: { en: 'cck --report shows exactly the one missing VM', ko: 'cck --report에 VM 없음 정확히 1건' },
  after: { en: 'the instance has no VM', ko: '인스턴스에 VM 없음' },
  needs: ['problems'],
  guards: context => [deploymentFree(context), exactlyTheOne(context)],
  skip: wellByItself,
  act: context => bosh(context.deployment).cckDeleteReference(),
  proof: context =>
    targetOf(context)?.cid === null
      ? {
          state: 'holds',
          words: {
            en: 'The reference is gone; the other masters are untouched.',
            ko: 'reference가 정리되었고 다른 마스터는 그대로입니다.',
          },
        }
      : { state: 'not-yet', words: { en: 'BOSH still shows a VM for it', ko: 'BOSH에 아직 VM이 보임' } },
});
