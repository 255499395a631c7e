import { defineConfig } from 'vitest/config';

/** The tests that hold src/cluster and src/runs: none of them starts a process. */
export default defineConfig({
  test: {
    include: ['test/{cluster,messages,readings,runbooks,runs,watch}/**/*.test.ts'],
    testTimeout: 30_000,
  },
});
