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

/** Looks that find a new revision each time, further apart than this, tell how seldom was looked and nothing of the writes. */
const fineMs = 2_000;

/** Between the first sight of one revision and the first of the next, less than that long nothing was written. `stood`: a look
 *  between them saw the same revision again. */
type Pause = { readonly ms: number; readonly stood: boolean };
const pauses = (stretch: readonly Sight[]): readonly Pause[] => {
  const first = stretch.flatMap((sight, i) => (sight.revision === stretch[i - 1]?.revision ? [] : [i]));
  return first.slice(1).map((next, i) => {
    const from = first[i] ?? next;
    return { ms: (stretch[next]?.ms ?? 0) - (stretch[from]?.ms ?? 0), stood: next - from > 1 };
  });
};

/** An upper bound of how long nothing was written while somebody was looking: the bot sees revisions, and not the writers. */
export const writeGaps = () => {
  const sights = new Map<string, Sight[]>();
  return {
    saw(deployment: string, moment: Moment, revision: number) {
      const list = sights.get(deployment) ?? [];
      sights.set(deployment, [...list.slice(-2000), { ...moment, revision }]);
    },
    /** ms; null when the looks were not close enough together to tell. */
    longest(deployment: string, since: number): number | null {
      const list = (sights.get(deployment) ?? []).filter(s => s.at >= since);
      const spans = stretches(list).flatMap(pauses);
      const [longest] = spans.toSorted((a, b) => b.ms - a.ms);
      return longest && (longest.stood || longest.ms <= fineMs) ? longest.ms : null;
    },
  };
};
