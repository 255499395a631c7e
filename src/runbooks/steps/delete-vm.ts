import { bosh } from '../../commands/bosh.ts';
import { shortInstance } from '../../model/instance.ts';
import { mastersNow } from '../bosh-table.ts';
import { preChecks } from '../gates.ts';
import { wellByItself } from '../joined-by-itself.ts';
import { vcenterKnowsSurvivors } from '../right-vm.ts';
import type { Step, StepContext } from '../runbook.ts';
import { check, fact, isHealthy, targetOf } from '../step-context.ts';

const resurrectionIsOff = (context: StepContext) =>
  check(
    'resurrection',
    context.seen.resurrection === 'off' || fact(context, 'resurrection-off', 'state') === 'off',
    {
      en: `resurrection is ${context.seen.resurrection}; it must be off, or the Director builds the VM again meanwhile`,
      ko: `resurrection: ${context.seen.resurrection}. 꺼져 있어야 합니다. 아니면 그 사이 Director가 VM을 다시 만듭니다`,
    },
  );

/** A CID that two instances claim is one of theirs at most: a Director's database that was mended by hand can say so. */
const nobodyElses = (context: StepContext) => {
  const cid = targetOf(context)?.cid ?? null;
  const others = context.seen.masters.filter(
    master => cid !== null && master.cid === cid && master.instance !== context.target,
  );
  const who = others.map(master => shortInstance(master.instance)).join(', ');
  return check(
    'cid-unique',
    others.length === 0,
    others.length === 0
      ? { en: 'no other master has this CID', ko: '이 CID를 쓰는 다른 마스터 없음' }
      : {
          en: `BOSH shows the VM CID ${cid} for ${who} too; deleting it could take a healthy master's VM. Compare \`bosh -d ${context.deployment} instances --details\` with vCenter first`,
          ko: `BOSH에서 ${cid}: ${who}에도 표시됩니다. 삭제하면 정상노드의 VM이 사라질 수 있습니다. \`bosh -d ${context.deployment} instances --details\`와 vCenter를 먼저 비교하세요`,
        },
  );
};

export const deleteVmStep = (): Step => ({
  id: 'delete-vm',
  version: 2,
  kind: 'change',
  title: { en: 'Delete the failed master’s VM', ko: '장애노드의 VM 삭제' },
  risk: {
    en: 'The Director deletes whatever CID it is given, in any deployment. The persistent disk stays.',
    ko: 'Director는 받은 CID를 어느 deployment든 그대로 삭제합니다. persistent disk는 남습니다.',
  },
  before: {
    en: 'the CID, read now, belongs to the failed instance',
    ko: '지금 읽은 CID가 장애 인스턴스의 것',
  },
  after: { en: 'BOSH shows no VM for it', ko: 'BOSH에 VM이 없음' },
  needs: ['hash', 'second-look', 'vms'],
  guards: context => [
    ...preChecks(context, { stops: [context.target] }),
    resurrectionIsOff(context),
    vcenterKnowsSurvivors(context),
    nobodyElses(context),
    check('cid', targetOf(context)?.cid != null && !isHealthy(targetOf(context)), {
      en: `${targetOf(context)?.cid ?? 'no VM'} is the VM of ${shortInstance(context.target)}, whose etcd is ${isHealthy(targetOf(context)) ? 'healthy' : 'not healthy'}`,
      ko: `${targetOf(context)?.cid ?? 'VM 없음'}: ${shortInstance(context.target)}의 VM이며 etcd는 ${isHealthy(targetOf(context)) ? '정상' : '비정상'}`,
    }),
  ],
  skip: context =>
    targetOf(context)?.cid === null
      ? { en: 'BOSH has no VM for it already', ko: '이미 BOSH에 VM이 없습니다' }
      : wellByItself(context),
  act: context => {
    const cid = targetOf(context)?.cid;
    return cid ? bosh(context.deployment).deleteVm(cid) : null;
  },
  table: mastersNow,
  proof: context =>
    targetOf(context)?.cid === null
      ? {
          state: 'holds',
          words: {
            en: `${shortInstance(context.target)} has no VM now.`,
            ko: `${shortInstance(context.target)}에 이제 VM이 없습니다.`,
          },
        }
      : {
          state: 'not-yet',
          words: {
            en: `BOSH still shows VM ${targetOf(context)?.cid ?? '?'}`,
            ko: `BOSH에 아직 VM이 보임: ${targetOf(context)?.cid ?? '?'}`,
          },
        },
});
