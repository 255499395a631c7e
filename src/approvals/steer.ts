import type { Click } from '../model/click.ts';
import { isSame, type Membership, type Person } from '../model/person.ts';
import { currentStep, ownerOf, type Run } from '../runs/run.ts';
import type { Words } from '../words.ts';
import { type Decision, declined } from './decision.ts';
import { canApprove, whyNotMember } from './people.ts';
import { clockTime } from './times.ts';

/** Looking again is a safe direction: the requester, every owner and everyone who may approve can. */
export const maySteer = (run: Run, by: Person, membership: Membership): Words | null => {
  if (run.owners.some(each => isSame(each, by))) return null;
  return canApprove({ owners: [], already: [], by, membership });
};

type Standing =
  | { readonly ok: true; readonly verified: boolean }
  | { readonly ok: false; readonly words: Words };

const elsewhere: Words = {
  en: 'Abort it in the channel of the run, or ask an approver. Nothing was done.',
  ko: '복구가 진행 중인 채널에서 중단하거나 승인자에게 요청하세요. 아무것도 실행하지 않았습니다.',
};

/** Every full member of the workspace who is there; where Slack does not say who that is, whoever is of the requester's team, or
 *  is known to the host alone. */
const mayAbort = (
  run: Run,
  { by, from, via }: Pick<Click, 'by' | 'from' | 'via'>,
  membership: Membership,
): Standing => {
  if (maySteer(run, by, membership) === null) return { ok: true, verified: true };
  const here = from === run.started.channel;
  const atHost = via === 'cli' && by.team === '';
  if (membership.state === 'not-member')
    return here ? { ok: true, verified: true } : { ok: false, words: elsewhere };
  if (membership.state === 'unknown' && here && (atHost || by.team === run.started.requestedBy.team))
    return { ok: true, verified: false };
  return { ok: false, words: whyNotMember(membership) ?? elsewhere };
};

export const decideAbort = (run: Run, click: Click, membership: Membership): Decision => {
  const may = mayAbort(run, click, membership);
  if (!may.ok) return may;
  const { by, via } = click;
  if (run.abort)
    return declined(
      `Abort was already asked for by ${run.abort.by.name} at ${clockTime(run.abort.at)}.`,
      `${clockTime(run.abort.at)}에 ${run.abort.by.name} 님이 이미 중단을 요청했습니다.`,
      true,
    );
  const running = currentStep(run)?.state === 'running';
  return {
    ok: true,
    events: [{ kind: 'abort-requested', by, via, ...(may.verified ? {} : { unverified: true }) }],
    words: running
      ? {
          en: 'Abort noted: the running step is asked to stop, and the card will say what became of it.',
          ko: '중단 요청을 기록했습니다. 실행 중인 단계에 취소를 요청하고 결과를 카드에 알립니다.',
        }
      : {
          en: 'Abort noted: no further step starts.',
          ko: '중단을 기록했습니다. 다음 단계는 시작되지 않습니다.',
        },
    counted: 0,
    people: 0,
  };
};

/** The next on-call becomes the owner. It gives no right to approve, and takes their own approvals of this run away. */
export const decideTakeOver = (
  run: Run,
  { by, via }: Pick<Click, 'by' | 'via'>,
  membership: Membership,
): Decision => {
  const owner = ownerOf(run);
  if (run.finished)
    return declined(
      `Run ${run.id} has ended; there is nothing to take over.`,
      `${run.id} 복구는 끝났습니다. 인수할 것이 없습니다.`,
    );
  if (isSame(owner, by)) return declined('You are its owner already.', '이미 이 복구의 담당자입니다.', true);
  const why = membership.state === 'not-member' ? null : whyNotMember(membership);
  if (why) return { ok: false, words: why };
  return {
    ok: true,
    events: [{ kind: 'taken-over', by, via }],
    words: {
      en: `You are the owner of run ${run.id} now, after ${owner.name}. Your own approvals of it do not count.`,
      ko: `${owner.name} 님에 이어 ${run.id} 복구의 담당자가 되었습니다. 본인의 승인은 이 복구에서 인정되지 않습니다.`,
    },
    counted: 0,
    people: 0,
  };
};
