/** `master/<uuid>` as BOSH writes it. */
export type Instance = string;

/** uint64 as etcdctl's member list writes it: lower-case hex without leading zeros. Never a JSON number. */
export type HexId = string;

/** The short form that cards use: `master/9b8ad6e0`. */
export const shortInstance = (instance: Instance): string => {
  const [group = '', id = ''] = instance.split('/');
  return `${group}/${id.split('-')[0] ?? id}`;
};
