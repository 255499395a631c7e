import { defineConfig } from 'vitest/config';

/** The tests that hold src/cluster and src/runs, alone: none of them starts a process. */
export default defineConfig({
  test: {
    include: ['test/{cluster,runs,runbooks}/**/*.test.ts'],
    testTimeout: 30_000,
  },
});
