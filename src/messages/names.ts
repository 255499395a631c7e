import type { CurelessName, CureName, RunbookName, VerdictName } from '../cluster/verdict-types.ts';
import type { RunOutcome, StepOutcome } from '../runs/events.ts';
import type { Words } from '../words.ts';

/** A verdict in a card's title. */
export const verdictTitle: Record<VerdictName, Words> = {
  healthy: { en: 'healthy', ko: '정상' },
  'process-down': { en: 'etcd process is down', ko: 'etcd 프로세스 다운' },
  'raft-log-lost': { en: 'raft log lost', ko: 'raft 로그 유실' },
  'disk-lost': { en: 'etcd disk lost', ko: 'etcd 디스크 유실' },
  'disk-lost-bootstrap': {
    en: 'etcd disk lost on the bootstrap instance',
    ko: '부트스트랩 인스턴스의 etcd 디스크 유실',
  },
  corrupt: { en: 'etcd data corrupt', ko: 'etcd 데이터 손상' },
  'half-added': { en: 'member added but never started', ko: '멤버 추가만 되고 기동 안 됨' },
  'removed-id': { en: 'member was removed from the cluster', ko: '클러스터에서 제거된 멤버' },
  rogue: { en: 'rogue member: it serves a cluster of its own', ko: '별도 클러스터를 서비스하는 멤버' },
  'no-space': { en: 'etcd is out of space', ko: 'etcd 공간 부족(NOSPACE)' },
  lagging: { en: 'a member lags behind', ko: '동기화가 뒤처진 멤버' },
  'quorum-lost': { en: 'quorum lost', ko: '쿼럼 상실' },
  'quorum-stopped': { en: 'quorum stopped, data whole', ko: '쿼럼 중단(데이터는 온전)' },
  're-bootstrapped-empty': { en: 'cluster came back empty', ko: '빈 클러스터로 재생성됨' },
  'pair-disagrees': { en: 'healthy members disagree', ko: '정상노드끼리 데이터 불일치' },
  'not-enough-seen': { en: 'not enough was seen to say', ko: '판단할 정보 부족' },
};

/** A cure on a button: what the operator asked for, by the name that `/pks recover` takes. */
export const cureTitle: Record<CureName, Words> = {
  'restart-process': { en: 'restart etcd', ko: 'etcd 재시작' },
  'move-leader': { en: 'gentle: move the leader', ko: 'gentle: 리더 이동' },
  'replace-member': { en: 'replace the member', ko: '멤버 교체' },
  'remove-half-added': { en: 'remove the half-added member', ko: '미기동 멤버 제거' },
  'disk-loss-original': { en: 'original runbook', ko: 'original: 기존 런북대로' },
  recreate: { en: 'recreate the VM', ko: 'VM recreate' },
  'start-quorum': { en: 'start the members', ko: '멤버 시작' },
};
const curelessTitle: Record<CurelessName, Words> = {
  'snapshot-survivors': { en: 'save snapshots', ko: '스냅샷 저장' },
};
const titles: Record<RunbookName, Words> = { ...cureTitle, ...curelessTitle };
const isTitled = (name: string): name is RunbookName => Object.hasOwn(titles, name);
export const cureWords = (name: string): Words => (isTitled(name) ? titles[name] : { en: name, ko: name });

export const outcomeWords: Record<StepOutcome, Words> = {
  done: { en: 'done', ko: '완료' },
  'failed-as-expected': { en: 'failed, as expected here', ko: '실패(예상된 결과)' },
  skipped: { en: 'skipped', ko: '건너뜀' },
  failed: { en: 'failed', ko: '실패' },
  cancelled: { en: 'cancelled', ko: '취소됨' },
};
export const outcomeMark: Record<StepOutcome, string> = {
  done: '✅',
  'failed-as-expected': '☑️',
  skipped: '⏭️',
  failed: '❌',
  cancelled: '🚫',
};

export const runOutcomeWords: Record<RunOutcome, Words> = {
  healed: { en: 'healed', ko: '복구 완료' },
  saved: { en: 'snapshots saved', ko: '스냅샷 저장 완료' },
  aborted: { en: 'aborted', ko: '중단됨' },
  failed: { en: 'failed', ko: '실패' },
  observed: { en: 'observed, nothing was changed', ko: '관찰만 함(변경 없음)' },
};
export const runOutcomeMark: Record<RunOutcome, string> = {
  healed: '✅',
  saved: '💾',
  aborted: '🛑',
  failed: '❌',
  observed: '👀',
};
