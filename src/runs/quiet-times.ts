/** Two looks further apart than this say nothing of what was between them. */
const tooFarApartMs = 20_000;

type Sight = { readonly at: number; readonly revision: number };

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
      let longest: number | null = null;
      let still: Sight | null = null;
      for (const [i, sight] of list.entries()) {
        const before = list[i - 1];
        if (!before || sight.at - before.at > tooFarApartMs) still = null;
        else if (sight.revision > before.revision) {
          longest = Math.max(longest ?? 0, still ? before.at - still.at : 0);
          still = null;
        } else still ??= before;
        if (still) longest = Math.max(longest ?? 0, sight.at - still.at);
      }
      return longest;
    },
  };
};
