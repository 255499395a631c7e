import { defineConfig } from 'vitest/config';

/** The tests that hold src/cluster, src/gates and src/runs: none of them starts a process, and none leaves anything behind in a module,
 *  so that a bug costs its tests and not the loading of every file anew. */
export default defineConfig({
  test: {
    include: ['test/{cluster,gates,messages,readings,runbooks,runs,watch}/**/*.test.ts'],
    isolate: false,
    testTimeout: 30_000,
  },
});
