/** Who may approve: the members of a user group, or these people. */
export type Approvers = { readonly group: string } | { readonly users: readonly string[] };

type Rules = {
  /** In order; `*` in a pattern is anything. */
  readonly byCluster: readonly { readonly pattern: string; readonly group: string }[];
  readonly otherwise: Approvers;
};

/** A pattern has letters, digits, `.`, `_`, `-` and `*`, as src/settings reads it. */
const fits = (pattern: string, cluster: string): boolean =>
  new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '.*')}$`).test(cluster);

/** The first pattern that fits the cluster's name; nobody else may approve there. */
export const approversFor = (cluster: string, { byCluster, otherwise }: Rules): Approvers => {
  const first = byCluster.find(({ pattern }) => fits(pattern, cluster));
  return first ? { group: first.group } : otherwise;
};
