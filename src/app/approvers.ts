import { type Approvers, approversFor } from '../approvals/for-cluster.ts';
import type { Config } from '../config.ts';

const otherwise = (config: Config): Approvers =>
  config.APPROVERS_GROUP ? { group: config.APPROVERS_GROUP } : { users: config.APPROVERS ?? [] };

/** Who may approve on this cluster. */
export const approversOf = (config: Config, cluster: string): Approvers =>
  approversFor(cluster, { byCluster: config.APPROVERS_BY_CLUSTER ?? [], otherwise: otherwise(config) });

/** Of whom Slack's word is kept: the cluster's own group, null for the one of all others; and who counts there by id. */
export type Rule = { readonly group: string | null; readonly ids: readonly string[] };

export const ruleOf = (config: Pick<Config, 'APPROVERS' | 'APPROVERS_BY_CLUSTER'>, cluster: string): Rule => {
  const approvers = approversFor(cluster, {
    byCluster: config.APPROVERS_BY_CLUSTER ?? [],
    otherwise: { users: config.APPROVERS ?? [] },
  });
  return 'group' in approvers ? { group: approvers.group, ids: [] } : { group: null, ids: approvers.users };
};

/** A cluster's name for each rule that there is. */
export const aClusterEach = (config: Config): readonly string[] => [
  '',
  ...(config.APPROVERS_BY_CLUSTER ?? []).map(({ pattern }) => pattern.replaceAll('*', '-')),
];
