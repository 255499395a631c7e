import type { ClusterName } from '../observe/look.ts';
import { identityKey } from '../observe/remember.ts';
import type { Memory } from '../ports/memory.ts';
import { identityKept } from '../readings/identity.ts';

/** When each cluster was last read and believed, by what is remembered of it; the newest first. */
export const lastLooks = async (
  journal: Pick<Memory, 'recallAll'>,
  clusters: readonly ClusterName[] | null,
): Promise<readonly { readonly cluster: string; readonly at: number }[]> => {
  const kept = [...(await journal.recallAll(identityKey('')))].flatMap(([deployment, value]) => {
    const { data } = identityKept.safeParse(value);
    const at = Date.parse(data?.at ?? '');
    const cluster = clusters?.find(each => each.deployment === deployment)?.cluster ?? deployment;
    return Number.isFinite(at) ? [{ cluster, at }] : [];
  });
  return kept.sort((a, b) => b.at - a.at);
};
