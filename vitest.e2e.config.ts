import { defineConfig } from 'vitest/config';

/** `npm run test:e2e`: a person in Chromium plays the drill. One after the other: each file starts a drill of its own. */
export default defineConfig({
  test: {
    include: ['test/e2e/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    fileParallelism: false,
  },
});
