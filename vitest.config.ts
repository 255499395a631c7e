import { defineConfig } from 'vitest/config';

/** `npm test`: quick suites only. Slower ones (e2e, real tools, Postgres) have their own command. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/e2e/**', 'test/real/**'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    maxWorkers: 2,
  },
});
