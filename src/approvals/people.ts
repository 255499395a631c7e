import { isSame, type Membership, type Person } from '../model/person.ts';
import type { StepKind } from '../model/step-kind.ts';
import type { Words } from '../words.ts';

/** How many people an installation asks; values below the rule count as the rule. */
type PeopleConfig = { readonly change?: number; readonly belowQuorum?: number };
export const peopleRule = { change: 1, belowQuorum: 2 } as const;

/** Healthy members before a step and while it has its effect, computed at that moment. */
type BlastRadius = { readonly before: number; readonly after: number; readonly quorum: number };

const atLeast = (rule: number, configured: number | undefined): number =>
  configured !== undefined && Number.isInteger(configured) ? Math.max(rule, configured) : rule;

/**
 * How many people a step asks: none for what only looks or copies, 1 for a change, 2 for one that leaves fewer healthy
 * members than quorum. A change that only raises the number is an ordinary one, however few there are.
 */
export const peopleFor = (kind: StepKind, healthy: BlastRadius, config: PeopleConfig = {}): number => {
  if (kind !== 'change') return 0;
  const change = atLeast(peopleRule.change, config.change);
  if (healthy.after >= healthy.quorum || healthy.after >= healthy.before) return change;
  return Math.max(change, atLeast(peopleRule.belowQuorum, config.belowQuorum));
};

type Approval = {
  /** Who asked for it, then everyone who took it over; nobody where that is not the question. */
  readonly owners: readonly Person[];
  readonly already: readonly { readonly by: Person; readonly at: string }[];
  readonly by: Person;
  readonly membership: Membership;
  /** Who broke the glass of this run: they may answer though they own it. */
  readonly glass?: Person | null;
};

export const whyNotMember = (membership: Membership): Words | null => {
  switch (membership.state) {
    case 'member':
      return null;
    case 'not-member':
      return {
        en: `Only members of ${membership.group} may answer this. Ask one of them.`,
        ko: `${membership.group} 구성원만 응답할 수 있습니다. 구성원에게 요청하세요.`,
      };
    case 'bot':
      return { en: 'A bot cannot approve.', ko: '봇은 승인할 수 없습니다.' };
    case 'guest':
      return {
        en: 'A guest of this workspace cannot approve. Ask a full member of the approvers.',
        ko: '게스트 계정은 승인할 수 없습니다. 승인 그룹의 정식 구성원에게 요청하세요.',
      };
    case 'foreign':
      return {
        en: `You belong to another workspace (${membership.team}); only this one's approvers count.`,
        ko: `다른 워크스페이스(${membership.team}) 소속입니다. 이 워크스페이스의 승인자만 인정됩니다.`,
      };
    case 'deactivated':
      return {
        en: 'This account is deactivated and cannot approve.',
        ko: '비활성화된 계정은 승인할 수 없습니다.',
      };
    case 'unknown':
      return {
        en: `Who may approve could not be read (${membership.why.en}), so this does not count. Try again in a minute.`,
        ko: `승인 권한을 확인하지 못해(${membership.why.ko}) 반영하지 않았습니다. 1분 뒤 다시 시도하세요.`,
      };
    default:
      return membership satisfies never;
  }
};

/** Why this person's approval does not count, or null when it does. */
export const canApprove = ({ owners: all, already, by, membership, glass }: Approval): Words | null => {
  const owners = glass && isSame(glass, by) ? [] : all;
  const [requester] = owners;
  if (requester && isSame(requester, by))
    return {
      en: 'You asked for this run, so your approval does not count. Ask somebody else of the approvers.',
      ko: '본인이 요청한 복구는 직접 승인할 수 없습니다. 다른 승인자에게 요청하세요.',
    };
  if (owners.some(owner => isSame(owner, by)))
    return {
      en: 'You took this run over, so your approval does not count. Ask somebody else of the approvers.',
      ko: '본인이 인수한 복구는 직접 승인할 수 없습니다. 다른 승인자에게 요청하세요.',
    };
  const before = already.find(each => isSame(each.by, by));
  if (before !== undefined)
    return {
      en: `You approved this at ${before.at} already; each person counts once. Somebody else has to answer.`,
      ko: `${before.at}에 이미 승인하셨습니다. 한 사람은 한 번만 인정되므로 다른 승인자가 필요합니다.`,
    };
  return whyNotMember(membership);
};
