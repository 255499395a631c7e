import type { Reporter, TestModule } from 'vitest/node';

/** Prints, after everything else: command, real and stand-in agree, cases. */
export const tableReporter: Reporter = {
  onTestRunEnd(modules: readonly TestModule[]) {
    const rows = new Map<string, { agree: number; cases: number }>();
    for (const module of modules)
      for (const test of module.children.allTests()) {
        const agreement = test.meta().agreement;
        if (agreement === undefined) continue;
        const row = rows.get(agreement.command) ?? { agree: 0, cases: 0 };
        rows.set(agreement.command, {
          agree: row.agree + (agreement.agree ? 1 : 0),
          cases: row.cases + 1,
        });
      }
    const width = Math.max(7, ...[...rows.keys()].map(command => command.length));
    const lines = [...rows].map(
      ([command, { agree, cases }]) =>
        `${command.padEnd(width)}  ${agreeWord(agree, cases).padEnd(24)}  ${String(cases).padStart(5)}`,
    );
    // The runner's own output goes to stdout too, so the order holds.
    process.stdout.write(
      `\n${'command'.padEnd(width)}  ${'real and stand-in agree'.padEnd(24)}  cases\n${lines.join('\n')}\n`,
    );
  },
};

const agreeWord = (agree: number, cases: number) => (agree === cases ? 'yes' : `no: ${agree} of ${cases}`);
