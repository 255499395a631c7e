import type { MasterObservation, Observation } from '../cluster/observation.ts';
import { healthyAfter, quorumOf, serves } from '../cluster/quorum.ts';
import type { Check } from '../model/check.ts';
import { type Instance, shortInstance } from '../model/instance.ts';
import { isMissed } from '../readings/reading.ts';
import { type Words, withMove } from '../words.ts';
import type { Step, StepContext, VmHere } from './runbook.ts';

/** Of a cluster of which nothing was read: nothing may be concluded from it. */
export const unseen = ({
  cluster,
  deployment,
}: Pick<Observation, 'cluster' | 'deployment'>): Observation => ({
  cluster,
  deployment,
  at: '',
  masters: [],
  tasks: null,
  locks: null,
  resurrection: 'unknown',
  memory: null,
  unread: [],
});

export const masterOf = (context: StepContext, instance: Instance): MasterObservation | null =>
  context.seen.masters.find(master => master.instance === instance) ?? null;

export const targetOf = (context: StepContext): MasterObservation | null => masterOf(context, context.target);

export const isHealthy = (master: MasterObservation | null): boolean => serves(master?.etcd ?? null);

const healthyMasters = (context: StepContext): readonly MasterObservation[] =>
  context.seen.masters.filter(isHealthy);

/** Healthy members as they are read now and while a step has its effect, and how many a write needs. */
export const servingOf = (step: Step, context: StepContext) => ({
  now: healthyMasters(context).length,
  during: healthyAfter(context.seen, step.takesDown?.(context) ?? []),
  quorum: quorumOf(context.seen.masters.length),
});

/** The healthy members that are not the target, as the run sees them now. */
export const survivors = (context: StepContext): readonly MasterObservation[] =>
  healthyMasters(context).filter(master => master.instance !== context.target);

export const leaderOf = (context: StepContext): MasterObservation | null =>
  survivors(context).find(master => master.etcd?.status?.leaderId === master.etcd?.status?.memberId) ?? null;

export const followerOf = (context: StepContext): MasterObservation | null =>
  survivors(context).find(master => master.etcd?.status?.leaderId !== master.etcd?.status?.memberId) ?? null;

export const failingBesideEtcd = (master: MasterObservation | null): readonly string[] =>
  (master?.processes ?? []).filter(p => p.name !== 'etcd' && p.state !== 'running').map(p => p.name);

export const vmOf = (context: StepContext, instance: Instance): VmHere | null => {
  const vm = context.vms[instance];
  return vm === undefined || isMissed(vm) ? null : vm;
};

export const check = (name: string, ok: boolean, words: Words): Check => ({ name, ok, words });

/** Is a BOSH task or a lock of this deployment in the way? Cancelling ones still are. */
export const deploymentFree = (context: StepContext): Check => {
  const { tasks, locks } = context.seen;
  if (tasks === null || locks === null)
    return check('deployment-free', false, {
      en: 'the Director’s tasks or locks could not be read, so nobody can tell whether something else is at work; look at `bosh tasks` and `bosh locks`',
      ko: 'Director의 task나 lock을 읽지 못해 다른 작업이 진행 중인지 알 수 없습니다. `bosh tasks`와 `bosh locks`를 확인하세요',
    });
  const task = tasks[0];
  const lock = locks.find(l => l.resource.includes(context.deployment));
  if (task)
    return check(
      'deployment-free',
      false,
      withMove({
        en: `task ${task.id} (${task.description}) is ${task.state} on this deployment; wait for it or cancel it, then try again`,
        ko: `이 deployment에서 task ${task.id}(${task.description}): ${task.state} 상태입니다. 끝나기를 기다리거나 취소한 뒤 다시 시도하세요`,
      }),
    );
  if (lock)
    return check(
      'deployment-free',
      false,
      withMove({
        en: `the ${lock.type} lock is held by task ${lock.taskId || '(unknown)'}; wait for it, then try again`,
        ko: `${lock.type} lock 보유: task ${lock.taskId || '(알 수 없음)'}. 기다린 뒤 다시 시도하세요`,
      }),
    );
  return check('deployment-free', true, {
    en: 'no BOSH task and no lock on this deployment',
    ko: '이 deployment에 BOSH task와 lock이 없음',
  });
};

export const fact = (context: StepContext, step: string, name: string): string | null =>
  context.facts[step]?.[name] ?? null;

/** A VM must not be pulled away under a process that serves: the two survivors serve now. */
export const twoHealthySurvivors = (context: StepContext): Check => {
  const names =
    survivors(context)
      .map(m => shortInstance(m.instance))
      .join(', ') || '-';
  const count = survivors(context).length;
  return check('survivors', count === 2, {
    en: `${count} of 2 other members are healthy (${names})`,
    ko: `나머지 멤버 2대 중 ${count}대가 정상 (${names})`,
  });
};
