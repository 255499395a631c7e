import type { ClusterName } from '../observe/look.ts';
import type { Refusal } from './desk-types.ts';

const refusal = (en: string, ko: string): Refusal => ({ ok: false, words: { en, ko } });

/** The cluster that a person means: by name, by deployment, or by a beginning that only one has. */
export const resolveCluster = (
  typed: string | null,
  known: readonly ClusterName[],
): ClusterName | Refusal => {
  const names = known.map(k => k.cluster).join(', ');
  if (known.length === 0)
    return refusal(
      'The Director has no service-instance deployment that this client may see. Check BOSH_CLIENT’s teams, or set CLUSTERS.',
      '이 client가 볼 수 있는 service-instance deployment가 Director에 없습니다. BOSH_CLIENT의 team을 확인하거나 CLUSTERS를 설정하세요.',
    );
  if (typed === null)
    return known.length === 1 && known[0]
      ? known[0]
      : refusal(
          `Which cluster? Name one of: ${names}.`,
          `어느 클러스터입니까? 다음 중에서 지정하세요: ${names}`,
        );
  const exact = known.find(k => k.cluster === typed || k.deployment === typed);
  if (exact) return exact;
  const near = known.filter(
    k =>
      k.cluster.startsWith(typed) ||
      k.deployment.startsWith(typed) ||
      k.deployment.startsWith(`service-instance_${typed}`),
  );
  if (near.length === 1 && near[0]) return near[0];
  return near.length > 1
    ? refusal(
        `"${typed}" could be ${near.map(k => k.cluster).join(' or ')}; type more of it.`,
        `"${typed}"에 해당하는 클러스터가 여러 개입니다: ${near.map(k => k.cluster).join(', ')}. 더 길게 입력하세요.`,
      )
    : refusal(
        `No cluster is called "${typed}". Known: ${names}.`,
        `"${typed}"라는 클러스터가 없습니다. 목록: ${names}`,
      );
};
