import type { Person } from '../model/person.ts';
import { josa, type Words } from '../words.ts';

/** Who could answer besides the requester, by name; only as many as were looked for. */
export type Answerers = { readonly names: readonly string[] } | { readonly unread: Words };

/**
 * Why a plan does not start: it needs more people than there are, and would stand still in its middle. What could not be read
 * is no answer.
 */
export const tooFewToAnswer = (
  wanted: number,
  found: Answerers,
  { cluster, by }: { readonly cluster: string; readonly by: Person },
): Words | null => {
  if (wanted === 0) return null;
  const people = wanted === 1 ? '1 person' : `${wanted} people`;
  if ('unread' in found)
    return {
      en: `This plan needs ${people} besides ${by.name} to approve, and who could was not read (${found.unread.en}). Nothing was started; try again in a minute.`,
      ko: `이 계획은 ${by.name} 님 외에 승인자 ${wanted}명이 필요하지만 승인자를 확인하지 못했습니다(${found.unread.ko}). 시작된 것은 없습니다. 1분 뒤 다시 시도하세요.`,
    };
  const { names } = found;
  if (names.length >= wanted) return null;
  const list = names.length > 0 ? `: ${names.join(', ')}` : '';
  return {
    en: `This plan needs ${people} besides ${by.name} to approve, and for ${cluster} there ${names.length === 1 ? 'is 1' : `are ${names.length || 'none'}`}${list}. Nothing was started. Add somebody to the approvers, or let somebody who is none of them type /pks recover.`,
    ko: `이 계획은 ${by.name} 님 외에 승인자 ${wanted}명이 필요하지만 ${josa(cluster, '은/는')} ${names.length}명입니다${list}. 시작된 것은 없습니다. 승인자를 추가하거나, 승인자가 아닌 사람이 /pks recover를 입력하세요.`,
  };
};
