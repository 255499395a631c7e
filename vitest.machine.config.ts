import { defineConfig } from 'vitest/config';

/** `npm run test:machine`: what needs programs beside Node (test/machine/needs.ts names their packages). */
export default defineConfig({
  test: {
    include: ['test/machine/**/*.test.ts'],
    globalSetup: ['test/machine/needs.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    maxWorkers: 2,
    maxConcurrency: 3,
  },
});
