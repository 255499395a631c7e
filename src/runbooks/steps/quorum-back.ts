import { viewAgreementOf } from '../../cluster/pair.ts';
import { supportersOf } from '../../cluster/victim.ts';
import { type Instance, shortInstance } from '../../model/instance.ts';
import { joined, text } from '../../words.ts';
import type { Step } from '../runbook.ts';

/** What is reached where one disk is left out: two serve and agree. The third is another cure's. */
export const quorumBackStep = (leftOut: Instance): Step => ({
  id: 'quorum-back',
  version: 1,
  kind: 'check',
  proves: 'healed',
  title: text('Verify that quorum is back', '쿼럼 회복 확인'),
  risk: text('Reads only.', '읽기만 합니다.'),
  before: text('two members were started', '멤버 2대가 시작됨'),
  after: text(
    `two members agree; ${shortInstance(leftOut)} is left for /pks recover`,
    `멤버 2대 일치, ${shortInstance(leftOut)}에는 /pks recover가 더 필요함`,
  ),
  proofNeeds: ['hash'],
  guards: () => [],
  placeholder: text('(reads each member, again and again)', '(각 멤버를 반복해서 읽음)'),
  holdSeconds: settings => settings.holdSeconds,
  proof: context => {
    const pair = supportersOf(context.seen, leftOut);
    const views = viewAgreementOf(pair);
    const revision = Math.max(0, ...pair.map(each => each.last.revision));
    const why = joined(views.agree === true ? [] : views.why, ', ');
    const missing = revision < (context.seen.memory?.revision ?? 0);
    if (pair.length < 2 || views.agree !== true || missing)
      return {
        state: 'not-yet',
        words: text(
          `${pair.length} of 2 members serve, revision ${revision} ${why.en}`.trim(),
          `멤버 2대 중 ${pair.length}대 서비스, revision ${revision} ${why.ko}`.trim(),
        ),
      };
    const [first] = pair;
    return {
      state: 'holds',
      words: text(
        `Two members serve and agree at revision ${revision}. ${shortInstance(leftOut)} is not healthy yet: type /pks recover again for it.`,
        `멤버 2대가 revision ${revision}에서 서비스 중이며 일치합니다. ${shortInstance(leftOut)}에는 /pks recover를 다시 실행하세요.`,
      ),
      facts: {
        left: leftOut,
        leader: first?.last.leaderId ?? '',
        term: String(first?.last.raftTerm ?? ''),
        ...(first?.etcd.hash
          ? { hash: String(first.etcd.hash.hash), revision: String(first.etcd.hash.revision) }
          : {}),
      },
    };
  },
});
