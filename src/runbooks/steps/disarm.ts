import { viewAgreementOf } from '../../cluster/pair.ts';
import { standingOf } from '../../cluster/quorum.ts';
import { bosh } from '../../commands/bosh.ts';
import { disarm } from '../../commands/vm.ts';
import { type Instance, shortInstance } from '../../model/instance.ts';
import { joined, text, type Words } from '../../words.ts';
import { spaceChecks } from '../gates.ts';
import type { Proof, Step, StepContext } from '../runbook.ts';

/** The next write raises it again, within a second or two. */
const quietSeconds = 5;

/** Raised, or not read, which is not the same as none. */
const alarmsIn = ({ seen }: StepContext): Words | null => {
  const { healthy } = standingOf(seen);
  const unread = healthy.filter(each => each.etcd.alarms === null).length;
  const raised = healthy.flatMap(each => [...(each.etcd.alarms ?? []), ...each.last.errors]).filter(Boolean);
  if (healthy.length === 0 || unread > 0)
    return text(`alarms were not read on ${unread} members`, `멤버 ${unread}대의 알람을 읽지 못했습니다`);
  return raised.length === 0 ? null : text(raised.join(', '), raised.join(', '));
};

const disarmed = (context: StepContext): Proof => {
  const raised = alarmsIn(context);
  const since = context.secondsSinceEnd ?? 0;
  if (raised)
    return {
      state: 'not-yet',
      words: text(`still raised: ${raised.en}`, `알람이 남아 있습니다: ${raised.ko}`),
    };
  if (since < quietSeconds)
    return {
      state: 'not-yet',
      words: text(
        `no alarm for ${Math.floor(since)} of ${quietSeconds} s`,
        `알람 없음 ${Math.floor(since)}/${quietSeconds}초`,
      ),
    };
  return {
    state: 'holds',
    words: text(
      `No alarm after ${quietSeconds} s: writes are taken again.`,
      `${quietSeconds}초 뒤에도 알람 없음. 쓰기가 가능합니다.`,
    ),
  };
};

/** Clears the alarms of all members. */
export const disarmStep = (): Step => ({
  id: 'disarm',
  version: 1,
  kind: 'change',
  title: text('Take the alarm back', '알람 해제(disarm)'),
  risk: text(
    'Writes are taken again. Too early the alarm would be back with the next write.',
    '쓰기가 다시 가능해집니다. 너무 이르면 다음 쓰기에서 알람이 다시 발생합니다.',
  ),
  before: text('every db is small', '모든 db가 작아짐'),
  after: text(`no alarm, still after ${quietSeconds} s`, `알람 없음(${quietSeconds}초 뒤에도)`),
  needs: ['hash'],
  guards: context => spaceChecks(context, 'small'),
  skip: context => (alarmsIn(context) === null ? text('no alarm is raised', '발생한 알람이 없습니다') : null),
  act: context => bosh(context.deployment).ssh(context.target, disarm(), 'changes'),
  proof: disarmed,
});

/** What is reached while one is away: it is over its quota when it comes back. */
export const roomBackStep = (away: Instance): Step => {
  const who = shortInstance(away);
  return {
    id: 'room-back',
    version: 1,
    kind: 'check',
    proves: 'healed',
    title: text('Verify that writes are taken', '쓰기 가능 확인'),
    risk: text('Reads only.', '읽기만 합니다.'),
    before: text('no alarm', '알람 없음'),
    after: text(
      `two members agree, no alarm; ${who} is left for /pks recover`,
      `멤버 2대 일치, 알람 없음. ${who}에는 /pks recover가 더 필요함`,
    ),
    proofNeeds: ['hash'],
    guards: () => [],
    placeholder: text('(reads each member, again and again)', '(각 멤버를 반복해서 읽음)'),
    holdSeconds: settings => settings.holdSeconds,
    proof: context => {
      const { healthy } = standingOf(context.seen);
      const [views, raised] = [viewAgreementOf(healthy), alarmsIn(context)];
      const why = joined([...(views.agree === true ? [] : views.why), ...(raised ? [raised] : [])], ', ');
      if (healthy.length < 2 || views.agree !== true || raised)
        return {
          state: 'not-yet',
          words: text(
            `${healthy.length} members serve ${why.en}`.trim(),
            `멤버 ${healthy.length}대 서비스 ${why.ko}`.trim(),
          ),
        };
      return {
        state: 'holds',
        words: text(
          `Writes are taken: ${healthy.length} members agree and no alarm is raised. ${who} was away: as soon as its etcd is back over its quota the alarm is raised again, so type /pks recover for it at once; the watch tells it too.`,
          `쓰기가 가능합니다. 멤버 ${healthy.length}대가 일치하고 알람이 없습니다. ${who} 멤버는 빠져 있었습니다. etcd가 quota를 넘은 채 돌아오면 알람이 다시 발생하니 바로 /pks recover를 실행하세요. 감시도 이를 알립니다.`,
        ),
        facts: {
          left: away,
          leader: healthy[0]?.last.leaderId ?? '',
          term: String(healthy[0]?.last.raftTerm ?? ''),
        },
      };
    },
  };
};
