import type { Verdict } from '../cluster/verdict-types.ts';
import type { Words } from '../words.ts';

/** A rogue calls itself healthy and is none of the cluster. */
export const healthyIn = ({ name, healthy, target }: Verdict): number =>
  name === 'rogue' ? healthy.filter(each => !target.includes(each)).length : healthy.length;

/** How many masters are healthy, what quorum needs, and what the next loss would cost. */
export const quorumWords = (healthy: number, masters: number): Words => {
  const quorum = Math.floor(masters / 2) + 1;
  const spare = healthy - quorum;
  if (masters === 0) return { en: 'This cluster has no masters.', ko: '마스터가 없는 클러스터입니다.' };
  const count = {
    en: `${healthy} of ${masters} masters healthy (quorum is ${quorum})`,
    ko: `마스터 ${masters}대 중 ${healthy}대 정상(쿼럼 ${quorum})`,
  };
  if (spare < 0)
    return {
      en: `${count.en}: no quorum, etcd takes no writes.`,
      ko: `${count.ko}: 쿼럼이 깨져 쓰기가 안 됩니다.`,
    };
  if (spare === 0 && healthy < masters)
    return {
      en: `${count.en}: one more loss stops all writes.`,
      ko: `${count.ko}: 한 대만 더 내려가면 쓰기가 멈춥니다.`,
    };
  return { en: `${count.en}.`, ko: `${count.ko}.` };
};
