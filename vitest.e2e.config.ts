import { defineConfig } from 'vitest/config';

/** `npm run test:e2e`: a person in Chromium plays the drill. One after the other: each file starts a drill of its own. */
export default defineConfig({
  test: {
    include: ['test/e2e/**/*.test.ts'],
    // Far above what they take (a whole route: a minute), so that a busy machine is not a red test.
    testTimeout: 240_000,
    hookTimeout: 120_000,
    fileParallelism: false,
    // The tests of a file tell one story in order: what follows a broken sentence would wait for what can't come.
    bail: 1,
  },
});
