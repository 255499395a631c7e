import type { CureName, VerdictName } from '../cluster/verdict-types.ts';
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

/** What a cure does, beside its name. */
export const cureDoes: Record<CureName, Words> = {
  'restart-process': { en: 'starts the etcd that monit gave up', ko: '멈춘 etcd 프로세스를 다시 시작' },
  'move-leader': { en: 'moves the leader, recreates the one VM', ko: '리더를 옮기고 VM 1대만 재생성' },
  'replace-member': { en: 'removes the member, adds it empty', ko: '멤버를 제거하고 빈 상태로 다시 추가' },
  'remove-half-added': {
    en: 'removes what was added, never started',
    ko: '추가만 되고 기동 안 된 멤버를 제거',
  },
  'disk-loss-original': {
    en: 'the original runbook: stops all writes',
    ko: '기존 런북대로: 쓰기가 모두 멈춤',
  },
  recreate: { en: 'recreates the one VM; etcd is well', ko: 'etcd는 정상인 VM 1대를 재생성' },
  'start-quorum': { en: 'starts the stopped members', ko: '멈춘 멤버들을 시작' },
  'free-space': { en: 'makes the full db files smaller', ko: '가득 찬 db 파일을 축소' },
};
const typed: Readonly<Record<string, string>> = {
  'move-leader': 'gentle',
  'disk-loss-original': 'original',
  'snapshot-survivors': 'snapshot',
};
/** A cure by the name that `/pks recover` takes; the one name it has everywhere. */
export const cureTyped = (name: string): string => typed[name] ?? name;

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
