/** Keeps a scrolling list at its newest row while the reader is there, and leaves a reader who went elsewhere alone. */
export type Follower = {
  /** Makes a change to the list, then goes along with it where the reader was following. */
  through(change: () => void): void;
  /** To the newest row: its end, or its beginning where it is taller than the list. A card's first lines matter most. */
  toNewest(): void;
  /** To the very end, whatever stands there. */
  toEnd(): void;
};

const nearBottom = 120;
/** Pixels that count as not having moved. */
const slack = 8;

export const newFollower = (node: HTMLElement, newest: () => HTMLElement | undefined): Follower => {
  /** Where this put the reader, told from the newest row's beginning: rows above may change their height meanwhile. */
  let placed: { readonly row: HTMLElement; readonly below: number } | undefined;

  const below = (row: HTMLElement): number => node.scrollTop - (row.offsetTop - node.offsetTop);
  const atBottom = (): boolean => node.scrollHeight - node.scrollTop - node.clientHeight < nearBottom;
  const go = (top: number): void => {
    node.scrollTop = top;
    const row = newest();
    placed = row && { row, below: below(row) };
  };
  const target = (): number => {
    const row = newest();
    const end = node.scrollHeight - node.clientHeight;
    return row ? Math.min(end, row.offsetTop - node.offsetTop) : end;
  };
  return {
    through: change => {
      const row = newest();
      const moved = row && placed?.row === row ? below(row) - placed.below : Number.NEGATIVE_INFINITY;
      const reads = moved > slack || atBottom();
      change();
      if (Math.abs(moved) <= slack) go(target());
      else if (reads) go(Math.max(node.scrollTop, target()));
    },
    toNewest: () => go(target()),
    toEnd: () => go(node.scrollHeight),
  };
};
