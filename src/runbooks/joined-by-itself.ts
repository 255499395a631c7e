import { shortInstance } from '../model/instance.ts';
import { josa, type Words } from '../words.ts';
import type { StepContext } from './runbook.ts';
import { failingBesideEtcd, isHealthy, targetOf } from './step-context.ts';

/** An election of the cluster's own was enough: why none is forced any more. Null where the failed member does not serve, or nobody
 *  could read whether it does. */
export const joinedByItself = (context: StepContext): Words | null =>
  isHealthy(targetOf(context))
    ? {
        en: `${shortInstance(context.target)} has joined by itself; no election has to be forced`,
        ko: `${josa(shortInstance(context.target), '이/가')} 스스로 합류했습니다. 리더 선출을 강제할 필요가 없습니다`,
      }
    : null;

/** And no other process of its VM fails: why that VM stays. */
export const wellByItself = (context: StepContext): Words | null => {
  const target = targetOf(context);
  const isWhole = target?.cid && target.processes.length > 0 && failingBesideEtcd(target).length === 0;
  return isWhole && joinedByItself(context)
    ? {
        en: `${shortInstance(context.target)} has joined by itself and every process on its VM runs; the VM stays`,
        ko: `${josa(shortInstance(context.target), '이/가')} 스스로 합류했고 VM의 모든 프로세스가 실행 중입니다. VM을 그대로 둡니다`,
      }
    : null;
};
