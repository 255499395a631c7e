import { defineConfig } from 'vitest/config';

/** `npm run test:machine`: what needs programs beside Node (test/machine/needs.ts names their packages). */
export default defineConfig({
  test: {
    include: ['test/machine/**/*.test.ts'],
    globalSetup: ['test/machine/needs.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // Waits end by progress; how long one may take is for a busy machine to say, not for each test.
    expect: { poll: { timeout: 20_000 } },
    maxWorkers: 2,
    maxConcurrency: 3,
  },
});
