import fc from 'fast-check';
import type { EtcdObservation, EtcdStatus, Observation } from '../../src/cluster/observation.ts';

/** Contradictions in data, by the rule as etcd's own order of reading gives it (docs/evidence.md#comparing-members), written
 *  without a look at src/cluster: what holds the verdict must not share its mistakes. */
type Told = { readonly etcd: EtcdObservation; readonly looks: readonly EtcdStatus[] };

const toldBy = (etcd: EtcdObservation | null): readonly Told[] => {
  if (!etcd?.status || etcd.later === 'silent') return [];
  return [{ etcd, looks: etcd.later === null ? [etcd.status] : [etcd.status, etcd.later] }];
};
const idsOf = ({ etcd }: Told): string =>
  (etcd.members ?? [])
    .map(({ id }) => id)
    .toSorted()
    .join();

/** Replicas of one log: a cluster of one's own has its own data, and is another matter. */
const together = (a: Told, b: Told): boolean => {
  const [x, y] = [a.looks.at(-1), b.looks.at(-1)];
  return (
    x?.clusterId === y?.clusterId &&
    x?.raftTerm === y?.raftTerm &&
    x?.leaderId === y?.leaderId &&
    a.etcd.members !== null &&
    idsOf(a) === idsOf(b)
  );
};

const hashesDiffer = (a: Told, b: Told): boolean => {
  const [x, y] = [a.etcd.hash, b.etcd.hash];
  return x?.revision === y?.revision && x?.compactRevision === y?.compactRevision && x?.hash !== y?.hash;
};

/** At the index of look n the revision lies between what was told there, less one, and what the next look told. */
const between = ({ looks }: Told, at: number): readonly [number, number] => [
  (looks[at]?.revision ?? 0) - 1,
  looks[at + 1]?.revision ?? Number.POSITIVE_INFINITY,
];
const noOneLog = (a: Told, b: Told): boolean =>
  a.looks.some((x, i) =>
    b.looks.some((y, j) => {
      const entries = y.raftAppliedIndex - x.raftAppliedIndex;
      if (entries < 0) return false;
      const [[least, most], [then, atMost]] = [between(a, i), between(b, j)];
      return then > most + entries || atMost < least;
    }),
  );

/** Two of them hold data that no one log gives. */
export const holdsContradiction = ({ masters }: Observation): boolean => {
  const told = masters.flatMap(({ etcd }) => toldBy(etcd));
  return told.some(a =>
    told.some(
      b =>
        a !== b &&
        together(a, b) &&
        (noOneLog(a, b) || (a.etcd.hash !== null && b.etcd.hash !== null && hashesDiffer(a, b))),
    ),
  );
};

const otherHash = (etcd: EtcdObservation): EtcdObservation => ({
  ...etcd,
  hash: etcd.hash && { ...etcd.hash, hash: etcd.hash.hash + 1 },
});
const revisionsBy = (etcd: EtcdObservation, by: number): EtcdObservation => {
  const moved = (status: EtcdStatus): EtcdStatus => ({
    ...status,
    revision: Math.max(1, status.revision + by),
  });
  return {
    ...etcd,
    status: etcd.status && moved(etcd.status),
    later: etcd.later === null || etcd.later === 'silent' ? etcd.later : moved(etcd.later),
  };
};
const plants = [
  otherHash,
  (etcd: EtcdObservation) => revisionsBy(etcd, 100_000),
  (etcd: EtcdObservation) => revisionsBy(etcd, -900),
];

/** One member's data made others than they were. */
export const anyPlant = fc.record({ which: fc.nat(2), plant: fc.constantFrom(...plants) }).map(
  ({ which, plant }) =>
    (seen: Observation): Observation => ({
      ...seen,
      masters: seen.masters.map((master, at) =>
        at === which && master.etcd !== null ? { ...master, etcd: plant(master.etcd) } : master,
      ),
    }),
);
