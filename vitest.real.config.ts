import { defineConfig } from 'vitest/config';
import { tableReporter } from './test/real/table-reporter.ts';

/** `npm run test:real`: the real tools and their stand-ins, asked the same. Needs `npm run tools` first. */
export default defineConfig({
  test: {
    include: ['test/real/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 1,
    // The table comes last, behind the usual summary. .ci/run counts from the JSON report.
    reporters: ['default', ...(process.env.CI_REPORT ? ['json'] : []), tableReporter],
    ...(process.env.CI_REPORT ? { outputFile: { json: process.env.CI_REPORT } } : {}),
  },
});
