/** A bug planted on purpose: one text in one file replaced by another. The named tests must turn red. */
export type Mutant = {
  readonly name: string;
  readonly file: string;
  /** Must stand in the file exactly once. */
  readonly find: string;
  readonly put: string;
  readonly tests: readonly string[];
  /** Only the tests whose name has this in it. */
  readonly only?: string;
  /** vitest's, where the tests are not of `npm test`. */
  readonly config?: string;
};
