import { josa, type Words } from '../words.ts';
import type { CureName, VerdictName } from './verdict-types.ts';

/** What each cure is for, for the person who asks for another one. */
const mends: Readonly<Record<CureName, Words>> = {
  'restart-process': {
    en: 'it only starts an etcd whose data are intact',
    ko: '데이터가 온전한 etcd 프로세스를 시작하기만 합니다',
  },
  'move-leader': {
    en: 'it only makes the leader forget a lost raft log; it brings back no data and no member id',
    ko: '리더가 유실된 raft 로그 위치를 잊게 할 뿐, 데이터나 멤버 id를 되살리지 못합니다',
  },
  'replace-member': {
    en: 'it gives a member a new id and has its data sent anew, which is only for data that are lost or unusable',
    ko: '멤버를 새 id로 교체하고 데이터를 다시 받는 방법으로, 데이터가 유실되었거나 쓸 수 없을 때만 씁니다',
  },
  'remove-half-added': {
    en: 'it only removes a member that was added and never started, and none is listed',
    ko: '추가만 되고 시작되지 않은 멤버를 제거하는 방법인데, 그런 멤버가 없습니다',
  },
  'disk-loss-original': {
    en: 'it powers both healthy masters off, which only a lost raft log can need',
    ko: '정상노드 두 대의 전원을 끄는 절차로, raft 로그 유실에만 해당합니다',
  },
  recreate: {
    en: 'it renews the VM and its ephemeral disk only, and post-start fails after 120 s while etcd is not healthy on all three',
    ko: 'VM과 ephemeral disk만 새로 만들며, etcd 3대가 모두 정상이 아니면 post-start가 120초 뒤 실패합니다',
  },
  'free-space': {
    en: 'it only makes the db files smaller where etcd refuses writes for their size (NOSPACE)',
    ko: 'db 파일이 quota를 넘어 쓰기가 거부될 때(NOSPACE) 파일을 줄이기만 합니다',
  },
  'start-quorum': {
    en: 'it only starts members that are stopped where too few run for a quorum and their data are proven whole',
    ko: '쿼럼이 없고 데이터가 온전하다고 확인된 경우에만 멈춘 멤버를 시작합니다',
  },
};

/** Where the general reason is not strong enough. Figures: docs/evidence.md#lost-disks. */
const special: Partial<Record<VerdictName, Partial<Record<CureName, Words>>>> = {
  'disk-lost-bootstrap': {
    'disk-loss-original': {
      en: 'with both healthy masters off, the bootstrap instance starts an EMPTY cluster that acknowledges writes: seen 5 of 5 times, 500 to 819 writes lost',
      ko: '정상노드 두 대가 꺼지면 부트스트랩 인스턴스가 쓰기를 승인하는 빈 클러스터를 만듭니다. 실험 5회 중 5회 재현, 쓰기 500~819건 유실',
    },
    'move-leader': {
      en: 'it healed once in an experiment, but a start of this instance while the other two are away makes an empty cluster; replacing is the safe one',
      ko: '실험에서 한 번 복구되었지만, 다른 두 대가 없을 때 이 인스턴스가 기동하면 빈 클러스터가 생깁니다. 교체가 안전합니다',
    },
  },
  'disk-lost': {
    'disk-loss-original': {
      en: 'it never joins that way (25 failed starts in 40 s in an experiment): an outage for nothing',
      ko: '그 방법으로는 합류하지 못합니다(실험에서 40초간 25회 기동 실패). 의미 없는 서비스 중단입니다',
    },
  },
  'raft-log-lost': {
    'restart-process': {
      en: 'a restart panics again at once: the leader still remembers how far this member was',
      ko: '재시작해도 즉시 다시 panic합니다. 리더가 이 멤버의 이전 위치를 기억하고 있습니다',
    },
  },
  corrupt: {
    'restart-process': {
      en: 'a restart stops at the same damaged file again',
      ko: '재시작해도 같은 손상 파일에서 다시 멈춥니다',
    },
  },
  'process-down': {
    'replace-member': {
      en: 'its data are intact, so nothing has to be replaced: two members without fault tolerance for nothing',
      ko: '데이터가 온전해 교체할 이유가 없습니다. 교체하면 불필요하게 2대 구성이 되어 장애 여유가 사라집니다',
    },
  },
  rogue: {
    'restart-process': {
      en: 'its process runs: what it serves is a cluster of its own, and a restart keeps that',
      ko: '프로세스는 동작 중입니다. 별도 클러스터를 서비스하고 있어 재시작해도 그대로입니다',
    },
  },
  'quorum-stopped': {
    'restart-process': {
      en: 'it looks at one disk alone; start-quorum compares all three and starts the most advanced first',
      ko: '디스크 하나만 봅니다. start-quorum은 세 디스크를 비교해 가장 앞선 것부터 시작합니다',
    },
    'replace-member': {
      en: 'the data are whole, and without quorum no member can be removed or added',
      ko: '데이터가 온전하고, 쿼럼 없이는 멤버를 제거하거나 추가할 수 없습니다',
    },
  },
  healthy: {
    'restart-process': { en: 'etcd runs on all three', ko: 'etcd가 세 대 모두 동작 중입니다' },
    'move-leader': { en: 'etcd is healthy on all three', ko: 'etcd가 세 대 모두 정상입니다' },
    'replace-member': { en: 'etcd is healthy on all three', ko: 'etcd가 세 대 모두 정상입니다' },
    recreate: {
      en: 'every process of the masters runs, or fails on more than one of them',
      ko: '마스터의 모든 프로세스가 정상이거나 두 대 이상에서 실패 중입니다',
    },
  },
};

/** How a refusal begins: by it a drill tells the reason that it expects from any other. `cure` null: none was named. */
export const notFor = (cure: CureName | null, verdict: VerdictName): Words =>
  cure === null
    ? { en: `No cure is for ${verdict}`, ko: `${verdict}에 쓸 수 있는 복구 방법이 없습니다` }
    : { en: `${cure} is not for ${verdict}`, ko: `${josa(cure, '은/는')} ${verdict}에 쓸 수 없습니다` };

/** Why this cure is not for this verdict. */
export const whyNotThis = (cure: CureName, verdict: VerdictName, stop: Words | null): Words => {
  const not = notFor(cure, verdict);
  const why = special[verdict]?.[cure] ?? (stop !== null ? stop : mends[cure]);
  return { en: `${not.en}: ${why.en}`, ko: `${not.ko}: ${why.ko}` };
};

/** A lost raft log whose instance may have begun without member/: alone it could start an empty cluster (docs/evidence.md#lost-disks). */
export const unprovenOriginal: Words = {
  en: 'disk-loss-original needs proof that member/ was never missing here, and the etcd log of this instance does not reach back that far; replace-member needs no such proof',
  ko: 'disk-loss-original은 이 인스턴스에서 member/가 유실된 적이 없다는 증거가 필요한데, etcd 로그가 그 시점까지 남아 있지 않습니다. replace-member는 그런 증거가 필요 없습니다',
};

/** A bootstrap instance that may have begun without member/ may hold an empty cluster of its own, and would serve it. */
export const unprovenStart: Words = {
  en: 'Whether member/ was ever missing on this bootstrap instance is not known: its etcd log does not reach back that far. If it was, a start may serve an empty cluster. A person who knows that it was not runs `monit start etcd` there',
  ko: '이 부트스트랩 인스턴스에서 member/가 유실된 적이 있는지 알 수 없습니다. etcd 로그가 그 시점까지 남아 있지 않습니다. 유실된 적이 있다면 기동 시 빈 클러스터를 서비스할 수 있습니다. 유실되지 않았음을 아는 사람이 해당 VM에서 `monit start etcd`를 실행하세요',
};

/** A raft log that may be of an empty cluster of its own: a leader that forgets it lets the rogue in (docs/evidence.md#lost-disks). */
export const unprovenBirth: Words = {
  en: 'whether member/ was ever missing here is not known: the etcd log does not reach back that far. If it was, move-leader makes a rogue of it; replace-member is safe either way',
  ko: '이 인스턴스에서 member/가 유실된 적이 있는지 알 수 없습니다. etcd 로그가 그 시점까지 남아 있지 않습니다. 유실된 적이 있다면 move-leader가 별도 클러스터를 만들 수 있습니다. replace-member는 어느 경우에도 안전합니다',
};
