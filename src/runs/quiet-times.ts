/** Two looks further apart than this say nothing of what was between them. */
const tooFarApartMs = 20_000;

type Sight = { readonly at: number; readonly revision: number };

/** Unbroken series of looks. */
const stretches = (list: readonly Sight[]): readonly Sight[][] =>
  list
    .reduce<Sight[][]>((all, sight) => {
      const before = all.at(-1)?.at(-1);
      if (before && sight.at - before.at <= tooFarApartMs) all.at(-1)?.push(sight);
      else all.push([sight]);
      return all;
    }, [])
    .filter(stretch => stretch.length > 1);

/** For each revision, how long it was the newest one seen; 0 where it was seen once. */
const stillSpans = (stretch: readonly Sight[]): readonly number[] => {
  const first = new Map<number, number>();
  return stretch.map(({ at, revision }) => {
    const since = first.get(revision) ?? at;
    first.set(revision, since);
    return at - since;
  });
};

/** How long revisions stood still while somebody was looking. The bot only looks, so a short pause between looks goes unseen. */
export const quietTimes = () => {
  const sights = new Map<string, Sight[]>();
  return {
    saw(deployment: string, at: number, revision: number) {
      const list = sights.get(deployment) ?? [];
      sights.set(deployment, [...list.slice(-2000), { at, revision }]);
    },
    /** ms; null when there were not two looks close enough together. */
    longest(deployment: string, since: number): number | null {
      const list = (sights.get(deployment) ?? []).filter(s => s.at >= since);
      const spans = stretches(list).flatMap(stillSpans);
      return spans.length === 0 ? null : Math.max(...spans);
    },
  };
};
