import { newestStart } from '../../cluster/start-line.ts';
import type { Check } from '../../model/check.ts';
import { type HexId, shortInstance } from '../../model/instance.ts';
import { joined, type Words } from '../../words.ts';
import { postChecks } from '../gates.ts';
import type { Step, StepContext } from '../runbook.ts';

const leaderAndTerm = (context: StepContext): { leader: HexId; term: string } => {
  const status = context.seen.masters[0]?.etcd?.status;
  return { leader: status?.leaderId ?? '', term: String(status?.raftTerm ?? '') };
};

/** Short for each master, or the third one's would be cut off: a start line of etcd 3.5 is a screenful. */
const startsOf = (context: StepContext): string =>
  context.seen.masters
    .map(m => `${shortInstance(m.instance)} ${newestStart(m.lastStartBlock ?? '') || '-'}`)
    .join(', ');

const holdFacts = (context: StepContext): Readonly<Record<string, string>> => {
  const hash = context.seen.masters[0]?.etcd?.hash;
  return {
    ...leaderAndTerm(context),
    ...(hash ? { hash: String(hash.hash), revision: String(hash.revision) } : {}),
    starts: startsOf(context),
    members: context.seen.masters
      .map(m => `${shortInstance(m.instance)}=${m.etcd?.status?.memberId ?? '-'}`)
      .join(' '),
  };
};

const list = (checks: readonly Check[]): Words => joined(checks.map(each => each.words));

/** What held, and apart from it what nobody could ask: that is never counted among what holds. */
const heldWords = (context: StepContext, checks: readonly Check[]): Words => {
  const seconds = context.settings.holdSeconds;
  const [held, unasked] = [checks.filter(each => !each.unasked), checks.filter(each => each.unasked)];
  const not = list(unasked);
  return {
    en: `${held.length} post-conditions held for ${seconds} s: ${list(held).en}.${unasked.length > 0 ? ` Not asked: ${not.en}.` : ''}`,
    ko: `사후 조건 ${held.length}개가 ${seconds}초 동안 유지됨: ${list(held).ko}.${unasked.length > 0 ? ` 확인하지 않음: ${not.ko}.` : ''}`,
  };
};

/** Said healed only when all of it held without a break, with one leader and one term. */
export const verifyStep = (): Step => ({
  id: 'verify',
  version: 1,
  kind: 'check',
  proves: 'healed',
  title: { en: 'Verify that it holds', ko: '안정 상태 확인' },
  risk: { en: 'Reads only.', ko: '읽기만 합니다.' },
  before: { en: 'nothing', ko: '없음' },
  after: {
    en: 'three identical local views, equal hash, one leader, one term, no alarm, no new start of etcd, every process running, kube-apiserver /healthz on three, the service where SERVICE_URL is set',
    ko: '세 멤버의 로컬 뷰 동일, 해시 일치, 리더 1, term 1, 알람 없음, etcd 재기동 없음, 모든 프로세스 실행, kube-apiserver /healthz 3대 응답, SERVICE_URL이 설정된 경우 서비스 응답',
  },
  proofNeeds: ['hash', 'service'],
  guards: () => [],
  placeholder: {
    en: '(reads each member, BOSH and the load balancer, again and again)',
    ko: '(각 멤버, BOSH, 로드밸런서를 반복해서 읽음)',
  },
  holdSeconds: settings => settings.holdSeconds,
  proof: context => {
    const checks = postChecks(context);
    const open = checks.filter(each => !each.ok);
    return open.length === 0
      ? { state: 'holds', words: heldWords(context, checks), facts: holdFacts(context) }
      : { state: 'not-yet', words: list(open) };
  },
});
