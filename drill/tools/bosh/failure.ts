/** What was being done, from the outside in, and what went wrong last; printed as the CLI nests them, two spaces a level. */
export class Failure extends Error {
  override name = 'Failure';
  readonly steps: readonly string[];
  constructor(...steps: string[]) {
    super(steps.map((step, depth) => '  '.repeat(depth) + step).join(':\n'));
    this.steps = steps;
  }
}

export const failed = (text: string): Failure => new Failure(text);

/** Says what was being done when `error` came up. */
export const under = (doing: string, error: unknown): Failure =>
  error instanceof Failure
    ? new Failure(doing, ...error.steps)
    : new Failure(doing, error instanceof Error ? error.message : String(error));

/** A wrong command line: refused before any mode is in force, so --json does not apply to it. */
export class UsageFailure extends Failure {
  override name = 'UsageFailure';
}

/** The CLI dies of these: its own log line on stderr, no empty line, exit 1. */
export class Panic extends Error {
  override name = 'Panic';
}
