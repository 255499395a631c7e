import type { Person } from '../../src/model/person.ts';
import type { FencePlace } from '../../src/ports/jump-host.ts';
import type { PlannedStep, RunEvent } from '../../src/runs/events.ts';
import { fold, type Run } from '../../src/runs/run.ts';
import { same } from '../../src/words.ts';
import { aVerdict, follower, leader, victim } from './a-cluster.ts';

export const jihun: Person = { team: 'T0RESCUE', id: 'U0ONCALL', name: 'jihun' };
export const seoyeon: Person = { team: 'T0RESCUE', id: 'U0APPROVER1', name: 'seoyeon' };
export const alice: Person = { team: 'T0RESCUE', id: 'U0APPROVER2', name: 'alice' };

export const startedAt = Date.parse('2020-08-05T03:29:11Z');
const d = 'service-instance_56c19cfc-d5d7-4e11-aee2-78c81f4e7ad4';

export const aStep = (id: string, change: Partial<PlannedStep> = {}): PlannedStep => ({
  id,
  title: same(id),
  kind: 'change',
  line: `bosh -n --tty --no-color -d ${d} ${id} ${victim}`,
  risk: { en: 'None known.', ko: '알려진 위험 없음.' },
  before: { en: 'Two healthy members agree.', ko: '정상노드 두 대가 서로 일치.' },
  after: { en: 'Read back from the Director.', ko: 'Director에서 결과를 다시 확인.' },
  people: 1,
  version: 1,
  ...change,
});

/** The gentle route, as the runbook's own fault gets it. */
export const gentlePlan: readonly PlannedStep[] = [
  aStep('snapshot', {
    kind: 'snapshot',
    people: 0,
    title: { en: 'Snapshot of a healthy follower', ko: '정상 팔로워에서 스냅샷' },
    line: `bosh -d ${d} ssh master/8cdf6298-e50a-4dc3-997b-b7e14502cc57 --results --json -c 'sudo sh -c … /var/vcap/store/pks-rescue/7f3a.db'`,
    risk: {
      en: 'It holds every Secret of the cluster; kept 0600.',
      ko: '클러스터의 모든 Secret이 들어 있으며 0600으로 보관합니다.',
    },
  }),
  aStep('move-leader', {
    title: { en: 'Move the leader to master/8cdf6298', ko: '리더를 master/8cdf6298로 이동' },
    line: `bosh -d ${d} ssh master/774bfafe-67a2-406b-9ee5-a8db68f2e694 --results --json -c 'sudo ETCDCTL_API=3 LOCAL=true /var/vcap/jobs/etcd/bin/etcdctl move-leader 91bc3c398fb3c146'`,
    risk: { en: 'Writes pause for 0.01 to 0.14 s.', ko: '쓰기가 0.01~0.14초 멈춥니다.' },
  }),
  aStep('recreate', {
    title: {
      en: 'Recreate master/9b8ad6e0 without converging',
      ko: 'master/9b8ad6e0 recreate(--no-converge)',
    },
    line: `bosh -n --tty --no-color -d ${d} recreate ${victim} --no-converge`,
    risk: {
      en: 'Its VM is gone for some minutes; 2 of 3 stay.',
      ko: '해당 VM이 몇 분간 내려갑니다. 3대 중 2대 유지.',
    },
  }),
  aStep('verify', {
    kind: 'check',
    people: 0,
    title: { en: 'Hold for 60 s', ko: '60초 안정 확인' },
    line: 'etcdctl endpoint status, hashkv and health on three masters, for 60 s',
  }),
  aStep('backup', {
    kind: 'backup',
    people: 0,
    title: { en: 'Backup with bbr', ko: 'bbr 백업' },
    line: `./bbr_pks_one_cluster_backup.sh ${d}`,
  }),
];

/** As many steps as the original route has, each with a line and sentences of the real length. */
export const originalPlan: readonly PlannedStep[] = [
  ...gentlePlan,
  ...[
    'delete-vm',
    'cck',
    'power-off-1',
    'power-off-2',
    'service-check',
    'power-on-1',
    'power-on-2',
    'resurrection-back',
    'backup-again',
  ].map((id, index) =>
    aStep(id, {
      people: index === 3 ? 2 : 1,
      title: { en: `${id}: what the runbook does here`, ko: `${id}: 런북의 해당 단계` },
      risk: {
        en: 'Writes stop from here until a master is powered on again: 10 to 17 s at best, minutes on real VMs.',
        ko: '여기서부터 마스터를 다시 켤 때까지 쓰기가 멈춥니다. 빨라야 10~17초, 실제 VM에서는 몇 분.',
      },
    }),
  ),
];

export const started = (change: Partial<Extract<RunEvent, { kind: 'started' }>> = {}): RunEvent => ({
  kind: 'started',
  cluster: 'dev-1',
  deployment: d,
  cure: 'move-leader',
  target: victim,
  cast: { leader, follower },
  requestedBy: jihun,
  channel: 'C0INCIDENT42',
  verdict: aVerdict(),
  plan: gentlePlan,
  baseline: { revision: 41_007, hash: 3_141_592_653, keyCount: 812, memberIds: [] },
  resurrection: 'on',
  versions: { bosh: '7.10.4' },
  ...change,
});

export const digest = 'c0ffee00c0ffee00aaaa';
export const asked = (
  step: string,
  change: Partial<Extract<RunEvent, { kind: 'asked' }>> = {},
): RunEvent => ({
  kind: 'asked',
  step,
  attempt: 1,
  ask: 'approve',
  options: ['approve', 'abort'],
  line: gentlePlan.find(each => each.id === step)?.line ?? step,
  digest,
  witness: {},
  people: 1,
  why: {
    en: 'It changes the cluster; 2 of 3 members stay healthy.',
    ko: '클러스터를 변경합니다. 3대 중 2대는 정상으로 유지됩니다.',
  },
  guards: [
    {
      name: 'two-agree',
      ok: true,
      words: { en: '2 of 3 members are healthy and agree', ko: '3대 중 2대 정상, 서로 일치' },
    },
    {
      name: 'no-task',
      ok: true,
      words: { en: 'no task and no lock on the deployment', ko: '배포에 실행 중인 태스크·락 없음' },
    },
  ],
  ...change,
});
export const approved = (step: string, by: Person, attempt = 1): RunEvent => ({
  kind: 'answered',
  step,
  attempt,
  answer: 'approve',
  by,
  via: 'button',
});
/** Behind which fence all of it was begun. */
export const thisPlace: FencePlace = { id: 'a1b2c3d4-folder', host: 'jump', boot: 'b007' };
export const began = (step: string, attempt = 1): RunEvent => ({
  kind: 'began',
  step,
  attempt,
  line: gentlePlan.find(each => each.id === step)?.line ?? step,
  argv: ['bosh'],
  digest,
  claim: `7f3a-${step}-${attempt}`,
  place: thisPlace,
});
/** A hold has no command: src/engine/act.ts writes its end together with its beginning. */
const heldBegan = (step: string): RunEvent => ({
  kind: 'began',
  step,
  attempt: 1,
  line: gentlePlan.find(each => each.id === step)?.line ?? step,
  argv: [],
  digest: '',
  claim: '',
});
export const ended = (
  step: string,
  change: Partial<Extract<RunEvent, { kind: 'ended' }>> = {},
): RunEvent => ({
  kind: 'ended',
  step,
  attempt: 1,
  end: 'exited',
  exitCode: 0,
  why: null,
  seconds: 4.2,
  lines: 12,
  sha256: 'd2a84f4b8b650937ec8f73cd8be2c74add5a911ba64df27458ed8229da804a26',
  tail: 'Task 204518 | 03:49:41 | Updating instance master: master/9b8ad6e0\nTask 204518 done\n\nSucceeded',
  ...change,
});
export const settled = (
  step: string,
  change: Partial<Extract<RunEvent, { kind: 'settled' }>> = {},
): RunEvent => ({
  kind: 'settled',
  step,
  attempt: 1,
  outcome: 'done',
  words: {
    en: 'master/8cdf6298 leads, master/9b8ad6e0 has joined.',
    ko: '리더는 master/8cdf6298, master/9b8ad6e0가 합류했습니다.',
  },
  facts: { leader: 'master/8cdf6298' },
  ...change,
});
export const finished = (change: Partial<Extract<RunEvent, { kind: 'finished' }>> = {}): RunEvent => ({
  kind: 'finished',
  outcome: 'healed',
  words: {
    en: 'Healed: three members with one hash (3141592653), one leader, one term.',
    ko: '복구 완료: 세 멤버의 해시가 같고(3141592653) 리더와 term이 하나입니다.',
  },
  facts: {
    'hash before': same('3141592653 @ revision 41007'),
    'hash after': same('2718281828 @ revision 41390'),
    'longest write gap seen': { en: '0.1 s', ko: '0.1초' },
    resurrection: { en: 'untouched', ko: '변경하지 않음' },
  },
  ...change,
});

export const entries = (events: readonly RunEvent[], run = '7f3a') =>
  events.map((event, index) => ({ run, seq: index + 1, at: startedAt + index * 2000, event }));

/** A run folded from these events, two seconds between each. */
export const aRun = (...events: readonly RunEvent[]): Run =>
  fold(entries(events[0]?.kind === 'started' ? events : [started(), ...events]));

export const healedRun = (): Run =>
  aRun(
    began('snapshot'),
    ended('snapshot'),
    settled('snapshot', {
      words: { en: 'Snapshot holds: hash equal after a restore.', ko: '스냅샷 확인: 복원 후 해시 일치.' },
      facts: { path: '/var/vcap/store/pks-rescue/7f3a.db' },
    }),
    asked('move-leader'),
    approved('move-leader', seoyeon),
    began('move-leader'),
    ended('move-leader'),
    settled('move-leader'),
    asked('recreate'),
    approved('recreate', alice),
    began('recreate'),
    { kind: 'task', step: 'recreate', attempt: 1, task: '204518' },
    ended('recreate', { seconds: 252 }),
    settled('recreate'),
    heldBegan('verify'),
    ended('verify', { exitCode: null, seconds: 0, lines: 0, sha256: '', tail: '' }),
    settled('verify', { facts: { hash: '2718281828', held: '60 s' } }),
    began('backup'),
    ended('backup'),
    settled('backup'),
    finished(),
  );
