import { shortInstance } from '../../cluster/seen.ts';
import { bosh } from '../../commands/bosh.ts';
import { preChecks } from '../gates.ts';
import { vcenterKnowsSurvivors } from '../right-vm.ts';
import type { Scene, Step } from '../runbook.ts';
import { check, fact, isHealthy, targetOf } from '../scene.ts';

const resurrectionIsOff = (scene: Scene) =>
  check(
    'resurrection',
    scene.seen.resurrection === 'off' || fact(scene, 'resurrection-off', 'state') === 'off',
    {
      en: `resurrection is ${scene.seen.resurrection}; it must be off, or the Director builds the VM again meanwhile`,
      ko: `resurrection: ${scene.seen.resurrection}. 꺼져 있어야 합니다. 아니면 그 사이 Director가 VM을 다시 만듭니다`,
    },
  );

export const deleteVmStep = (): Step => ({
  id: 'delete-vm',
  kind: 'change',
  title: { en: 'Delete the failed master’s VM', ko: '장애 마스터의 VM 삭제' },
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
  guards: scene => [
    ...preChecks(scene, { stops: [scene.target] }),
    resurrectionIsOff(scene),
    vcenterKnowsSurvivors(scene),
    check('cid', targetOf(scene)?.cid != null && !isHealthy(targetOf(scene)), {
      en: `${targetOf(scene)?.cid ?? 'no VM'} is the VM of ${shortInstance(scene.target)}, whose etcd is ${isHealthy(targetOf(scene)) ? 'healthy' : 'not healthy'}`,
      ko: `${targetOf(scene)?.cid ?? 'VM 없음'}: ${shortInstance(scene.target)}의 VM이며 etcd는 ${isHealthy(targetOf(scene)) ? '정상' : '비정상'}`,
    }),
  ],
  skip: scene =>
    targetOf(scene)?.cid === null
      ? { en: 'BOSH has no VM for it already', ko: '이미 BOSH에 VM이 없습니다' }
      : null,
  act: scene => {
    const cid = targetOf(scene)?.cid;
    return cid ? bosh(scene.deployment).deleteVm(cid) : null;
  },
  proof: scene =>
    targetOf(scene)?.cid === null
      ? {
          state: 'holds',
          words: {
            en: `${shortInstance(scene.target)} has no VM now.`,
            ko: `${shortInstance(scene.target)}에 이제 VM이 없습니다.`,
          },
        }
      : {
          state: 'not-yet',
          words: {
            en: `BOSH still shows VM ${targetOf(scene)?.cid ?? '?'}`,
            ko: `BOSH에 아직 VM이 보임: ${targetOf(scene)?.cid ?? '?'}`,
          },
        },
});
