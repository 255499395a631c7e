import { type HexId, type Instance, shortInstance } from '../model/instance.ts';
import type { Words } from '../words.ts';
import type { MemberListed, Observation } from './observation.ts';
import { type Answering, standingOf } from './quorum.ts';

/** The healthy members that a cure leans on: never its own target, which may be a rogue that calls itself healthy. */
export const supportersOf = (seen: Observation, target: Instance): readonly Answering[] =>
  standingOf(seen).healthy.filter(each => each.master.instance !== target);

type MemberId =
  /** null: the healthy members list nobody for it; it was removed already. */
  { readonly known: true; readonly id: HexId | null } | { readonly known: false; readonly why: Words };

const strangersOf = (support: readonly Answering[]): readonly MemberListed[] => {
  const own = new Set(support.map(each => each.last.memberId));
  return (support[0]?.members ?? []).filter(member => !own.has(member.id));
};

/** PKS names a member by its BOSH instance's uuid; a recording has no names and repeats the id. */
const isOf = (member: MemberListed, target: Instance): boolean =>
  member.name === '' || member.name === member.id || member.name === target.split('/')[1];

/**
 * The target's member id by the healthy members' own list: the one entry that is neither of theirs. An entry named after
 * another instance is no match: then a person looks.
 */
export const memberIdOf = (seen: Observation, target: Instance): MemberId => {
  const support = supportersOf(seen, target);
  const strangers = strangersOf(support);
  const who = shortInstance(target);
  const [only] = strangers;
  if (support.length !== 2 || support[0]?.members === null)
    return {
      known: false,
      why: {
        en: `${support.length} of 2 healthy members told their list, so the member id of ${who} is not known`,
        ko: `정상노드 2대 중 ${support.length}대만 목록을 알려 주어 ${who}의 멤버 id를 알 수 없습니다`,
      },
    };
  if (only === undefined) return { known: true, id: null };
  if (strangers.length === 1 && isOf(only, target)) return { known: true, id: only.id };
  const list = strangers.map(member => `${member.id} (${member.name || 'unstarted'})`).join(', ');
  return {
    known: false,
    why: {
      en: `${strangers.length} members beside the healthy two are listed (${list}); which one is ${who} has to be said by a person`,
      ko: `정상 2대 외에 ${strangers.length}대가 목록에 있습니다(${list}). 어느 것이 ${who}인지 사람이 확인해야 합니다`,
    },
  };
};

/** The id that was added and never started, by the healthy members' list; null when there is none. */
export const unstartedIdOf = (seen: Observation, target: Instance): HexId | null =>
  strangersOf(supportersOf(seen, target)).find(member => member.name === '')?.id ?? null;
