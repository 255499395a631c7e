/** Two looks further apart than this say nothing of what was between them. */
const tooFarApartMs = 20_000;

/** `at`: by the clock that people read. `ms`: by the one that nobody sets, from which durations are told. */
type Moment = { readonly at: number; readonly ms: number };
type Sight = Moment & { readonly revision: number };

/** Unbroken series of looks. */
const stretches = (list: readonly Sight[]): readonly Sight[][] =>
  list
    .reduce<Sight[][]>((all, sight) => {
      const before = all.at(-1)?.at(-1);
      if (before && sight.ms - before.ms <= tooFarApartMs) all.at(-1)?.push(sight);
      else all.push([sight]);
      return all;
    }, [])
    .filter(stretch => stretch.length > 1);

/** Between the first sight of one revision and the first of the next, less than that long nothing was written. */
const pauses = (stretch: readonly Sight[]): readonly number[] => {
  const first = stretch.filter((sight, i) => sight.revision !== stretch[i - 1]?.revision);
  return first.slice(1).map((sight, i) => sight.ms - (first[i]?.ms ?? sight.ms));
};

/** An upper bound of how long nothing was written while somebody was looking: the bot sees revisions, and not the writers. */
export const writeGaps = () => {
  const sights = new Map<string, Sight[]>();
  return {
    saw(deployment: string, moment: Moment, revision: number) {
      const list = sights.get(deployment) ?? [];
      sights.set(deployment, [...list.slice(-2000), { ...moment, revision }]);
    },
    /** ms; null when there were not two looks close enough together. */
    longest(deployment: string, since: number): number | null {
      const list = (sights.get(deployment) ?? []).filter(s => s.at >= since);
      const spans = stretches(list).flatMap(pauses);
      return spans.length === 0 ? null : Math.max(...spans);
    },
  };
};
