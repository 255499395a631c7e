import { type Instance, shortInstance } from '../../model/instance.ts';
import { josa } from '../../words.ts';
import { nothingIsOff } from '../powered-off.ts';
import type { Step, StepContext } from '../runbook.ts';
import { serviceCheckStep } from './service-check.ts';

/** From the second power-off to the first power-on nobody can write: asked once, and only what the next act needs is read. */
export const withoutQuorum = (
  instance: Instance,
  leaves: (before: StepContext) => StepContext,
): Pick<Step, 'window'> => ({
  window: {
    name: 'without-quorum',
    leaves,
    stop: {
      en: `no quorum: the control plane is down until ${shortInstance(instance)} is on again`,
      ko: `쿼럼이 없어 ${josa(shortInstance(instance), '을/를')} 다시 켤 때까지 컨트롤 플레인이 멈춥니다`,
    },
  },
});

/** The runbook's look at the load balancer while the control plane is away. */
export const serviceCheckWithoutQuorum = (off: Instance): Step => ({
  ...serviceCheckStep(),
  version: 3,
  needs: ['alone'],
  skip: context =>
    nothingIsOff(context)
      ? { en: 'this run switched no master off', ko: '이번 복구에서 끈 마스터가 없습니다' }
      : (serviceCheckStep().skip?.(context) ?? null),
  ...withoutQuorum(off, context => context),
});
