/** A bug that Stryker plants and that is none: no test can tell it from the real code. */
export type Equivalent = {
  /** As `npm run -s mutants -- --generic` names it, without the line. */
  readonly name: string;
  readonly why: string;
};

export const equivalents: readonly Equivalent[] = [];
