import { bosh } from '../../commands/bosh.ts';
import { canaryDelete, canaryPut } from '../../commands/vm.ts';
import { type Instance, shortInstance } from '../../model/instance.ts';
import type { Proof, Step, StepContext } from '../runbook.ts';
import { check, isHealthy, targetOf } from '../step-context.ts';

const canaryValue = (run: string): string => `written by ${run}`;

/** What a VM's shell says beside etcdctl's answer (`sudo: unable to resolve host`) is in the same text. */
const reads = (context: StepContext, value: string, there: boolean): boolean =>
  value !== 'unreadable' && value.includes(canaryValue(context.run)) === there;

const readElsewhere = (context: StepContext, there: boolean, away: Instance | null): Proof => {
  const others = Object.entries(context.canary ?? {}).filter(([instance]) => instance !== context.target);
  const witnesses = context.seen.masters.filter(({ instance }) => instance !== away).length - 1;
  const same = others.filter(([, value]) => reads(context, value, there));
  const words = {
    en: `${same.length} of ${others.length} other members read ${there ? 'it' : 'nothing'} back`,
    ko: `나머지 멤버 ${others.length}대 중 ${same.length}대에서 ${there ? '값' : '삭제'} 확인`,
  };
  // A member that is down is not asked and is no witness: both others have to say it, or the one that is not known to be away.
  if (others.length < witnesses || same.length < others.length) return { state: 'not-yet', words };
  return {
    state: 'holds',
    words: { en: `${words.en}.`, ko: `${words.ko}.` },
    facts: { readBy: String(same.length), of: String(others.length) },
  };
};

const common = {
  kind: 'check' as const,
  risk: {
    en: 'Writes one key outside /registry, which Kubernetes never sees.',
    ko: 'Kubernetes가 보지 않는 /registry 밖에 키 하나를 씁니다.',
  },
  proofNeeds: ['canary'] as const,
  guards: (context: StepContext) => [
    check('member', isHealthy(targetOf(context)), {
      en: `etcd on ${shortInstance(context.target)} is healthy`,
      ko: `${shortInstance(context.target)}의 etcd 정상`,
    }),
  ],
};

/** Written through the member that was mended, read from the others. */
export const canaryStep = (away: Instance | null = null): Step => ({
  ...common,
  id: 'canary',
  version: 1,
  title: {
    en: 'Canary: write through the mended member, read from the others',
    ko: '카나리: 복구된 멤버로 쓰고 나머지에서 읽기',
  },
  before: { en: 'the mended member is healthy', ko: '복구된 멤버가 정상' },
  after: { en: 'the other two read it back', ko: '나머지 두 대에서 읽힘' },
  act: context =>
    bosh(context.deployment).ssh(context.target, canaryPut(context.run, canaryValue(context.run)), 'changes'),
  proof: context => readElsewhere(context, true, away),
});

export const canaryDeleteStep = (away: Instance | null = null): Step => ({
  ...common,
  id: 'canary-delete',
  version: 1,
  title: { en: 'Remove the canary', ko: '카나리 삭제' },
  before: { en: 'it was written', ko: '기록되어 있음' },
  after: { en: 'nobody reads it any more', ko: '더 이상 읽히지 않음' },
  act: context => bosh(context.deployment).ssh(context.target, canaryDelete(context.run), 'changes'),
  proof: context => readElsewhere(context, false, away),
});
