import { badGround, brokenGround, notRead } from '../cluster/ground.ts';
import { shortInstance } from '../model/instance.ts';
import type { PreGate } from './gate.ts';

/** Cures that take something away before they bring something back. */
const irreversible = ['replace-member', 'remove-half-added'];

export const soundGround: PreGate = {
  name: 'next-steps',
  title: {
    en: 'the next steps can work there: member/ is no link to nothing, its owner is vcap, etcd is installed',
    ko: '다음 단계 실행 가능: member/ 링크 정상, 소유자 vcap, etcd 설치됨',
  },
  why: (seen, { target, cure }) => {
    const files = seen.masters.find(master => master.instance === target)?.files ?? null;
    // A recreate brings the program back and takes nothing of the disk: what was not read there is no matter.
    if (cure === 'recreate')
      return files?.ground
        ? brokenGround(target, { ...files, ground: { ...files.ground, binary: true } })
        : null;
    const bad = files && badGround(target, files);
    return bad ?? (irreversible.includes(cure) ? notRead(shortInstance(target), files?.ground) : null);
  },
};
